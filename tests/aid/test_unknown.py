"""A thing, an act or a receiver that no list knows is asked about: it never makes a verdict more permissive."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from bot.aid.facts import AidFacts, Form, Need, StateAid
from bot.aid.judge import judge
from bot.aid.lexicon import Lexicon, lexicon
from bot.answer import Verdict
from bot.answering import answer
from bot.conversation import remember
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.kb.words import fold
from bot.question import Language, Question
from tests.aid.test_questions import DATA, FILES, TODAY

INVENTED = "knalvor"
PERMITTING = {Verdict.ALLOWED: 2, Verdict.ALLOWED_WITH_CONDITIONS: 1}
TAUGHT = ("lära ut minröjning", "hantera drönare")
"""What a course is about may be anything: an unknown subject is a subject still."""
TEXTS = [
    pytest.param(text, id=text[:60])
    for file in FILES
    for rows in yaml.safe_load((DATA / file).read_text("utf-8")).values()
    for _, text in rows
    if not any(subject in text for subject in TAUGHT)
]


@pytest.fixture(scope="module")
def words(base: KnowledgeBase) -> Lexicon:
    listed = base.knowledge.lists["words"]
    return lexicon(listed.heads, listed.phrases)


def permits(text: str, base: KnowledgeBase) -> int:
    """How much the answer permits: 2 for allowed, 1 on conditions, 0 for all else."""
    verdict = answer(Question.read(text), base, TODAY).verdict
    return 0 if verdict is None else PERMITTING.get(verdict, 0)


def without_things(text: str, words: Lexicon) -> str:
    """The text with an invented word in place of every thing and every weapon."""
    language = detect(text, Language.SV)

    def put(found: re.Match[str]) -> str:
        word = f" {fold(found[0])} "
        named = any(words.heads_of(group).find(word, language) for group in ("things", "military"))
        return INVENTED if named and not words.heads_of("not_things").find(word, language) else found[0]

    return re.sub(r"[\w-]+", put, text)


@pytest.mark.parametrize("text", TEXTS)
def test_an_unknown_thing_permits_no_more_than_the_known_one(text: str, base: KnowledgeBase, words: Lexicon) -> None:
    assert permits(without_things(text, words), base) <= permits(text, base)


@pytest.mark.parametrize(
    "text",
    [
        "Får vi ge överblivna knalvor till Norge?",
        "May we give our surplus knalvors to Poland?",
        "Vi har tio knalvor som blivit över. Kan Sumy få dem?",
        "Knalvorna behövs inte längre. Får Island ta dem?",
        "Får vi knalva våra överblivna bord till Norge?",
        "Får vi ge Lviv filtar och knalvor?",
        "Får vi betala frakten av knalvor som vi skänker till Lviv?",
        "1. överblivna stolar till Norge 2. överblivna knalvor till Norge. Får vi?",
    ],
)
def test_what_no_list_knows_is_never_permitted(text: str, base: KnowledgeBase) -> None:
    assert permits(text, base) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Får vi ge överblivna knalvor till Norge?",
        "Kan vi ge Lviv några knalvor?",
        "May we send our knalvors to Moldova?",
    ],
)
def test_an_unknown_thing_is_asked_about(text: str, base: KnowledgeBase) -> None:
    found = answer(Question.read(text), base, TODAY)
    assert found.clarify is not None
    assert found.clarify.fact == "form"
    assert "military" in {option.value for option in found.clarify.options}


@pytest.mark.parametrize(
    "text",
    [
        "Får vi ge överblivna stolar till knalvorna i Ukraina?",
        "Får vi ge överblivna stolar till Knalv?",
        "May we donate our surplus beds to the knalvs in Ukraine?",
    ],
)
def test_an_unknown_receiver_is_asked_about(text: str, base: KnowledgeBase) -> None:
    found = answer(Question.read(text), base, TODAY)
    assert found.verdict is None
    assert found.clarify is not None
    assert found.clarify.fact == "receiver"


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        ("en skola", Verdict.ALLOWED),
        ("de är civila", Verdict.ALLOWED),
        ("en bataljon", Verdict.NEEDS_LEGAL_REVIEW),
        ("vet inte", Verdict.NEEDS_LEGAL_REVIEW),
    ],
)
def test_who_the_receiver_is_can_be_told(reply: str, wanted: Verdict, base: KnowledgeBase) -> None:
    question = Question.read("Får vi ge överblivna stolar till knalvorna i Ukraina?")
    memory = remember(question, answer(question, base, TODAY))
    assert answer(replace(Question.read(reply), memory=memory), base, TODAY).verdict == wanted


@pytest.mark.parametrize(("value", "wanted"), [("civilian", Verdict.ALLOWED), ("military", Verdict.NEEDS_LEGAL_REVIEW)])
def test_who_the_receiver_is_can_be_chosen(value: str, wanted: Verdict, base: KnowledgeBase) -> None:
    facts = AidFacts(
        Form.EQUIPMENT, state_aid=StateAid.YES, equipment_status=Need.NO_LONGER_NEEDED, receiver_unclear=True
    )
    assert judge(facts).ask == "receiver"
    assert judge(AidFacts.from_json(facts.to_json())).ask == "receiver"
    assert judge(facts.with_value("receiver", value)).verdict == wanted
