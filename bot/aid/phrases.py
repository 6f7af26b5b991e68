"""Phrases found in a text word by word: * stands for letters, .. for up to four words of the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.kb.words import fold

BREAK = "|"
GAP = ".."
MOST_GAP = 4
_PARTS = re.compile(r"\.\.|[\w*]+")


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
            elif first.index("*") >= 2:
                self._by_start.setdefault(first[:2], []).append(parts)
            else:
                self._others.append(parts)

    def spans(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """Yield start and end of the longest phrase at each place, from left to right, without overlap."""
        by_word, by_start, others = self._by_word, self._by_start, self._others
        after = 0
        for i, word in enumerate(words):
            if i >= after and (word in by_word or word[:2] in by_start or others):
                end = self._longest(words, i)
                if end > i:
                    yield i, end
                    after = end

    def within(self, text: str) -> bool:
        """Tell whether a normalised text holds a phrase."""
        return next(self.spans(text.split()), None) is not None

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
        for start, end in reversed(list(self.spans(words))):
            words[start:end] = [BREAK]
        return f" {' '.join(words)} "

    def _longest(self, words: list[str], i: int) -> int:
        word = words[i]
        if word == BREAK:
            return 0
        best = 0
        for group in (self._by_word.get(word, ()), self._by_start.get(word[:2], ()), self._others):
            for parts in group:
                best = max(best, _end(parts, words, i))
        return best


def _end(parts: tuple[str, ...], words: list[str], i: int) -> int:
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
