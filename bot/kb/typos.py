"""Correct words that the base does not know to the nearest word that it knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.kb.tables import Reader

LEAST_LENGTH = 4
LEAST_SIMILARITY = 0.75
LONG_WORD = 7
"""A shorter word must keep its first letter, or only have slipped: "bro" is not "tro"."""

NEAR_WORD = 5
"""So short a word has not even a neighbouring key for its first letter: "regel" is not "tegel"."""

OTHER_START = 0.05
"""What another first letter takes from the similarity, unless it is a usual slip."""

USUAL = 0.02
"""What a usual slip of the fingers adds to the similarity: of words as near, the one that is usually mistyped so."""

LEAST_LETTERS = 3
"""A word with digits is corrected from so many letters on ("cities4cities"); its digits stay."""

_ROWS = ("qwertyuiopa", "asdfghjkloa", "zxcvbnm")  # å, ä and ö as they are folded
_BESIDE = {frozenset(pair) for row in _ROWS for pair in pairwise(row)}

MOST_LISTS = 64
"""Lists of forms, each of some lengths, that a Corrector keeps."""

LAST = "\U0010ffff"


def nearest(
    word: str, candidates: Iterable[str], common: Iterable[str] = (), uses: Callable[[str], int] = lambda form: 0
) -> tuple[str, float] | None:
    """Return the candidate nearest to a word and its similarity (0..1), or None.

    Similarity is 1 − OSA distance / length of the longer word (rapidfuzz); below LEAST_SIMILARITY nothing is near.

    Args:
        word: a folded word that is unknown.
        candidates: words that it may be.
        common: such words as are so frequent that they win where two are as near.
        uses: how often a candidate is used; of words as near the more usual one wins.
    """
    if not _correctable(word):
        return None
    frequent = frozenset(common)
    digits, lengths = _digits(word), _lengths(word)
    choices = sorted({c for c in (*candidates, *frequent) if len(c) in lengths and _digits(c) == digits})
    return _nearest(word, choices, frequent, uses)


def _nearest(
    word: str, choices: Sequence[str], frequent: frozenset[str], uses: Callable[[str], int]
) -> tuple[str, float] | None:
    """Return the nearest of sorted choices, whose lengths and digits are the word's."""
    found = process.extract(word, choices, scorer=OSA.normalized_similarity, score_cutoff=LEAST_SIMILARITY, limit=5)
    best: tuple[float, bool, int, str] | None = None
    for form, similarity, _ in found:
        if len(word) < LONG_WORD and similarity < 1 - 1.5 / max(len(word), len(form)):
            continue  # more than one slip
        usual = _usual(word, form)
        slipped = len(word) > NEAR_WORD or len(word) != len(form) or word[0] == form[1]
        if form[0] != word[0] and not (usual and slipped):
            if len(word) < LONG_WORD:
                continue
            similarity -= OTHER_START
        key = (similarity + USUAL * usual, form in frequent, uses(form), form)
        if best is None or key[:3] > best[:3]:
            best = key
    return (best[-1], min(1.0, best[0])) if best is not None else None


def _usual(word: str, form: str) -> bool:
    """Tell whether a word is a form whose first letter was left out, or with two letters that changed places.

    Also with one letter doubled, or the letter beside it on the keyboard instead.
    """
    if len(word) == len(form):
        other = [i for i, (typed, meant) in enumerate(zip(word, form, strict=True)) if typed != meant]
        if len(other) == 1:
            return frozenset((word[other[0]], form[other[0]])) in _BESIDE
        return (
            len(other) == 2
            and other[1] == other[0] + 1
            and word[other[0] : other[1] + 1] == form[other[1]] + form[other[0]]
        )
    if len(word) == len(form) + 1:
        return any(word[:i] + word[i + 1 :] == form and word[i] == word[i - 1] for i in range(1, len(word)))
    return word == form[1:]


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(c for c in word if c.isdigit())


def _correctable(word: str) -> bool:
    return len(word) >= LEAST_LENGTH and sum(c.isalpha() for c in word) >= LEAST_LETTERS


def _lengths(word: str) -> range:
    """How long a near word may be."""
    slack = max(1, int(len(word) * (1 - LEAST_SIMILARITY) / LEAST_SIMILARITY))
    return range(max(LEAST_LENGTH, len(word) - slack), len(word) + slack + 1)


def stored_candidates(word: str, reader: Reader) -> Iterator[str]:
    """Yield the forms of an index that begin or end as a word does: one slip leaves its beginning or its end whole."""
    if not _correctable(word):
        return
    whole, lengths = (len(word) - 1) // 2, _lengths(word)
    for column, part in (("form", word[:whole]), ("back", word[::-1][:whole])):
        sql = f"select form from form where {column} between ? and ? and length(form) between ? and ?"  # noqa: S608
        yield from (form for (form,) in reader.rows(sql, part, part + LAST, lengths[0], lengths[-1]))


class Corrector:
    """Finds the word of a list that is nearest to an unknown one."""

    def __init__(self, forms: Collection[str]) -> None:
        self._given = forms
        self._choices = lru_cache(maxsize=MOST_LISTS)(self._chosen)
        self.nearest = lru_cache(maxsize=8192)(self._find)

    @cached_property
    def _forms(self) -> list[str]:
        """The words in order; most questions need none."""
        return sorted(self._given)

    def _chosen(self, lengths: range, digits: str) -> list[str]:
        return [form for form in self._forms if len(form) in lengths and _digits(form) == digits]

    def _find(self, word: str) -> tuple[str, float] | None:
        """Return the nearest known word and its similarity (0..1), or None."""
        if not _correctable(word):
            return None
        return _nearest(word, self._choices(_lengths(word), _digits(word)), frozenset(), lambda form: 0)
