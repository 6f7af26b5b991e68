"""Head words found in a text: as a whole word or as the end of a compound, in any inflection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bot.kb.phrases import KEPT_TEXTS, KEPT_WORDS, Book, Phrases
from bot.kb.words import split_each
from bot.question import Language

LEAST_TAIL = 4
LEAST_INFLECTED = 3
MOST_ENDING = 6

ENDINGS = frozenset(
    {"s", "n", "t", "en", "et", "ar", "er", "or", "na", "arna", "erna", "orna", "ens", "ets", "ars", "ers", "ors"}
    | {"arnas", "ernas", "ornas", "ns", "ts", "nas", "r", "de", "des", "es", "ningar"}
)
_AFTER_A = ("or", "orna", "an", "ans", "ornas")  # soffa → soffor
_AFTER_E = ("ar", "arna", "en", "ens", "arnas", "na", "nas")  # stege → stegar, kikare → kikarna

Spots = Mapping[str, list[tuple[int, str]]]


class Glossary:
    """The head words of many groups: one look at a word tells all groups that it belongs to.

    A word of fewer than LEAST_TAIL letters is found as a whole word only, unless written "-bil"; "+kurs" is found as a
    whole word in any inflection, "=armé" exactly so.
    """

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._whole: dict[str, set[str]] = {}
        self._tails: dict[str, set[str]] = {}
        phrases: dict[str, list[str]] = {}
        for group, words in groups.items():
            for word, parts in zip(words, split_each(words), strict=True):
                if len(parts) > 1:
                    phrases.setdefault(group, []).append(" ".join(parts))
                else:
                    self._put(group, word, parts[0])
        self.phrases = Book(phrases)
        self.holding = lru_cache(maxsize=KEPT_WORDS)(self._holding)
        self.groups = lru_cache(maxsize=KEPT_WORDS)(self._groups)
        self.spots = lru_cache(maxsize=KEPT_TEXTS)(self._spots)

    def _put(self, group: str, written: str, word: str) -> None:
        if written.startswith("=") or len(word) < LEAST_INFLECTED:
            self._exact.setdefault(word, set()).add(group)
            return
        self._whole.setdefault(word, set()).add(group)
        if written[0] not in "=+" and (len(word) >= LEAST_TAIL or written.startswith("-")):
            self._tails.setdefault(word, set()).add(group)

    def _holding(self, word: str) -> frozenset[str]:
        """Return the groups of which a folded word is one, not the end of a compound."""
        return frozenset(self._exact.get(word, ())) | _inflected(word, self._whole)

    def _groups(self, word: str, language: Language) -> frozenset[str]:
        """Return the groups of which a folded word is one or, in Swedish, ends with one."""
        found = self.holding(word)
        if language is Language.SV:
            found = found.union(*(_inflected(word[i:], self._tails) for i in range(2, len(word) - 2)))
        return found

    def _spots(self, text: str, language: Language) -> Spots:
        """Return number and word of the heads of each group in a normalised text, in order."""
        found: dict[str, list[tuple[int, str]]] = {}
        for i, word in enumerate(text.split()):
            for group in self.groups(word, language):
                found.setdefault(group, []).append((i, word))
        return found


class Heads:
    """A group of head words."""

    def __init__(self, glossary: Glossary, group: str) -> None:
        self._glossary = glossary
        self._group = group
        self._phrases = Phrases(glossary.phrases, group)

    def find(self, text: str, language: Language) -> list[tuple[int, str]]:
        """Return number and word of every head in a normalised text, in order."""
        words = self._glossary.spots(text, language).get(self._group, [])
        phrases = self._phrases.found(text)
        return sorted([*words, *phrases]) if phrases else list(words)

    def is_one(self, word: str, language: Language) -> bool:
        """Tell whether a folded word by itself is a head of the group or, in Swedish, ends with one."""
        return self._group in self._glossary.groups(word, language) | self._glossary.phrases.of_word(word)

    def holds(self, word: str) -> bool:
        """Tell whether a folded word is one of the group's, not the end of a compound."""
        return self._group in self._glossary.holding(word)


def _inflected(word: str, bases: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the groups of the bases of which a word is an inflection."""
    return frozenset(group for root in _roots(word) for group in bases.get(root, ()))


def _roots(word: str) -> Iterator[str]:
    """Yield what a word may be an inflection of: itself, and it without an ending that nouns and verbs take."""
    yield word
    for size in range(1, min(MOST_ENDING, len(word) - 1) + 1):
        root, ending = word[:-size], word[-size:]
        if ending in ENDINGS:
            yield root
        if ending in _AFTER_A:
            yield root + "a"
        if ending in _AFTER_E:
            yield root + "e"
