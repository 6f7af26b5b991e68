"""The notation of patterns in words.yaml."""

from __future__ import annotations

import pytest

from bot.kb.phrases import wordings


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("utan kurs*", ["utan kurs*"]),
        ("(utan/varken) kurs*", ["utan kurs*", "varken kurs*"]),
        (
            "ingen (egen/) kurs (alls/)",
            ["ingen egen kurs alls", "ingen egen kurs ", "ingen  kurs alls", "ingen  kurs "],
        ),
    ],
)
def test_a_choice_stands_for_each_of_its_wordings(phrase: str, wanted: list[str]) -> None:
    assert list(wordings(phrase)) == wanted
