"""The same statement in two entries, with another figure or day: one of them was edited and the other forgotten."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.kb.knowledge import Knowledge
from bot.kb.patterns import QUOTE
from bot.kb.words import split
from bot.question import Language

SAME = 80.0
"""Least rapidfuzz token_sort_ratio of two sentences, figures apart, that state the same."""

LEAST_WORDS = 5

_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n+")
_SECTION = re.compile(r"\b\d+ (?:kap\b|§)|\b(?:chapters?|sections?) \d+(?:[–-]\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with figures, and the entry it stands in."""

    entry: str
    language: Language
    text: str
    words: str
    figures: tuple[str, ...]


def restated(knowledge: Knowledge) -> Iterator[tuple[Statement, Statement]]:
    """Yield pairs of statements of different entries that are the same but for one figure.

    Where two figures differ, the statements are of different years or acts, and both may be right.
    """
    for language in knowledge.municipality.languages:
        found = list(_statements(knowledge, language))
        words = [statement.words for statement in found]
        for i, one in enumerate(found):
            rest = words[i + 1 :]
            for _, _, offset in process.extract(
                one.words, rest, scorer=fuzz.token_sort_ratio, score_cutoff=SAME, limit=None
            ):
                other = found[i + 1 + offset]
                if other.entry != one.entry and _differ_once(one.figures, other.figures):
                    yield one, other


def _differ_once(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and (Counter(one) - Counter(other)).total() == 1


def _statements(knowledge: Knowledge, language: Language) -> Iterator[Statement]:
    """Sentences with a figure; quoted passages and references to sections of acts are no statements of the entry."""
    for key, item in knowledge.items.items():
        for sentence in _END.split(QUOTE.sub(" ", "\n".join(item.bodies.get(language, ())))):
            parts = split(_SECTION.sub(" ", sentence))
            figures = tuple(part for part in parts if part.isdigit())
            words = [part for part in parts if not part.isdigit()]
            if figures and len(words) >= LEAST_WORDS:
                yield Statement(key, language, sentence.strip(), " ".join(words), figures)
