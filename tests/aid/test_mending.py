"""A slip is mended; a word of its own is not taken for another."""

from __future__ import annotations

import pytest

from bot.aid.mending import is_slip


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("ukrana", "ukraina"),
        ("komun", "kommun"),
        ("sengar", "sangar"),
        ("swicha", "swisha"),
        ("talinn", "tallinn"),
        ("madrassre", "madrasser"),
        ("fortfarnde", "fortfarande"),
    ],
)
def test_a_slip(word: str, near: str) -> None:
    assert is_slip(word, near)


@pytest.mark.parametrize(("word", "near"), [("towers", "towels"), ("stored", "store"), ("platar", "pladar")])
def test_a_word_of_its_own(word: str, near: str) -> None:
    assert not is_slip(word, near)
