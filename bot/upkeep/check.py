"""Check a knowledge folder: its files, its cross-references, its golden questions, and what is worth a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.kb.base import in_memory
from bot.kb.knowledge import Knowledge
from bot.kb.load import load
from bot.kb.problem import Problem, Severity
from bot.upkeep.ahead import days_ahead
from bot.upkeep.golden import golden_cases, golden_problems
from bot.upkeep.lines import Lines
from bot.upkeep.standing import decided_by_proposals
from bot.upkeep.warnings import WEIGHT, drafts, warnings


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: faults first, then warnings, those that matter most first, then notices.

    Args:
        problems: all of them.
        entries: live entries.
        golden: golden questions asked.
        asked: whether it came to asking; files with faults are not asked.
    """

    problems: tuple[Problem, ...]
    entries: int
    golden: int
    asked: bool

    @property
    def faults(self) -> int:
        """Number of problems that are faults."""
        return self.count(Severity.FAULT)

    def count(self, severity: Severity) -> int:
        """Return the number of problems of a severity."""
        return sum(p.severity is severity for p in self.problems)


def check(folder: Path, today: date, asking: Callable[[int], None] | None = None) -> Checked:
    """Load a folder and, where it has no faults, ask its golden questions and look for what deserves a warning.

    Args:
        folder: the knowledge folder.
        today: the day of asking, with which review dates are compared.
        asking: told the number of golden questions before they are asked, which may take half a minute.
    """
    loaded = load(folder)
    if loaded.knowledge is None:
        return Checked(_ordered(loaded.problems, None), 0, 0, asked=False)
    lines = Lines(folder)
    count = len(list(golden_cases(loaded.knowledge)))
    if asking is not None:
        asking(count)
    problems = (
        *loaded.problems,
        *days_ahead(loaded.knowledge, loaded.drafts.values(), lines, today),
        *decided_by_proposals(loaded.knowledge, lines),
        *golden_problems(in_memory(loaded.knowledge), lines, today),
        *warnings(loaded.knowledge, lines, today),
        *drafts(loaded.drafts, lines),
    )
    return Checked(_ordered(problems, loaded.knowledge), len(loaded.knowledge.items), count, asked=True)


def _ordered(problems: tuple[Problem, ...], knowledge: Knowledge | None) -> tuple[Problem, ...]:
    """Faults by file and line; warnings by weight, and of one weight what the status cards show first."""
    shown = _on_status_cards(knowledge) if knowledge is not None else frozenset()

    def key(p: Problem) -> tuple[object, ...]:
        weight = WEIGHT.index(p.id) if p.id in WEIGHT else len(WEIGHT)
        rank = (weight, p.file not in shown) if p.severity is Severity.WARNING else (0, False)
        return (list(Severity).index(p.severity), *rank, p.file, p.line, p.id)

    return tuple(sorted(problems, key=key))


def _on_status_cards(knowledge: Knowledge) -> frozenset[str]:
    wanted = {key for topic in knowledge.municipality.status for row in topic.rows for key in row.entries}
    return frozenset(file for key in wanted & set(knowledge.items) for file in knowledge.items[key].files.values())
