"""The question of a long message is found where it stands, and chatter around it neither answers nor forbids."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.passages import LONG, LONGEST, match_passages, passages
from bot.question import Language, Question

CHATTER = (
    "Hej, jag står i kön på kaféet och det är helt galet i dag, min cykel fick punktering i morse och sen ringde "
    "skolan om gympapåsen, men jag lovade att ringa tillbaka till henne som sköter trycksakerna"
)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("så kan du säga vem som befriade Trostianets för annars blir det fel", "trostianets-occupation"),
        ("och hon undrar hur många kommuner som hade vänorter 2011 för det saknas i hennes diagram", "stat-2011"),
        ("Det gäller forskarna från Kyiv. Jo, vad ville de lära sig här?", "cooperation-kse-topics"),
    ],
)  # fmt: skip
def test_a_question_within_chatter_is_answered(base: KnowledgeBase, today: date, question: str, entry: str) -> None:
    found = answer(Question.read(f"{CHATTER}, {question}"), base, today)
    assert entry in found.entries, (found.outcome, found.entries)


@pytest.mark.parametrize(
    "question",
    [
        "och så vill jag veta hur man byter punktering på ett bakhjul",
        "Vi pratade om Vanda och pengar på lunchen. Hur får jag ut mitt passerkort?",
        "hon ville ha bilder och kanske kan vi ge henne några från Island, vem vattnar blommorna i trapphuset?",
    ],
)
def test_what_is_told_in_passing_is_no_case_of_aid(base: KnowledgeBase, today: date, question: str) -> None:
    found = answer(Question.read(f"{CHATTER}, {question}"), base, today)
    assert found.verdict is None
    assert found.outcome in (Outcome.NO_ANSWER, Outcome.CHAT)


def test_a_case_at_the_end_of_a_long_message_is_judged(base: KnowledgeBase, today: date) -> None:
    weather = "Det snöar och jag har sprungit mellan tre möten på plan fyra, hissen står still och kaffet är slut. "
    hedge = "Ursäkta att det blir lite rörigt nu, men äntligen har jag fem minuter över. "
    case = "Vi har tjugo skrivbord som vi inte längre behöver. Får vi ge dem till en skola i Lviv?"
    found = answer(Question.read(weather + hedge + case), base, today)
    assert found.verdict == "allowed"


def test_only_what_asks_is_a_passage() -> None:
    text = "Jag läste om vänorter. Vet du vilka som är kvar? Chefen frågar vad som helst."
    found = passages(text, "", Language.SV)
    assert found
    assert found[0].startswith("vilka som är kvar")
    assert not any(passage.startswith("vad som helst") for passage in found)


@pytest.mark.parametrize("words", [LONG - 1, LONGEST + 1])
def test_short_and_endless_messages_are_not_looked_through(base: KnowledgeBase, today: date, words: int) -> None:
    question = "hur många kommuner hade vänorter 2011"
    text = " ".join(["hej"] * (words - len(question.split()))) + f" {question}"
    assert match_passages(text, "", Language.SV, base, today).entry is None


def test_what_is_told_beside_a_question_stands_with_it_but_asks_nothing() -> None:
    found = passages("Vad kostade den?", "Chefen undrar vilka som kom. Det gäller resan till Vanda", Language.SV)
    assert "Det gäller resan till Vanda Vad kostade den?" in found
    assert all(passage.startswith(("Vad", "Det")) or "Vad kostade den?" in passage for passage in found)


def test_a_second_question_that_is_not_known_is_not_hidden_by_the_first(base: KnowledgeBase, today: date) -> None:
    text = f"{CHATTER}. Hur många kommuner hade vänorter 2011? Vem vattnar blommorna i trapphuset på torsdagar?"
    found = answer(Question.read(text), base, today)
    assert found.entries == ("stat-2011",)
    assert any("Vem vattnar blommorna" in paragraph.text for paragraph in found.paragraphs)
