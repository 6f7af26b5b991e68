"""Titles and questions of different entries that ask the same: the search can hardly tell such entries apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.kb.documents import Key
from bot.kb.knowledge import Knowledge
from bot.kb.language import grammar
from bot.kb.words import split
from bot.question import Language

NEAR = 85.0
"""Least rapidfuzz token_sort_ratio of two texts that are compared word by word."""

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
        folded = [" ".join(split(phrasing.text)) for phrasing in found]
        for i, one in enumerate(found):
            rest = folded[i + 1 :]
            hits = process.extract(folded[i], rest, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=None)
            for like, _, offset in hits:
                other = found[i + 1 + offset]
                pair = frozenset({one.entry, other.entry})
                if len(pair) == 2 and pair not in told and alike(folded[i].split(), like.split(), empty):
                    told.add(pair)
                    yield one, other


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
    return one[:2] == other[:2] and fuzz.ratio(one, other) >= SAME_WORD


def _phrasings(knowledge: Knowledge, language: Language) -> Iterator[Phrasing]:
    for key, item in knowledge.items.items():
        words = item.words.get(language)
        if words is not None:
            rows: list[tuple[Key, str]] = [(("title",), words.title)]
            rows += [(("questions", i), text) for i, text in enumerate(words.questions)]
            yield from (Phrasing(key, language, path, text) for path, text in rows if split(text))
