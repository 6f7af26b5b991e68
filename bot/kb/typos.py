"""Correct words that the base does not know to the nearest word that it knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.kb.tables import Reader

LEAST_LENGTH = 4
LEAST_SIMILARITY = 0.75
LONG_WORD = 7
"""A shorter word must keep its first letter, or only have slipped: "bro" is not "tro"."""

OTHER_START = 0.05
"""What another first letter takes from the similarity."""

LAST = "\U0010ffff"


def nearest(word: str, candidates: Iterable[str], common: Iterable[str] = ()) -> tuple[str, float] | None:
    """Return the candidate nearest to a word and its similarity (0..1), or None.

    Similarity is 1 − OSA distance / length of the longer word (rapidfuzz); below LEAST_SIMILARITY nothing is near.

    Args:
        word: a folded word that is unknown.
        candidates: words that it may be.
        common: such words as are so frequent that they win where two are as near.
    """
    if not _correctable(word):
        return None
    frequent = frozenset(common)
    choices = sorted({c for c in (*candidates, *frequent) if len(c) >= LEAST_LENGTH and not c.isdigit()})
    found = process.extract(word, choices, scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILARITY, limit=5)
    best: tuple[float, bool, str] | None = None
    for form, similarity, _ in found:
        if form[0] != word[0]:
            if len(word) < LONG_WORD and not _slipped(word, form):
                continue
            similarity -= OTHER_START
        key = (similarity, form in frequent, form)
        if best is None or key[:2] > best[:2]:
            best = key
    return (best[2], best[0]) if best is not None else None


def _slipped(word: str, form: str) -> bool:
    """Tell whether the first letter was left out or changed places: then it is not another word."""
    return word == form[1:] or word[:2] == form[1::-1]


def _correctable(word: str) -> bool:
    return len(word) >= LEAST_LENGTH and not any(c.isdigit() for c in word)


def _slack(word: str) -> int:
    """By how many letters a near word may be longer or shorter."""
    return max(1, int(len(word) * (1 - LEAST_SIMILARITY) / LEAST_SIMILARITY))


def stored_candidates(word: str, reader: Reader) -> Iterator[str]:
    """Yield the forms of an index that begin or end as a word does: one slip leaves its beginning or its end whole."""
    if not _correctable(word):
        return
    whole = (len(word) - 1) // 2
    for column, part in (("form", word[:whole]), ("back", word[::-1][:whole])):
        sql = f"select form from form where {column} between ? and ? and length(form) between ? and ?"  # noqa: S608
        span = (len(word) - _slack(word), len(word) + _slack(word))
        yield from (form for (form,) in reader.rows(sql, part, part + LAST, *span))


class Corrector:
    """Finds the word of a list that is nearest to an unknown one."""

    def __init__(self, forms: Collection[str]) -> None:
        by_length: dict[int, list[str]] = {}
        for form in sorted(forms):
            by_length.setdefault(len(form), []).append(form)
        self._by_length = by_length
        self._nearest = lru_cache(maxsize=8192)(self._find)

    def nearest(self, word: str) -> tuple[str, float] | None:
        """Return the nearest known word and its similarity (0..1), or None."""
        return self._nearest(word)

    def _find(self, word: str) -> tuple[str, float] | None:
        lengths = range(len(word) - _slack(word), len(word) + _slack(word) + 1)
        return nearest(word, (form for length in lengths for form in self._by_length.get(length, ())))
