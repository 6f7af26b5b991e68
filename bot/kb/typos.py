"""Correct words that the base does not know to the nearest word that it knows."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

LEAST_LENGTH = 4
LEAST_SIMILARITY = 0.75


class Corrector:
    """Finds the known word nearest to an unknown one.

    Similarity is 1 − OSA distance / length of the longer word (rapidfuzz); below LEAST_SIMILARITY nothing is near.
    """

    def __init__(self, forms: Collection[str]) -> None:
        by_length: dict[int, list[str]] = {}
        for form in sorted(forms):
            if len(form) >= LEAST_LENGTH and not form.isdigit():
                by_length.setdefault(len(form), []).append(form)
        self._by_length = by_length
        self._nearest = lru_cache(maxsize=8192)(self._find)

    def nearest(self, word: str) -> tuple[str, float] | None:
        """Return the nearest known word and its similarity (0..1), or None."""
        if len(word) < LEAST_LENGTH or any(c.isdigit() for c in word):
            return None
        return self._nearest(word)

    def _find(self, word: str) -> tuple[str, float] | None:
        # A short word must keep its first letter: "bro" is not "bo".
        slack = max(1, int(len(word) * (1 - LEAST_SIMILARITY) / LEAST_SIMILARITY))
        best: tuple[str, float] | None = None
        for length in range(len(word) - slack, len(word) + slack + 1):
            choices = self._by_length.get(length, [])
            found = process.extract(
                word, choices, scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILARITY, limit=5
            )
            for form, similarity, _ in found:
                if form[0] != word[0]:
                    if len(word) < 7:
                        continue
                    similarity -= 0.05
                if best is None or similarity > best[1]:
                    best = (form, similarity)
        return best
