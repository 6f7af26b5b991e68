"""The second reading: learned weights correct what the rules read, and never take back what keeps the asker safe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import aid
from bot.aid.case import Reading
from bot.aid.facts import Form, Need, Overlay
from bot.aid.features import FACTS, features
from bot.aid.learned import CASE, ONE, SAYS, Network, Shares, stored, weigh
from bot.aid.second import corrected
from bot.aid.sets import ANSWERS, said_of
from bot.answer import Outcome, Verdict
from bot.answering import answer
from bot.focus import asks
from bot.kb.base import KnowledgeBase
from bot.question import Language, Question
from tests.aid.test_questions import TODAY

SPARE = "Får vi ge en buss som vi inte behöver längre till Norge?"


def read(text: str, base: KnowledgeBase) -> Reading:
    found = aid.first_reading([ask.text for ask in asks(text, Language.SV)], text, Language.SV, base, TODAY)
    assert found is not None
    return found[0]


def sure(reading: Reading, **told: dict[str, float]) -> Shares:
    """Shares that agree with the rules, but for what is told."""
    return {CASE: {"True": 1.0 if reading.case else 0.0}, ONE: {"True": 1.0}, **told}


def test_a_network_tells_shares() -> None:
    told = [("form", "money", 0.0, [2.0, 0.0]), ("form", "advice", 1.0, [0.0, 1.0])]
    network = Network({"a": 0, "b": 1}, [10, -3, 0, 10], 0.1, [0.0, 0.0], told)
    assert network.shares(["never seen"])["form"]["advice"] == pytest.approx(0.731, abs=1e-3)
    assert network.shares(["a"])["form"] == pytest.approx({"money": 0.731, "advice": 0.269}, abs=1e-3)
    assert network.shares(["a", "b"])["form"]["money"] == pytest.approx(0.479, abs=1e-3)


def test_the_stored_network_tells_known_facts_and_answers() -> None:
    network = stored()
    assert {fact for fact, _, _, _ in network.outcomes} == {*FACTS, CASE, ONE, SAYS}
    assert {said for fact, said, _, _ in network.outcomes if fact == SAYS} == set(ANSWERS)
    assert all(len(weights) == len(network.hidden) for _, _, _, weights in network.outcomes)
    assert len(network.rows) == len(network.features) * len(network.hidden)


def test_things_places_and_numbers_are_seen_as_what_they_are(base: KnowledgeBase) -> None:
    one, other = (read(f"Får vi ge {gift} vi inte behöver?", base) for gift in ("Lviv 5 bord", "Sumy 7 stolar"))
    assert features(one) == features(other)


def test_a_fact_is_corrected_where_the_weights_are_sure(base: KnowledgeBase) -> None:
    reading = read(SPARE, base)
    used = corrected(reading, sure(reading, equipment_status={"no_longer_needed": 0.1, "still_used": 0.9}))
    assert used.facts[0].equipment_status is Need.STILL_USED
    assert said_of(used.facts) is Verdict.NEEDS_PERMIT
    same = corrected(reading, sure(reading, equipment_status={"no_longer_needed": 0.9, "still_used": 0.1}))
    assert same.facts == reading.facts


def test_what_is_permitted_but_not_surely_is_asked_for(base: KnowledgeBase) -> None:
    reading = read(SPARE, base)
    doubtful = corrected(reading, sure(reading, equipment_status={"no_longer_needed": 0.7, "still_used": 0.3}))
    assert doubtful.facts[0].equipment_status is Need.UNKNOWN
    assert said_of(doubtful.facts) is None


def by_words(**said: float) -> dict[str, float]:
    """How likely the words alone make each answer; what is not told is as good as ruled out."""
    return {answer: said.get(answer, 1e-6) for answer in ANSWERS}


@pytest.mark.parametrize(
    ("used", "words", "wanted"),
    [
        (0.2, {"allowed": 1.0}, Verdict.ALLOWED),
        (0.2, {"allowed": 0.5, "needs_permit": 0.5}, None),
        (0.4, {"allowed": 0.1, "needs_permit": 0.9}, Verdict.NEEDS_PERMIT),
        (0.1, {"allowed": 0.9, "needs_permit": 0.1}, Verdict.ALLOWED),
        (0.1, {"allowed": 0.2, "needs_permit": 0.8}, None),
    ],
)
def test_the_words_and_the_facts_together_tell_what_is_said(
    used: float, words: dict[str, float], wanted: Verdict | None, base: KnowledgeBase
) -> None:
    reading = read(SPARE, base)
    need = {"no_longer_needed": 1 - used, "still_used": used}
    found = corrected(reading, sure(reading, equipment_status=need, says=by_words(**words)))
    assert said_of(found.facts) is wanted


def test_arms_and_sanctions_are_never_taken_back(base: KnowledgeBase) -> None:
    for text, overlay in (
        ("Får vi ge en drönare som vi inte behöver till Sumy?", Overlay.MILITARY_OR_DUAL_USE),
        ("Får vi ge bord som vi inte behöver till Minsk?", Overlay.SANCTIONED),
    ):
        reading = read(text, base)
        found = corrected(reading, sure(reading, **{str(overlay): {"True": 0.0, "False": 1.0}}))
        assert overlay in found.facts[0].overlays


def test_what_no_list_knows_is_not_permitted_by_weights(base: KnowledgeBase) -> None:
    reading = read("Får vi ge knalvor som vi inte behöver till Norge?", base)
    found = corrected(reading, sure(reading, form={"equipment": 1.0}, equipment_status={"no_longer_needed": 1.0}))
    assert said_of(found.facts) is None


def test_two_cases_are_not_taken_for_one_that_is_permitted(base: KnowledgeBase) -> None:
    reading = read("Får vi ge Lviv en buss och betala 50 000 kr till deras hyra?", base)
    assert {facts.form for facts in reading.facts} == {Form.EQUIPMENT, Form.MONEY}
    assert corrected(reading, {**sure(reading), ONE: {"True": 0.9}}).facts == reading.facts


def test_whether_it_is_a_case_is_corrected_too(base: KnowledgeBase) -> None:
    reading = read(SPARE, base)
    assert not corrected(reading, {CASE: {"True": 0.1, "False": 0.9}}).case
    told = replace(reading, judged=False)
    assert corrected(told, {CASE: {"True": 0.99, "False": 0.01}}).case
    assert not corrected(told, {CASE: {"True": 0.6, "False": 0.4}}).case


def test_nothing_is_weighed_where_nothing_is_given(base: KnowledgeBase) -> None:
    assert weigh(read("Är Nuuk vänort?", base)) == {}
    assert weigh(read(SPARE, base)) != {}


@pytest.mark.parametrize(
    "text",
    [
        "Bänkarna behöver vi inte, dem vill vi ge till Sumy. Plogen kör vi varje dag, den ska till Riga. Går det?",
        "Pengar till Sumy för en kurs, och pengar till Sumy för ett nytt tak, får vi ge det?",
    ],
)
def test_a_message_with_two_cases_permits_no_more_than_each(text: str, base: KnowledgeBase) -> None:
    found = answer(Question.read(text), base, TODAY)
    assert found.outcome in (Outcome.ANSWER, Outcome.CLARIFY)
    assert found.verdict is None or not found.verdict.permits
