"""What a text names: municipalities, countries, years, so that an answer about another one is not given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from bot.kb.smallwords import small_words
from bot.kb.words import dotted, split, split_each

T = TypeVar("T")

_OR = small_words("joins_choices")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b(?!\s*:\s*\d)")
_DECADE = re.compile(r"\b(1[89]\d0|20\d0)(?:-?\s?talet|s\b)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Names found in a text: short names of other municipalities and regions, ISO codes of countries, places abroad,
    years, entries by their names; and whether the base's own municipality is named, and names are put to choose from
    ("Oslo eller Askim")."""

    municipalities: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    own: bool = False
    choice: bool = False

    def __or__(self, other: Mentions) -> Mentions:
        """Return what either names."""
        return Mentions(
            self.municipalities | other.municipalities,
            self.countries | other.countries,
            self.places | other.places,
            self.years | other.years,
            self.subjects | other.subjects,
            self.own or other.own,
            self.choice or other.choice,
        )


class Names(Generic[T]):
    """Names of one or several words, each with what it stands for; found in a list of folded words."""

    def __init__(self, names: Mapping[tuple[str, ...], T]) -> None:
        self.words = frozenset(word for name in names for word in name)
        self._names = names
        self._longest = max((len(name) for name in names), default=0)
        self._firsts = frozenset(name[0] for name in names)

    def holds(self, word: str) -> bool:
        """Tell whether a folded word alone is a name."""
        return (word,) in self._names

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """Yield start, end and meaning of every name, the longest first; a genitive -s does not hide a name."""
        first = self._firsts
        if first.isdisjoint(words) and first.isdisjoint([w[:-1] for w in words if w.endswith("s")]):
            return  # so for most texts and tables
        end = 0
        for i, word in enumerate(words):
            if i < end or not (word in first or (word.endswith("s") and word[:-1] in first)):
                continue
            for length in range(min(self._longest, len(words) - i), 0, -1):
                span = tuple(words[i : i + length])
                last = span[-1]
                bare = (*span[:-1], last[:-1]) if len(last) > 3 and last.endswith("s") else span
                known = self._names.get(span, self._names.get(bare))
                if known is not None:
                    end = i + length
                    yield i, end, known
                    break


@dataclass(frozen=True)
class Gazetteer:
    """Names to look for: each a tuple of folded words, with what it stands for.

    Args:
        municipalities: names of municipalities other than the base's own, and of regions.
        countries: names of countries and of their people to ISO codes.
        places: names of places abroad, each to one name of the place.
        subjects: names of what entries are about (an organisation, a programme), each to the id of the entry.
        ordinary: names of municipalities that count only where they are written as names.
        own: names of the base's own municipality.
        dotted: see `dotted_words`.
    """

    municipalities: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    countries: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    places: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    subjects: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    own: frozenset[tuple[str, ...]] = frozenset()
    dotted: frozenset[str] = frozenset()

    @cached_property
    def _tables(self) -> tuple[Names[str], ...]:
        own = dict.fromkeys(self.own, "own")
        return tuple(map(Names, (self.municipalities, self.countries, self.places, own, self.subjects)))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words of the own municipality's names, with and without a genitive -s."""
        return frozenset(form for name in self.own for word in name for form in (word, f"{word}s"))

    def find(self, text: str) -> Mentions:
        """Return what a text names; a genitive -s does not hide a name."""
        words = self._words(text)
        towns = (name for name in _found(words, self._tables[0]) if name not in self.ordinary or _written(name, text))
        return Mentions(
            frozenset(towns),
            frozenset(_found(words, self._tables[1])),
            frozenset(_found(words, self._tables[2])),
            frozenset(int(y) for y in _YEAR.findall(_DECADE.sub(" ", text))),
            frozenset(_found(words, self._tables[4])),
            any(_found(words, self._tables[3])),
            not _OR.isdisjoint(words) and any(i and words[i - 1] in _OR for i, _, _ in self._tables[2].find(words)),
        )

    def named_words(self, text: str) -> frozenset[str]:
        """Return the folded words of a text that are names of other municipalities, countries or places abroad."""
        words = self._words(text)
        spans = [span for table in self._tables[:3] for span in table.find(words)]
        return frozenset(word for start, end, _ in spans for word in words[start:end])

    def _words(self, text: str) -> list[str]:
        """Return the folded words of a text; one that is written with dots keeps them where no name has any."""
        words = split(text)
        marked = {word: spelled for word, spelled in dotted(text, words).items() if word not in self.dotted}
        return [marked.get(word, word) for word in words]


def dotted_words(names: Iterable[str]) -> frozenset[str]:
    """Return the folded words of the names that are not spelled in plain letters, with and without a genitive -s.

    People leave the dots of å, ä and ö out, or write them for other marks; but no plain name is meant by a word that
    has them ("vända" is not Vanda).
    """
    words = {word for parts in split_each(name for name in names if not name.isascii()) for word in parts}
    return frozenset(form for word in words for form in (word, f"{word}s"))


def without_years(text: str) -> str:
    """Return a text with a space for each year and decade that it names; the number of an act (2009:47) is none."""
    return _YEAR.sub(" ", _DECADE.sub(" ", text))


def _written(name: str, text: str) -> bool:
    """Tell whether a name stands in a text just so, capital letter and accents included, and not as a first word."""
    return any(m.start() > 0 for m in re.finditer(rf"\b{re.escape(name)}s?\b", text))


def _found(words: list[str], names: Names[str]) -> Iterable[str]:
    return (code for _, _, code in names.find(words))
