"""The forms that a check's result is told in: lines of text, one JSON object, annotations on a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bot.kb.problem import Problem, Severity
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.check import Checked

_LEVEL = {Severity.FAULT: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


def as_text(result: Checked, folder: Path, language: Language) -> str:
    """Return one line a problem, and a summary."""
    lines = []
    for problem in result.problems:
        level = phrase(language, f"upkeep.{problem.severity}")
        lines.append(f"{problem.file}:{problem.line}: {level} {problem.id} {_told(problem, language)}")
    return "\n".join([*lines, _summary(result, language)])


def as_json(result: Checked, folder: Path, language: Language) -> str:
    """Return one JSON object."""
    found = [
        {
            "id": p.id,
            "severity": str(p.severity),
            "file": p.file,
            "line": p.line,
            "what": p.what(language),
            "remedy": p.remedy(language),
        }
        for p in result.problems
    ]
    return json.dumps({"folder": str(folder), "entries": result.entries, "golden": result.golden, "problems": found})


def as_github(result: Checked, folder: Path, language: Language) -> str:
    """Return GitHub's workflow commands (docs.github.com, "Workflow commands"), which annotate the lines of a diff."""
    lines = []
    for problem in result.problems:
        file = _property((folder / problem.file).as_posix())
        told = _message(_told(problem, language))
        lines.append(f"::{_LEVEL[problem.severity]} file={file},line={problem.line},title={problem.id}::{told}")
    return "\n".join([*lines, _summary(result, language)])


FORMATS: dict[str, Callable[[Checked, Path, Language], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def _told(problem: Problem, language: Language) -> str:
    return f"{problem.what(language)} {problem.remedy(language)}"


def _summary(result: Checked, language: Language) -> str:
    told = phrase(language, "upkeep.checked").format(
        entries=result.entries,
        golden=result.golden,
        faults=result.faults,
        warnings=result.count(Severity.WARNING),
    )
    drafts = result.count(Severity.NOTICE)
    return told + (phrase(language, "upkeep.checked_drafts").format(drafts=drafts) if drafts else "")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
