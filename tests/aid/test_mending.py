"""A slip is mended; a word of its own is not taken for another."""

from __future__ import annotations

from datetime import date

import pytest

from bot.aid.mending import is_slip
from bot.answer import Verdict
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.question import Question


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("ukrana", "ukraina"),
        ("komun", "kommun"),
        ("sengar", "sangar"),
        ("swicha", "swisha"),
        ("talinn", "tallinn"),
        ("madrassre", "madrasser"),
        ("fortfarnde", "fortfarande"),
    ],
)
def test_a_slip(word: str, near: str) -> None:
    assert is_slip(word, near)


@pytest.mark.parametrize(("word", "near"), [("towers", "towels"), ("stored", "store"), ("platar", "pladar")])
def test_a_word_of_its_own(word: str, near: str) -> None:
    assert not is_slip(word, near)


@pytest.mark.parametrize("word", ["skydsvästar", "skyddvästar", "skyddsvästr", "skyddshjälmr"])
def test_a_mistyped_military_thing_is_not_taken_for_the_harmless_end_of_its_word(
    base: KnowledgeBase, today: date, word: str
) -> None:
    found = answer(Question.read(f"Får vi skänka gamla {word} som vi inte behöver till Charkiv?"), base, today)
    assert found.verdict is Verdict.NEEDS_LEGAL_REVIEW


@pytest.mark.parametrize("word", ["varselvästar", "reflexvästar", "flytvästar", "simvästar"])
def test_another_thing_with_such_an_end_stays_harmless(base: KnowledgeBase, today: date, word: str) -> None:
    found = answer(Question.read(f"Får vi skänka gamla {word} som vi inte behöver till Charkiv?"), base, today)
    assert found.verdict is Verdict.ALLOWED
