"""The sources of an answer: each date once, and the day that the answer holds for in a line of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Source
from bot.render.sources import day_text, source_lines
from render.samples import ANSWERS, EN

DAY = date(2023, 10, 4)


@pytest.mark.parametrize(
    ("title", "ref"),
    [
        ("Tjänsteutlåtande 4 oktober 2023, svar på motion", None),
        ("Wikipedia", "odaterad sida, läst 2023-10-04"),
        ("Proposal of 4 October 2023", "page 3"),
        ("Proposal of October 4, 2023", None),
        ("Beslut den 4  Oktober 2023", "§ 7"),
    ],
)
def test_a_date_that_the_title_or_reference_tells_is_not_told_again(title: str, ref: str | None) -> None:
    assert day_text(Source(title, ref, DAY)) is None


@pytest.mark.parametrize(
    ("title", "ref"),
    [
        ("Lag (2009:47)", "5 kap. 4 §"),
        ("Protokoll 14 oktober 2023", None),
        ("Protokoll 4 november 2023", None),
        ("Protokoll oktober 2023", None),
        ("Protokoll", "läst 2023-10-041"),
    ],
)
def test_another_date_or_half_of_it_does_not_stand_for_it(title: str, ref: str | None) -> None:
    assert day_text(Source(title, ref, DAY)) == "2023-10-04"


def test_the_day_that_the_answer_holds_for_stands_by_itself_after_the_sources() -> None:
    assert source_lines(ANSWERS["answer"]) == [
        "Källa: Tjänsteutlåtande 4 oktober 2023, svar på motion",
        "Svaret gäller per 2023-10-04.",
    ]
    assert source_lines(replace(ANSWERS["answer"], language=EN))[1:] == ["As of 2023-10-04."]
    assert len(source_lines(replace(ANSWERS["answer"], as_of=None))) == 1
    assert source_lines(replace(ANSWERS["answer"], sources=())) == []


def test_sources_that_are_left_out_are_counted() -> None:
    named, holds = source_lines(ANSWERS["answer-very-long"], most=2)
    assert named.endswith("Källa nummer 1, bilaga, 2025-01-02; … och 88 till")
    assert holds == "Svaret gäller per 2025-01-01."
