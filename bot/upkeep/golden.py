"""Golden questions: what must reach an entry, and what must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.kb.knowledge import Knowledge
from bot.kb.problem import Problem, Severity
from bot.question import Language, Question
from bot.upkeep.lines import Lines


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One golden question of an entry."""

    entry: str
    language: Language
    question: str
    reach: bool


def golden_cases(knowledge: Knowledge) -> Iterator[GoldenCase]:
    """Yield every golden question."""
    for key, item in knowledge.items.items():
        for language, words in item.words.items():
            for question in words.golden.reach:
                yield GoldenCase(key, language, question, True)
            for question in words.golden.near_miss:
                yield GoldenCase(key, language, question, False)


def golden_fault(case: GoldenCase, base: KnowledgeBase, today: date) -> str | None:
    """Ask one golden question; return what was reached instead, or None where it is as it must be."""
    found = answer(Question.read(case.question), base, today)
    if (case.entry in found.entries) == case.reach:
        return None
    return ", ".join(found.entries) or str(found.outcome)


def golden_problems(base: KnowledgeBase, lines: Lines, today: date) -> Iterator[Problem]:
    """Yield a problem for every golden question that fails, at its line."""
    for case in golden_cases(base.knowledge):
        found = golden_fault(case, base, today)
        if found is not None:
            item = base.knowledge.items[case.entry]
            kind = "reach" if case.reach else "near_miss"
            place = getattr(item.words[case.language].golden, kind).index(case.question)
            yield lines.problem(
                "VK208" if case.reach else "VK209",
                item.files[case.language],
                ("golden", kind, place),
                Severity.FAULT,
                question=case.question,
                found=found,
            )
