"""An answer as plain text: the verdict is told in words, each with its own answer."""

from __future__ import annotations

import pytest

from bot.answer import Verdict
from bot.locales import phrase
from bot.render.slack import render
from bot.render.text import plain
from render.samples import ANSWERS, SV, judged


@pytest.mark.parametrize("verdict", Verdict)
def test_the_verdict_follows_the_answer_in_words(verdict: Verdict) -> None:
    answer = judged(verdict)
    first, second = plain(answer).split("\n\n")[:2]
    assert first == answer.paragraphs[0].text
    assert second.endswith(phrase(SV, f"verdict.{verdict}"))


def test_each_of_several_cases_has_its_own_verdict() -> None:
    told = plain(ANSWERS["answer-two-parts"])
    allowed, refused = (phrase(SV, f"verdict.{verdict}") for verdict in (Verdict.ALLOWED, Verdict.NOT_SUPPORTED))
    assert told.index("5 kap. 4 §") < told.index(allowed) < told.index("Pengar till det landet") < told.index(refused)
    assert told.count("✓") + told.count("✗") == 2


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in ("answer-very-long",)])
def test_it_is_the_text_that_slack_sends_where_that_is_not_shortened(name: str) -> None:
    sent = render(ANSWERS[name], reference="r", question="Vem?", ask_coordinator=True).text
    assert sent.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == plain(ANSWERS[name])
