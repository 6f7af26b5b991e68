"""Check a knowledge folder: its files, its cross-references, its golden questions, and what is worth a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.kb.base import in_memory
from bot.kb.load import load
from bot.kb.problem import Problem, Severity
from bot.upkeep.golden import golden_cases, golden_problems
from bot.upkeep.warnings import warnings


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: faults first, then warnings."""

    problems: tuple[Problem, ...]
    entries: int
    golden: int

    @property
    def faults(self) -> int:
        """Number of problems that are faults; the others are warnings."""
        return sum(p.severity is Severity.FAULT for p in self.problems)


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
    )
    return Checked(_ordered(problems), len(loaded.knowledge.items), len(list(golden_cases(loaded.knowledge))))


def _ordered(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.severity is Severity.WARNING, p.file, p.line, p.id)))
