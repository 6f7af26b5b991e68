"""Phrases found in a text word by word: * stands for letters, .. for up to four words of the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from bot.kb.words import fold_each

BREAK = "|"
GAP = ".."
MOST_GAP = 4
_MARKS = re.compile(r"[^\w*.\n ]+")
_GAP_KEPT = "\0"
_CHOICE = re.compile(r"\(([^()]*)\)")


LONGEST_START = 4
"""Patterns are looked up by at most so many of the letters before their star."""
KEPT_WORDS = 4096
"""Of so many words it is remembered which phrases begin with them."""
KEPT_TEXTS = 64
"""So many texts, and parts of texts, are remembered: one message is asked about by many readers."""

Parts = tuple[str, ...]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text taken to words: where phrases of each group may begin, with what must follow, and the spans found."""

    words: tuple[str, ...]
    plain: str
    openings: dict[str, list[tuple[int, list[Parts]]]]
    spans: dict[str, Spans] = field(default_factory=dict)


class Book:
    """The phrases of many groups, looked up by their first word: one look at a word tells what begins with it."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        self._others: list[tuple[str, str]] = []
        for group, phrases in groups.items():
            for phrase in unmarked("\n".join(fold_each(phrases))).split("\n"):
                if words := phrase.split(None, 1):
                    self._put(group, words[0], phrase)
        self._starting = lru_cache(maxsize=KEPT_WORDS)(self._look_up)
        self._text = lru_cache(maxsize=KEPT_TEXTS)(self._take)
        self.of_word = lru_cache(maxsize=KEPT_WORDS)(self._of_word)

    def _put(self, group: str, first: str, phrase: str) -> None:
        """Keep a phrase by its first word, undivided: most are never looked at."""
        if "*" not in first:
            self._by_word.setdefault(first, []).append((group, phrase))
        elif start := first.partition("*")[0][:LONGEST_START]:
            self._by_start.setdefault(start, []).append((group, phrase))
        else:
            self._others.append((group, phrase))

    def spans(self, group: str, text: str) -> Spans:
        """Return start and end of a group's longest phrase at each place, from left to right, without overlap."""
        taken = self._text(text)
        if group not in taken.openings:
            return ()
        found = taken.spans.get(group)
        if found is None:
            found = taken.spans[group] = _spans(taken.words, taken.openings[group])
        return found

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a normalised text."""
        return self._text(text).words

    def plain(self, text: str) -> str:
        """Return a normalised text with one space around each word."""
        return self._text(text).plain

    def opens(self, group: str, text: str) -> bool:
        """Tell whether a normalised text begins with a phrase of a group."""
        spans = self.spans(group, text)
        return bool(spans) and spans[0][0] == 0

    def has_any(self, text: str) -> bool:
        """Tell whether a normalised text holds a phrase of any group."""
        return any(self.spans(group, text) for group in self._text(text).openings)

    def groups(self, text: str) -> list[str]:
        """Return the groups of which a phrase stands in a normalised text."""
        return [group for group in self._text(text).openings if self.spans(group, text)]

    def _of_word(self, word: str) -> frozenset[str]:
        """Return the groups of which a word by itself is a phrase, as `groups` does; no text is forgotten for it."""
        found = self._starting(word).items()
        return frozenset(group for group, phrases in found if any(_end(parts, (word,), 1) for parts in phrases))

    def _take(self, text: str) -> _Text:
        words = tuple(text.split())
        openings: dict[str, list[tuple[int, list[Parts]]]] = {}
        for i, word in enumerate(words):
            for group, phrases in self._starting(word).items():
                openings.setdefault(group, []).append((i, phrases))
        return _Text(words, f" {' '.join(words)} ", openings)

    def _look_up(self, word: str) -> dict[str, list[Parts]]:
        """Return what follows a word in the phrases of each group that begin with it."""
        starts = (word[:size] for size in range(1, min(len(word), LONGEST_START) + 1))
        near = [self._by_word.get(word, []), *(self._by_start.get(start, []) for start in starts), self._others]
        found: dict[str, list[Parts]] = {}
        for phrases in near:
            for group, phrase in phrases:
                first, *rest = phrase.split()
                if _same(first, word):
                    found.setdefault(group, []).append(tuple(rest))
        return found


class Phrases:
    """A group of phrases of a book."""

    def __init__(self, book: Book, group: str) -> None:
        self._book = book
        self._group = group

    def spans(self, words: Sequence[str]) -> Spans:
        """Return start and end of the longest phrase at each place, from left to right, without overlap."""
        return self._book.spans(self._group, f" {' '.join(words)} ")

    def within(self, text: str) -> bool:
        """Tell whether a normalised text holds a phrase."""
        return bool(self._book.spans(self._group, text))

    def found(self, text: str) -> list[tuple[int, str]]:
        """Return the number of the first word and the words of every phrase in a normalised text."""
        spans = self._book.spans(self._group, text)
        words = self._book.words(text) if spans else ()
        return [(start, " ".join(words[start:end])) for start, end in spans]

    def blank(self, text: str) -> str:
        """Return a normalised text with a bar in place of every phrase."""
        spans = self._book.spans(self._group, text)
        if not spans:
            return self._book.plain(text)
        words = list(self._book.words(text))
        for start, end in reversed(spans):
            words[start:end] = [BREAK]
        return f" {' '.join(words)} "

    def mask(self, text: str) -> str:
        """Return a normalised text with a bar in place of every word of every phrase, so that places stay the same."""
        words = text.split()
        for start, end in self.spans(words):
            words[start:end] = [BREAK] * (end - start)
        return f" {' '.join(words)} "


def unmarked(folded: str) -> str:
    """Return folded phrases with a space for what parts words: all but letters, digits, stars and pairs of points."""
    return _MARKS.sub(" ", folded).replace(GAP, _GAP_KEPT).replace(".", " ").replace(_GAP_KEPT, GAP)


def joined(words: Iterable[str]) -> str:
    """Return words as a normalised text."""
    return f" {' '.join(words)} "


def wordings(phrase: str) -> Iterator[str]:
    """Yield every wording of a phrase: "(a/b/) c" stands for "a c", "b c" and "c"."""
    parts = _CHOICE.split(phrase)
    if len(parts) == 1:
        return iter(parts)
    return map("".join, product(*(part.split("/") if i % 2 else [part] for i, part in enumerate(parts))))


def each_wording(groups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the phrases of groups with every wording of each written out."""
    return {name: [wording for phrase in found for wording in wordings(phrase)] for name, found in groups.items()}


def _spans(words: Sequence[str], openings: Iterable[tuple[int, list[Parts]]]) -> Spans:
    found: list[tuple[int, int]] = []
    after = 0
    for i, following in openings:
        if i >= after and (end := max(_end(parts, words, i + 1) for parts in following)):
            found.append((i, end))
            after = end
    return tuple(found)


def _end(parts: Parts, words: Sequence[str], i: int) -> int:
    """Return where what begins at word `i` ends, or 0 where it does not stand there."""
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
