"""Patterns of text that several modules read."""

from __future__ import annotations

import pytest

from bot.kb.patterns import ACT, QUOTE


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Lag (2009:47) om vissa kommunala befogenheter, ändrad genom 2023:197", ["2009:47", "2023:197"]),
        ("Regeringsformen (1974:152)", ["1974:152"]),
        ("klockan 12:30, 5:4, dnr 2023:12345", []),
    ],
)
def test_acts_are_found_by_their_numbers(text: str, acts: list[str]) -> None:
    assert ACT.findall(text) == acts


@pytest.mark.parametrize("quoted", ["”en lag”", "“an act”", '"an act"', "“an act“"])
def test_quoted_passages_are_found_with_their_marks(quoted: str) -> None:
    assert QUOTE.sub("_", f"Den säger {quoted} och mer.") == "Den säger _ och mer."
