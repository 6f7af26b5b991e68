"""An answer is given again word for word from what its button carries, whatever its thread was about."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.answering import answer
from bot.conversation import Memory, remember, worded
from bot.kb.base import KnowledgeBase
from bot.question import Choice, Language, Question
from bot.runtime.again import Again, mark

MONEY = "Får vi skicka pengar till Ukraina?"
THREADS: dict[str, list[str | Choice]] = {
    "Är Nuuk inte vänort längre?": ["Är Nuuk inte vänort längre?"],
    f"{MONEY} (Något annat)": [MONEY, Choice("money_purpose", "other")],
    f"{MONEY} (Vet inte)": [MONEY, "3"],
    f"{MONEY} (till utbildning av lärare)": [MONEY, "till utbildning av lärare"],
    f"{MONEY} (Vet inte) (Varför då?)": [MONEY, Choice("money_purpose", "unknown"), "Varför då?"],
    "Är Nuuk vänort? (och Vanda då?)": ["Är Nuuk vänort?", "och Vanda då?"],
    "Är Vanda vänort? (och Tartu då?)": ["Är Nuuk vänort?", "och Vanda då?", "och Tartu då?"],
    "Vem hälsar på månen? (Varför då?)": ["Vem hälsar på månen?", "Varför då?"],
    f"{MONEY} (Vet inte) (och till Norge då?)": [MONEY, "3", "Vad betyder laga kraft?", "och till Norge då?"],
    "Vad betyder laga kraft?": ["Är Nuuk vänort?", "Vad betyder laga kraft?"],
    "": ["Är Nuuk vänort?", Choice("money_purpose", "other")],  # the choice of a question that nobody knows any more
}


@pytest.mark.parametrize("full", THREADS)
def test_an_answer_is_given_again_with_what_was_asked_in_full(base: KnowledgeBase, today: date, full: str) -> None:
    memory = Memory()
    for turn in THREADS[full]:
        text, choice = ("", turn) if isinstance(turn, Choice) else (turn, None)
        question = worded(Question(text, memory=memory, choice=choice))
        found = answer(question, base, today)
        memory = Memory.from_json(remember(question, found).to_json())
    again = Again.of(question, found)
    carried = json.dumps(again.to_json(), ensure_ascii=False)
    assert len(carried) < 1_000, "a button holds little"
    read = Again.from_json(json.loads(carried))
    assert (read.full, read.mark) == (full, mark(found))
    assert mark(answer(read.question, base, today)) == read.mark


def test_a_nearest_entry_belongs_to_the_question_that_it_is_near_to(base: KnowledgeBase, today: date) -> None:
    for asked in ("Vem hälsar på månen?", "Vem vann schlagerfestivalen?"):
        first = Question("Är Nuuk vänort?")
        second = Question(asked, memory=remember(first, answer(first, base, today)))
        unknown = answer(second, base, today)
        assert unknown.suggestions, asked
        near = unknown.suggestions[0]
        for said in (Question("", choice=Choice("entry", near.entry)), Question("1")):
            memory = remember(second, unknown)
            pressed = worded(Question(said.text, memory=memory, choice=said.choice))
            assert Again.of(pressed, answer(pressed, base, today)).full == f"{asked} ({near.title})"


def test_an_answer_that_says_anything_else_has_another_mark(base: KnowledgeBase, today: date) -> None:
    asked = [Question("Är Nuuk vänort?"), Question("Är Vanda vänort?"), Question("Är Vanda vänort?", Language.EN)]
    assert len({mark(answer(question, base, today)) for question in asked}) == 3
