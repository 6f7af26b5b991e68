"""Whether a town is one of ours is answered by the entries that name every one, where no entry knows the town."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase, in_memory
from bot.question import Question


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Är Mölndal vår vänort?", {"partner-towns-now"}),
        ("är tartu vänort", {"partner-towns-now", "partner-town-nordic-outside"}),
        ("Har vi Paris som vänort?", {"partner-towns-now"}),
        ("Har vi en vänort i Portugal?", {"partner-towns-now", "partner-town-nordic-outside"}),
        ("Do we have a twin town in Chile?", {"partner-towns-now"}),
        ("Do we have a twin town in Ireland?", {"partner-town-nordic-outside"}),  # whose ways to ask name it
        ("Was Bergen ever our partner town?", {"partner-towns-before"}),
        ("När blev Tallinn vår vänort?", {"partner-town-nordic-outside", "partner-towns-before"}),
        ("Är Nuuk vår vänort?", {"partner-town-nuuk"}),  # an entry of its own
        ("är vanda vår vänort", {"partner-town-vanda"}),
    ],
)
def test_a_town_that_no_entry_names(base: KnowledgeBase, today: date, text: str, wanted: set[str]) -> None:
    assert answer(Question.read(text), base, today).entry in wanted


@pytest.mark.parametrize(
    "text",
    [
        "Är Mölndal vänort med Kyiv?",
        "Vem är borgmästare i Tartu?",
        "Har Mölndal vänorter?",
        "Är Mölndal vänort med någon finsk stad?",
        "Vad kostar bussen till Tartu?",
    ],
)
def test_other_questions_on_such_a_town_are_not_answered_so(base: KnowledgeBase, today: date, text: str) -> None:
    assert answer(Question.read(text), base, today).entry not in base.knowledge.municipality.complete


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Blev Nuuk vänort 1975?", "partner-town-nuuk"), ("Was Askim our partner town in 1966?", "partner-town-askim")],
)
def test_a_partner_towns_entry_answers_for_a_wrong_year(
    base: KnowledgeBase, today: date, text: str, wanted: str
) -> None:
    assert answer(Question.read(text), base, today).entry == wanted


def test_a_question_without_a_topic_of_its_own_is_on_what_the_message_names(base: KnowledgeBase, today: date) -> None:
    text = "Polaris gives money to Ukrainian partnerships of Swedish municipalities. What is the total?"
    found = answer(Question.read(text), base, today)
    assert (found.outcome, found.entry) == (Outcome.ANSWER, "polaris-grants")
    assert answer(Question.read("What is the total?"), base, today).entry != "polaris-grants"


def test_a_list_that_is_not_live_answers_nothing(base: KnowledgeBase, today: date) -> None:
    items = {k: v for k, v in base.knowledge.items.items() if k not in base.knowledge.municipality.complete}
    without = in_memory(replace(base.knowledge, items=items))
    assert answer(Question.read("Är Mölndal vår vänort?"), without, today).outcome is Outcome.NO_ANSWER


def test_a_question_without_a_topic_alone_is_about_nothing(base: KnowledgeBase, today: date) -> None:
    found = answer(Question.read("Vi letar i arkivet efter Askim i Norge. Vad hände med den?"), base, today)
    assert (found.outcome, found.entry) == (Outcome.ANSWER, "partner-town-askim")
    alone = answer(Question.read("Vad hände med den?"), base, today)
    assert (alone.outcome, alone.entry) == (Outcome.NO_ANSWER, None)


def test_a_town_that_never_was_ours_does_not_answer_for_another_year(base: KnowledgeBase, today: date) -> None:
    found = answer(Question.read("Tecknade Huddinge något med en ukrainsk stad 2025?"), base, today)
    assert (found.outcome, found.entry) == (Outcome.NO_ANSWER, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Är Göteborg vår vänort?", "Göteborg finns inte bland dem"),
        ("Is Gothenburg our twin town?", "Gothenburg is not among those"),
        ("Är Ternopil vår vänort?", "Ternopil finns inte bland dem"),  # which an entry names as another's
        ("Är Uppsala en av våra vänorter?", "Uppsala finns inte bland dem"),
    ],
)
def test_that_a_town_is_none_of_ours_is_said_plainly(base: KnowledgeBase, today: date, text: str, told: str) -> None:
    found = answer(Question.read(text), base, today)
    assert found.entry == "partner-towns-now"
    assert found.paragraphs[1].text.startswith(told)


NOT_SAID = ["Är Vanda vår vänort?", "Har vi Tartu och Riga som vänorter?", "Är Sedisfjodur vår vänort?"]


@pytest.mark.parametrize("text", NOT_SAID)
def test_that_is_not_said_of_ours_nor_of_several(base: KnowledgeBase, today: date, text: str) -> None:
    assert not any("finns inte bland dem" in p.text for p in answer(Question.read(text), base, today).paragraphs)
