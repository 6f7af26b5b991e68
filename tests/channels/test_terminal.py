"""An answer in the terminal: every verdict stands below its own answer, never over another one's."""

from __future__ import annotations

import re
from datetime import date

import click
import pytest

from bot.answer import Verdict
from bot.answering import answer
from bot.channels.terminal import show
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language, Question

SV = Language.SV
TWO = "Får vi skänka en buss till Ukraina och skicka pengar till Polen för mat?"


def lines(base: KnowledgeBase, today: date, question: str) -> list[str]:
    return click.unstyle(show(answer(Question.read(question), base, today))).split("\n")


def word(verdict: Verdict) -> str:
    return phrase(SV, f"verdict.{verdict}")


def test_each_case_has_its_own_verdict(base: KnowledgeBase, today: date) -> None:
    told = lines(base, today, TWO)
    verdicts = [(at, line) for at, line in enumerate(told) if line.startswith("[")]
    assert [line.strip("[]✓✗ ") for _, line in verdicts] == [
        word(Verdict.ALLOWED_WITH_CONDITIONS),
        word(Verdict.NOT_SUPPORTED),
    ]
    (first, _), (second, _) = verdicts
    assert told[0].startswith("Kommunen får ge utrustning som bistånd till Ukraina")
    assert "pengar till Polen" in " ".join(told[first + 1 : second])
    assert told.count("") == 1, "an empty line parts the answers"


def test_a_case_that_is_asked_back_hides_no_verdict_of_another(base: KnowledgeBase, today: date) -> None:
    told = "\n".join(lines(base, today, "Får vi skänka en buss till Ukraina och skicka pengar till Polen?"))
    assert told.index(f"✓ {word(Verdict.ALLOWED_WITH_CONDITIONS)}]") < told.index("Pengar får ges bara")
    assert re.search(r"Vad ska pengarna användas till\? .*\n  1\. ", told)


@pytest.mark.parametrize("question", ["Är Nuuk inte vänort längre?", "status"])
def test_what_is_no_case_has_no_verdict(base: KnowledgeBase, today: date, question: str) -> None:
    assert not [line for line in lines(base, today, question) if line.startswith("[")]
