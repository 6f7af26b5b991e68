"""Remarks on the conversation get a fixed reply or the last answer once more; what is on a subject is no remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Answer, Outcome, Verdict
from bot.answering import answer
from bot.conversation import Memory, remember
from bot.kb.base import KnowledgeBase
from bot.question import Language, Question
from bot.remarks import Remark, recognise
from bot.smalltalk import Talk, reply
from bot.upkeep.golden import golden_cases

TOWN, GIFT = "Vilka vänorter har Huddinge?", "Får vi skänka sjukhussängar till Lviv?"


def told(base: KnowledgeBase, today: date, messages: Sequence[str]) -> tuple[list[Answer], Memory]:
    """The answers in a thread, and what it remembers."""
    memory, answers = Memory(), []
    for message in messages:
        question = replace(Question.read(message), memory=memory)
        answers.append(answer(question, base, today))
        memory = remember(question, answers[-1])
    return answers, memory


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Är du helt säker på det där?", Remark.SURE),
        ("källa?", Remark.SURE),
        ("Hur gammal är den uppgiften? Jag ska visa den för nämnden.", Remark.SURE),
        ("how reliable is this?", Remark.SURE),
        ("säg det en gång till", Remark.REPEAT),
        ("show the last answer again please", Remark.REPEAT),
        ("på svenska tack", Remark.SWEDISH),
        ("can you say that in english?", Remark.ENGLISH),
        ("kan du ta det på finska?", Remark.FOREIGN),
        ("fattar inte, förklara enklare", Remark.SHORTER),
        ("too long, short version please", Remark.SHORTER),
        ("Sparas det jag skriver här?", Remark.PRIVACY),
        ("who can read my questions", Remark.PRIVACY),
        ("jag vill prata med en människa i stället", Remark.PERSON),
        ("uppgiften är inaktuell, hur anmäler jag fel?", Remark.MISTAKE),
        ("du svarade inte på min fråga", Remark.MISSED),
        ("that was not what i asked", Remark.MISSED),
        ("berätta mer om det", Remark.MORE),
        ("bygger du på en språkmodell?", Remark.HELP),
    ],
)
def test_a_remark_is_told_from_others(base: KnowledgeBase, text: str, remark: Remark) -> None:
    assert recognise(text, base) is remark


@pytest.mark.parametrize(
    "text",
    [
        "Är du säker på att Nuuk har lämnat?",
        "Vem kan jag fråga om bistånd?",
        "Förklara tjänsteexport kort",
        "Finns det en kortare version av lagen?",
        "Vad heter Vanda på finska?",
        "På webbplatsen stod det flera vänorter. Stämmer det?",
        "Kan vi ge mer pengar till kursen?",
        "den är gammal",
        "we don't need them any more",
        "nej fel, de är kommunens",
        "Stämmer det att bara Askim har gått ur?",
        "Får kommunen ge bort en maskin igen?",
        "Vem är samordnare?",
        "Jag förstår inte. Vilka vänorter har vi",
        "mer än så, och sedan en lång historia om allt det där " * 3,
    ],
)
def test_what_is_on_a_subject_is_no_remark(base: KnowledgeBase, text: str) -> None:
    assert recognise(text, base) is None


def test_no_golden_question_is_taken_for_a_remark(base: KnowledgeBase, today: date) -> None:
    found = [case.question for case in golden_cases(base.knowledge) if recognise(case.question, base)]
    assert [text for text in found if answer(Question.read(text), base, today).outcome is Outcome.CHAT] == []


def test_what_the_knowledge_asks_in_the_same_words_is_no_remark(base: KnowledgeBase, today: date) -> None:
    rows = [
        text
        for item in base.knowledge.items.values()
        for words in item.words.values()
        for text in (words.title, *words.questions)
        if recognise(text, base)
    ]
    assert rows
    assert [text for text in rows if answer(Question.read(text), base, today).outcome is Outcome.CHAT] == []


@pytest.mark.parametrize(("asked", "entry"), [(TOWN, "partner-towns-now"), (GIFT, None)])
def test_the_last_answer_is_told_again_and_in_the_other_language(
    base: KnowledgeBase, today: date, asked: str, entry: str | None
) -> None:
    (first, again, english), _ = told(base, today, [asked, "säg det igen", "in English please"])
    assert again.paragraphs == first.paragraphs
    assert (again.verdict, again.entry, again.sources) == (first.verdict, entry, first.sources)
    assert english.language is Language.EN
    assert (english.verdict, english.entry) == (first.verdict, entry)
    assert english.paragraphs != first.paragraphs


def test_who_doubts_an_answer_is_told_its_sources_and_no_verdict_anew(base: KnowledgeBase, today: date) -> None:
    (first, sure), memory = told(base, today, [GIFT, "är du säker på det?"])
    assert (sure.outcome, sure.verdict) == (Outcome.CHAT, None)
    assert (sure.sources, sure.as_of) == (first.sources, first.as_of)
    assert memory.facts  # the thread still speaks of the case


@pytest.mark.parametrize("remark", ["förklara enklare", "loggas det här?", "är du säker?", "mer info?"])
def test_a_case_goes_on_after_a_remark(base: KnowledgeBase, today: date, remark: str) -> None:
    (*_, last), _ = told(base, today, ["Får vi skänka en skolbuss till Polen?", remark, "den behövs inte längre"])
    assert last.verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    "message",
    [
        "är du säker? de går till armén",
        "in English please, they are not ours",
        "säg det igen, de är regionens",
        "är du säker? vi använder dem fortfarande",
        "tack, det är personalens",
        "du svarade inte på min fråga",
    ],
)
def test_no_remark_hides_what_changes_a_case(base: KnowledgeBase, today: date, message: str) -> None:
    (*_, last), _ = told(base, today, ["Får vi skänka tält till Norge?", "De är utbytta.", message, "och till Polen?"])
    assert last.verdict is None or not last.verdict.permits


def test_more_offers_what_is_near_by_number(base: KnowledgeBase, today: date) -> None:
    (_, more, chosen), _ = told(base, today, [TOWN, "berätta mer", "1"])
    assert chosen.entry == more.suggestions[0].entry


@pytest.mark.parametrize("text", ["säg det igen", "in English please", "är du säker?", "berätta mer"])
def test_a_remark_on_an_answer_before_there_is_one_gets_help(base: KnowledgeBase, today: date, text: str) -> None:
    (found,), _ = told(base, today, [text])
    assert found == reply(Talk.HELP, found.language, base.knowledge)
