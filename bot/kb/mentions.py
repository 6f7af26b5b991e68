"""What a text names: municipalities, countries, years, so that an answer about another one is not given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.kb.words import split

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b(?!\s*:\s*\d)")
_DECADE = re.compile(r"\b(1[89]\d0|20\d0)(?:-?\s?talet|s\b)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Names found in a text: short names of other municipalities, ISO codes of countries, places abroad, years."""

    municipalities: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Gazetteer:
    """Names to look for: each a tuple of folded words, with what it stands for.

    Args:
        municipalities: names of municipalities other than the base's own.
        countries: names of countries and of their people to ISO codes.
        places: names of places abroad, each to one name of the place.
        ordinary: names of municipalities that count only where they are written as names.
    """

    municipalities: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    countries: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    places: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()

    @cached_property
    def _longest(self) -> int:
        return max((len(n) for names in (self.municipalities, self.countries, self.places) for n in names), default=0)

    def find(self, text: str) -> Mentions:
        """Return what a text names; a genitive -s does not hide a name."""
        words = split(text)
        towns = (
            name
            for name in _found(words, self.municipalities, self._longest)
            if name not in self.ordinary or _written(name, text)
        )
        return Mentions(
            frozenset(towns),
            frozenset(_found(words, self.countries, self._longest)),
            frozenset(_found(words, self.places, self._longest)),
            frozenset(int(y) for y in _YEAR.findall(_DECADE.sub(" ", text))),
        )


def _written(name: str, text: str) -> bool:
    """Tell whether a name stands in a text just so, capital letter and accents included, and not as a first word."""
    return any(m.start() > 0 for m in re.finditer(rf"\b{re.escape(name)}s?\b", text))


def _found(words: list[str], names: Mapping[tuple[str, ...], str], longest: int) -> Iterable[str]:
    i = 0
    while i < len(words):
        for length in range(min(longest, len(words) - i), 0, -1):
            span = tuple(words[i : i + length])
            bare = (*span[:-1], span[-1][:-1]) if len(span[-1]) > 3 and span[-1].endswith("s") else span
            code = names.get(span) or names.get(bare)
            if code is not None:
                yield code
                i += length - 1
                break
        i += 1
