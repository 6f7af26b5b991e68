"""What a text names: municipalities, countries, years, so that an answer about another one is not given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.kb.words import split

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b(?!\s*:\s*\d)")
_DECADE = re.compile(r"\b(1[89]\d0|20\d0)(?:-?\s?talet|s\b)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Names found in a text: short names of other municipalities, ISO codes of countries, years."""

    municipalities: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Gazetteer:
    """Names to look for: each a tuple of folded words, with what it stands for.

    Args:
        municipalities: names of municipalities other than the base's own.
        countries: names of countries and of their people, and of places in them, to ISO codes.
    """

    municipalities: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    countries: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def find(self, text: str) -> Mentions:
        """Return what a text names; a genitive -s does not hide a name."""
        words = split(text)
        return Mentions(
            frozenset(_found(words, self.municipalities)),
            frozenset(_found(words, self.countries)),
            frozenset(int(y) for y in _YEAR.findall(_DECADE.sub(" ", text))),
        )


def _found(words: list[str], names: Mapping[tuple[str, ...], str]) -> Iterable[str]:
    longest = max((len(n) for n in names), default=0)
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
