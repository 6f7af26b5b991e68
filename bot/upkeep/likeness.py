"""Titles and questions of different entries that ask the same: the search can hardly tell such entries apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from bot.kb.documents import Key
from bot.kb.knowledge import Knowledge
from bot.kb.language import grammar
from bot.kb.words import split
from bot.question import Language

NEAR = 85.0
"""Least rapidfuzz token_sort_ratio of two texts that are compared word by word."""

START = 2
"""So many letters do two words share that count as one."""

SAME_WORD = 80.0
"""Least rapidfuzz ratio of two words that count as one, inflected or misspelt."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A title or a question and where it stands."""

    entry: str
    language: Language
    key: Key
    text: str


def near_duplicates(knowledge: Knowledge) -> Iterator[tuple[Phrasing, Phrasing]]:
    """Yield phrasings of different entries that ask the same; of two entries the first pair in each language."""
    for language in knowledge.municipality.languages:
        found = list(_phrasings(knowledge, language))
        empty = grammar(language).stop
        told: set[frozenset[str]] = set()
        folded = [split(phrasing.text) for phrasing in found]
        for i, j in _candidates(folded):
            one, other = found[i], found[j]
            pair = frozenset({one.entry, other.entry})
            if (
                len(pair) == 2
                and pair not in told
                and _near(folded[i], folded[j])
                and alike(folded[i], folded[j], empty)
            ):
                told.add(pair)
                yield one, other


def _candidates(texts: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Return the pairs of texts whose words begin alike, but for one word that one of them has more."""
    by_starts: dict[tuple[str, ...], list[int]] = {}
    starts = [tuple(sorted(word[:START] for word in words)) for words in texts]
    for i, key in enumerate(starts):
        by_starts.setdefault(key, []).append(i)
    pairs = {(i, j) for same in by_starts.values() for i, j in combinations(same, 2)}
    for i, key in enumerate(starts):
        for shorter in {key[:at] + key[at + 1 :] for at in range(len(key))}:
            pairs |= {(min(i, j), max(i, j)) for j in by_starts.get(shorter, ())}
    return sorted(pairs)


def _near(one: Sequence[str], other: Sequence[str]) -> bool:
    return fuzz.token_sort_ratio(" ".join(one), " ".join(other)) >= NEAR


def alike(one: Sequence[str], other: Sequence[str], empty: Collection[str]) -> bool:
    """Tell whether the words of two texts can be paired, each with its like, but for one empty word too many.

    A different name, year or question word has no like, and so keeps two texts apart that are otherwise the same.
    """
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    for word in shorter:
        match = next((candidate for candidate in left if _same(word, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return not left or (len(left) == 1 and left[0] in empty)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    if one[0].isdigit() or other[0].isdigit():
        return False
    return one[:START] == other[:START] and fuzz.ratio(one, other) >= SAME_WORD


def _phrasings(knowledge: Knowledge, language: Language) -> Iterator[Phrasing]:
    for key, item in knowledge.items.items():
        words = item.words.get(language)
        if words is not None:
            rows: list[tuple[Key, str]] = [(("title",), words.title)]
            rows += [(("questions", i), text) for i, text in enumerate(words.questions)]
            yield from (Phrasing(key, language, path, text) for path, text in rows if split(text))
