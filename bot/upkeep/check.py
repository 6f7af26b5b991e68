"""Check a knowledge folder: its files, its cross-references, its golden questions, and what is worth a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.kb.base import in_memory
from bot.kb.load import load
from bot.kb.problem import Problem, Severity
from bot.upkeep.golden import golden_cases, golden_problems
from bot.upkeep.warnings import drafts, warnings


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: faults first, then warnings, then notices."""

    problems: tuple[Problem, ...]
    entries: int
    golden: int

    @property
    def faults(self) -> int:
        """Number of problems that are faults."""
        return self.count(Severity.FAULT)

    def count(self, severity: Severity) -> int:
        """Return the number of problems of a severity."""
        return sum(p.severity is severity for p in self.problems)


def check(folder: Path, today: date) -> Checked:
    """Load a folder and, where it has no faults, ask its golden questions and look for what deserves a warning.

    Args:
        folder: the knowledge folder.
        today: the day of asking, with which review dates are compared.
    """
    loaded = load(folder)
    if loaded.knowledge is None:
        return Checked(_ordered(loaded.problems), 0, 0)
    base = in_memory(loaded.knowledge)
    problems = (
        *loaded.problems,
        *golden_problems(base, today),
        *warnings(loaded.knowledge, folder, today),
        *drafts(loaded.drafts, folder),
    )
    return Checked(_ordered(problems), len(loaded.knowledge.items), len(list(golden_cases(loaded.knowledge))))


def _ordered(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (list(Severity).index(p.severity), p.file, p.line, p.id)))
