"""Another municipality's folder answers for itself: the code knows no town."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.question import Question
from bot.render.text import plain
from bot.upkeep.golden import GoldenCase, golden_cases, golden_fault


def test_its_golden_questions(other: KnowledgeBase, today: date) -> None:
    cases: list[GoldenCase] = list(golden_cases(other.knowledge))
    assert len(cases) >= 6
    assert {c.question: f for c in cases if (f := golden_fault(c, other, today))} == {}


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Är Tønder inte vänort längre?", "tonder"),
        ("Which is our partner town?", "kuressaare"),
        ("vem betalar resan till vänorten", "travel-costs-unknown"),
        ("Är Nuuk vänort till oss?", None),
        ("Vad hände med motionen om Trostjanets?", None),
    ],
)
def test_it_answers_for_itself(other: KnowledgeBase, today: date, question: str, entry: str | None) -> None:
    found = answer(Question.read(question), other, today)
    assert found.entry == entry
    assert "Huddinge" not in plain(found)
    if entry is None:
        assert found.outcome is Outcome.NO_ANSWER
        assert "kanslichefen" in plain(found)
