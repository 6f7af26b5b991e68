"""Several cases in one message: each has its own facts, and what one thing is said to be does not hold for another."""

from __future__ import annotations

import pytest

from bot.aid.learned import weigh
from bot.aid.parting import LEAST_CASES, split_in_two
from bot.aid.parts import MOST_JOINS, context, halves, points
from bot.aid.reading import Reader
from bot.answer import Verdict
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.question import Language, Question
from tests.aid.test_questions import TODAY


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1. stolar till Oslo. 2. en kurs i Oslo. Får vi?", ["stolar till Oslo.", "en kurs i Oslo."]),
        ("a) stolar till Oslo, b) pengar till Oslo. Får vi?", ["stolar till Oslo", "pengar till Oslo."]),
        ("Får vi:\n- ge stolar till Oslo\n- hålla en kurs där", ["ge stolar till Oslo", "hålla en kurs där"]),
        ("Vi har 2 stolar och 1 bord. Får Oslo dem?", []),
        ("Får vi ge Oslo stolar - de är gamla?", []),
        ("Bara en punkt: 1. stolar till Oslo.", []),
    ],
)
def test_the_points_of_a_list(text: str, wanted: list[str]) -> None:
    assert points(text) == wanted


def test_the_context_is_what_is_left() -> None:
    assert context("Hej. Får vi det? Och det?", ["Får vi det?", "Och det?"]).split() == ["Hej."]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1. överblivna stolar till Norge 2. en buss i drift till Norge. Får vi?", Verdict.NEEDS_PERMIT),
        ("1. överblivna stolar till Norge 2. en buss till Norge. Får vi?", None),
        ("Får vi ge överblivna stolar till Norge? Får vi också ge dem en buss?", None),
        ("Får vi ge överblivna stolar och en buss till Norge?", None),
        ("Får vi ge överblivna stolar och bord till Norge?", Verdict.ALLOWED),
        ("Vi har överblivna stolar. Får vi ge dem till Norge? Får vi betala frakten?", Verdict.ALLOWED_WITH_CONDITIONS),
    ],
)
def test_each_thing_has_its_own_need(text: str, wanted: Verdict | None, base: KnowledgeBase) -> None:
    assert answer(Question.read(text), base, TODAY).verdict == wanted


def test_a_message_that_joins_a_few_things_has_halves_and_one_of_many_has_none() -> None:
    assert list(halves("hyllor till Oslo, och en kurs till Sumy")) == [("hyllor till Oslo", "en kurs till Sumy")]
    assert not list(halves("hyllor till Oslo" + " och en kurs" * (MOST_JOINS + 1)))


def test_the_halves_of_a_message_bring_what_they_were_weighed_at(base: KnowledgeBase) -> None:
    text, reader = "Får vi skicka sängar till Lviv och hålla en kurs i Oslo?", Reader(base)
    found = split_in_two(text, reader.read(text, Language.SV, TODAY), reader, Language.SV, TODAY)
    assert len(found) == LEAST_CASES
    assert all(part.shares == weigh(part.reading) != {} for part in found)
