"""Several answers in one: each case keeps what is its own, and what holds for several stands once."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bot.answer import Answer, Case, Clarify, Kind, Option, Outcome, Paragraph, Verdict
from bot.answering import answer
from bot.conversation import remember
from bot.focus import Ask
from bot.joining import join
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Choice, Language, Question

SV = Language.SV
SHARED = Paragraph(Kind.BODY, phrase(SV, "answer.shared"))
GUIDANCE = Paragraph(Kind.GUIDANCE, "Det här är vägledning.")


def lead(text: str) -> Paragraph:
    return Paragraph(Kind.LEAD, text)


def condition(text: str) -> Paragraph:
    return Paragraph(Kind.CONDITION, text)


def judged(*paragraphs: Paragraph) -> Answer:
    verdict = Verdict.ALLOWED_WITH_CONDITIONS
    return Answer(Outcome.ANSWER, SV, paragraphs, verdict=verdict, cases=(Case({}, verdict),))


def joined(base: KnowledgeBase, *answers: Answer) -> Answer:
    return join([(Ask(f"Fråga {n}?"), found) for n, found in enumerate(answers)], [], SV, base)


def test_what_is_the_same_in_two_cases_stands_once_at_the_end(base: KnowledgeBase, today: date) -> None:
    found = answer(
        Question.read("Får vi hålla utbildning i brandsläckning för Ukraina och bekosta resan?"), base, today
    )
    assert len(found.cases) == 2
    assert set(Counter(found.paragraphs).values()) == {1}
    kinds = [p.kind for p in found.paragraphs]
    assert kinds[:2] == [Kind.LEAD, Kind.LEAD]
    assert found.paragraphs[2] == SHARED
    assert kinds[3:] == [Kind.CONDITION, Kind.CONDITION, Kind.DIFFERENCE, Kind.BODY, Kind.GUIDANCE]


def test_a_condition_of_some_cases_stays_with_each_of_them(base: KnowledgeBase) -> None:
    same = condition("Anmäl det.")
    answers = (judged(lead("A."), same, GUIDANCE), judged(lead("B."), GUIDANCE), judged(lead("C."), same))
    assert joined(base, *answers).paragraphs == (lead("A."), same, lead("B."), lead("C."), same, GUIDANCE)


def test_a_condition_of_every_case_is_said_to_be_and_joins_no_list_of_the_last(base: KnowledgeBase) -> None:
    same, own = condition("Anmäl det."), condition("Skälig kostnad.")
    found = joined(base, judged(lead("A."), same), judged(lead("B."), own, same))
    assert found.paragraphs == (lead("A."), lead("B."), own, SHARED, same)


def test_a_list_stays_below_the_words_that_open_it(base: KnowledgeBase) -> None:
    opened = (Paragraph(Kind.BODY, "Så här skiljer sig fallen:"), condition("Tillåtet: a."), condition("Nej: b."))
    found = joined(base, judged(lead("A."), *opened, GUIDANCE), judged(lead("B."), *opened, GUIDANCE))
    assert found.paragraphs == (lead("A."), *opened, lead("B."), *opened, GUIDANCE)


def test_what_is_asked_back_stands_last_above_its_choices(base: KnowledgeBase) -> None:
    prompt = Paragraph(Kind.BODY, "Vilket land?")
    clarify = Clarify("country", prompt.text, (Option("yes", "Ja"),))
    asking = Answer(Outcome.CLARIFY, SV, (lead("A."), prompt), cases=(Case({}, None),), clarify=clarify)
    found = joined(base, asking, judged(lead("B."), condition("Anmäl det.")))
    assert found.paragraphs == (lead("A."), lead("B."), condition("Anmäl det."), prompt)


def test_a_reply_is_about_the_case_that_asked(base: KnowledgeBase, today: date) -> None:
    asked = Question.read("Får vi skänka en buss till Ukraina och skicka pengar till Polen?")
    found = answer(asked, base, today)
    assert found.clarify is not None
    memory = remember(asked, found)
    reply = Question("Något annat", choice=Choice(found.clarify.fact, "other"), memory=memory)
    assert answer(reply, base, today).verdict is Verdict.NOT_SUPPORTED, "the money, not the bus"
