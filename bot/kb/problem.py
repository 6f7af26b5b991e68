"""Faults in the content, as values: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.locales import phrase
from bot.question import Language


class Severity(StrEnum):
    """A fault keeps the knowledge from going live; a warning is worth a look; a notice tells what is so."""

    FAULT = "fault"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value cannot stand, in words of the reader's language: the locales' `check.reason.<key>`, filled."""

    key: str
    values: dict[str, str] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """Tell the reason, as half a sentence."""
        return phrase(language, f"check.reason.{self.key}").format(**self.values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or warning in the knowledge folder.

    The words are in the locales, under `[check.<id>]`, as `what` and `remedy` with placeholders that `values` fills.

    Args:
        id: a stable id such as "VK101"; docs list them.
        file: the path below the knowledge folder.
        line: 1-based line, or 1 where the whole file is meant.
        values: what the placeholders stand for.
    """

    id: str
    file: str
    line: int
    values: Mapping[str, str | Reason] = field(default_factory=dict)
    severity: Severity = Severity.FAULT

    def what(self, language: Language) -> str:
        """Tell what is wrong, in one sentence."""
        return phrase(language, f"check.{self.id}.what").format(**self._told(language))

    def remedy(self, language: Language) -> str:
        """Tell what to do about it, in one sentence."""
        return phrase(language, f"check.{self.id}.remedy").format(**self._told(language))

    def _told(self, language: Language) -> dict[str, str]:
        return {key: v.told(language) if isinstance(v, Reason) else v for key, v in self.values.items()}


def faults_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that keep knowledge from going live."""
    return tuple(p for p in problems if p.severity is Severity.FAULT)


def packed(problems: Iterable[Problem]) -> str:
    """Return problems as JSON, to keep them with an index."""
    rows = []
    for p in problems:
        values = {k: [v.key, v.values] if isinstance(v, Reason) else v for k, v in p.values.items()}
        rows.append([p.id, p.file, p.line, values, p.severity])
    return json.dumps(rows, ensure_ascii=False)


def unpacked(raw: str) -> list[Problem]:
    """Return the problems that `packed` wrote."""
    return [
        Problem(
            id_, file, line, {k: Reason(*v) if isinstance(v, list) else v for k, v in values.items()}, Severity(sev)
        )
        for id_, file, line, values, sev in json.loads(raw)
    ]
