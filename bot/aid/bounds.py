"""Where the sentence of a word begins and ends, and the words near it that belong to the same sentence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.kb.phrases import BREAK

NEAR = 3
"""So many words before a word, a negation, or a preposition such as "till", belongs to it."""


def begins(words: Sequence[str], at: int) -> int:
    """Return the number of the first word of the sentence that the word before `at` is of, or `at` begins."""
    return max((i + 1 for i in range(at) if words[i] == BREAK), default=0)


def ends(words: Sequence[str], at: int) -> int:
    """Return where the sentence that goes on at `at` ends: the number of its bar, or of words in all."""
    return next((i for i in range(at, len(words)) if words[i] == BREAK), len(words))


def words_before(words: Sequence[str], at: int, most: int) -> Sequence[str]:
    """Return the last words before `at` in its sentence, so many at most."""
    return words[max(begins(words, at), at - most) : at]


def words_after(words: Sequence[str], at: int, most: int) -> Sequence[str]:
    """Return the first words from `at` on in its sentence, so many at most."""
    return words[at : min(ends(words, at), at + most)]
