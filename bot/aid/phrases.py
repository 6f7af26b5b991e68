"""Phrases found in a text word by word: * stands for letters, .. for up to four words of the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bot.kb.words import fold

BREAK = "|"
GAP = ".."
MOST_GAP = 4
_PARTS = re.compile(r"\.\.|[\w*]+")


LONGEST_START = 4
"""Patterns are looked up by at most so many of the letters before their star."""
KEPT = 32
"""So many texts' phrases are remembered: one message is asked about by many readers."""


class Phrases:
    """A group of phrases, looked up by their first word: thousands of them cost no more than a few."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        self._by_start: dict[str, list[tuple[str, ...]]] = {}
        self._others: list[tuple[str, ...]] = []
        for phrase in phrases:
            parts = tuple(_PARTS.findall(fold(phrase)))
            if not parts:
                continue
            first = parts[0]
            if "*" not in first:
                self._by_word.setdefault(first, []).append(parts)
            elif first.index("*"):
                self._by_start.setdefault(first[: min(first.index("*"), LONGEST_START)], []).append(parts)
            else:
                self._others.append(parts)
        self._found = lru_cache(maxsize=KEPT)(self._look)

    def spans(self, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """Return start and end of the longest phrase at each place, from left to right, without overlap."""
        return self._found(tuple(words))

    def within(self, text: str) -> bool:
        """Tell whether a normalised text holds a phrase."""
        return bool(self.spans(text.split()))

    def opens(self, text: str) -> bool:
        """Tell whether a normalised text begins with a phrase."""
        words = text.split()
        return bool(words) and self._longest(words, 0) > 0

    def found(self, text: str) -> list[tuple[int, str]]:
        """Return the number of the first word and the words of every phrase in a normalised text."""
        words = text.split()
        return [(start, " ".join(words[start:end])) for start, end in self.spans(words)]

    def blank(self, text: str) -> str:
        """Return a normalised text with a bar in place of every phrase."""
        words = text.split()
        for start, end in reversed(self.spans(words)):
            words[start:end] = [BREAK]
        return f" {' '.join(words)} "

    def _look(self, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        found = []
        after = 0
        for i in range(len(words)):
            if i >= after and (end := self._longest(words, i)) > i:
                found.append((i, end))
                after = end
        return tuple(found)

    def _longest(self, words: Sequence[str], i: int) -> int:
        word = words[i]
        best = 0
        for parts in self._starting(word):
            best = max(best, _end(parts, words, i))
        return best

    def _starting(self, word: str) -> Iterator[tuple[str, ...]]:
        if word == BREAK:
            return
        yield from self._by_word.get(word, ())
        for size in range(1, min(len(word), LONGEST_START) + 1):
            yield from self._by_start.get(word[:size], ())
        yield from self._others


def _end(parts: tuple[str, ...], words: Sequence[str], i: int) -> int:
    """Return where a phrase that starts at word `i` ends, or 0."""
    for n, part in enumerate(parts):
        if part == GAP:
            rest = parts[n + 1 :]
            for skipped in range(MOST_GAP + 1):
                if BREAK in words[i : i + skipped] or i + skipped > len(words):
                    return 0
                end = _end(rest, words, i + skipped) if rest else i + skipped
                if end:
                    return end
            return 0
        if i >= len(words) or not _same(part, words[i]):
            return 0
        i += 1
    return i


def _same(part: str, word: str) -> bool:
    if "*" not in part:
        return part == word
    if word == BREAK:
        return False
    start, _, end = part.partition("*")
    return len(word) >= len(start) + len(end) and word.startswith(start) and word.endswith(end)
