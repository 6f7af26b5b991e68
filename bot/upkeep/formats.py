"""The forms that a check's result is told in: lines of text, one JSON object, annotations on a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from bot.kb.problem import Problem, Severity
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.check import Checked

_LEVEL = {Severity.FAULT: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}


FEW = 3
"""Warnings of one kind are told one by one up to this many; more are told together, with the first ones as examples."""


def as_text(result: Checked, folder: Path, language: Language) -> str:
    """Return a line for each fault; warnings of one kind together where they are many; and a summary."""
    lines = [_line(p, language) for p in result.problems if p.severity is Severity.FAULT]
    for _, group in groupby((p for p in result.problems if p.severity is not Severity.FAULT), key=lambda p: p.id):
        kind = list(group)
        lines += _together(kind, language) if len(kind) > FEW else [_line(p, language) for p in kind]
    return "\n".join([*lines, _summary(result, language)])


def as_lines(result: Checked, folder: Path, language: Language) -> str:
    """Return a line for each fault and each warning, and a summary."""
    return "\n".join([*(_line(p, language) for p in result.problems), _summary(result, language)])


def _line(problem: Problem, language: Language) -> str:
    level = phrase(language, f"upkeep.{problem.severity}")
    return f"{problem.file}:{problem.line}: {level} {problem.id} {_told(problem, language)}"


def _together(kind: list[Problem], language: Language) -> list[str]:
    first = kind[0]
    heading = phrase(language, f"check.{first.id}.many").format(count=len(kind))
    level = phrase(language, f"upkeep.{first.severity}")
    examples = [f"  {p.file}:{p.line}: {p.what(language)}" for p in kind[:FEW]]
    more = phrase(language, "upkeep.check_more").format(count=len(kind) - FEW)
    return [f"{level} {first.id} {heading}", *examples, f"  {more}"]


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
    head = {"folder": str(folder), "entries": result.entries, "golden": result.golden}
    return json.dumps({**head, "faults": result.faults, "problems": found})


def as_github(result: Checked, folder: Path, language: Language) -> str:
    """Return GitHub's workflow commands (docs.github.com, "Workflow commands"), which annotate the lines of a diff."""
    lines: list[str] = []
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
    counts = {"faults": result.faults, "warnings": result.count(Severity.WARNING)}
    if not result.asked:
        return phrase(language, "upkeep.checked_faulty").format(**counts)
    told = phrase(language, "upkeep.checked").format(entries=result.entries, golden=result.golden, **counts)
    drafts = result.count(Severity.NOTICE)
    return told + (phrase(language, "upkeep.checked_drafts").format(drafts=drafts) if drafts else "")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
