"""Check a knowledge folder: its files, its cross-references and its golden questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.kb.base import in_memory
from bot.kb.load import load
from bot.kb.problem import Problem
from bot.upkeep.golden import golden_cases, golden_problems


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    problems: tuple[Problem, ...]
    entries: int
    golden: int


def check(folder: Path, today: date) -> Checked:
    """Load a folder and, where it has no faults, ask its golden questions.

    Args:
        folder: the knowledge folder.
        today: the day of asking.
    """
    loaded = load(folder)
    if loaded.knowledge is None:
        return Checked(loaded.problems, 0, 0)
    base = in_memory(loaded.knowledge)
    problems = loaded.problems + tuple(golden_problems(base, today))
    return Checked(problems, len(loaded.knowledge.items), len(list(golden_cases(loaded.knowledge))))
