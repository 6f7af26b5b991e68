"""Words near a word, in its sentence."""

from __future__ import annotations

import pytest

from bot.aid.bounds import begins, ends, words_after, words_before

WORDS = ["a", "b", "|", "c", "d", "e", "|", "f"]


@pytest.mark.parametrize(("at", "first", "last"), [(0, 0, 2), (1, 0, 2), (2, 0, 2), (3, 3, 6), (5, 3, 6), (8, 7, 8)])
def test_where_a_sentence_begins_and_ends(at: int, first: int, last: int) -> None:
    assert (begins(WORDS, at), ends(WORDS, at)) == (first, last)


@pytest.mark.parametrize(("at", "most", "before", "after"), [(5, 1, "d", "e"), (5, 9, "cd", "e"), (3, 2, "", "cd")])
def test_words_of_the_same_sentence(at: int, most: int, before: str, after: str) -> None:
    assert words_before(WORDS, at, most) == list(before)
    assert words_after(WORDS, at, most) == list(after)
