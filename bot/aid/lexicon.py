"""The words of knowledge/aid/words.yaml, made ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.aid.phrases import BREAK, Phrases
from bot.kb.words import split
from bot.question import Language

_STOP = re.compile(r"[.?!;:\n()…]+(?=\s|$)|\n|->|=>|→|\s[-–—]\s|[()]")
LEAST_TAIL = 4
LEAST_INFLECTED = 3
MOST_ENDING = 6


def normalise(text: str) -> str:
    """Return the folded words of a text with single spaces, and a bar where a sentence ends."""
    parts = [" ".join(split(part)) for part in _STOP.split(text)]
    return f" {f' {BREAK} '.join(part for part in parts if part)} "


_ENDINGS = frozenset(
    {"s", "n", "t", "en", "et", "ar", "er", "or", "na", "arna", "erna", "orna", "ens", "ets", "ars", "ers", "ors"}
    | {"arnas", "ernas", "ornas", "ns", "ts", "nas", "r", "de", "des", "es", "ningar"}
)
_AFTER_A = ("or", "orna", "an", "ans", "ornas")  # soffa → soffor
_AFTER_E = ("ar", "arna", "en", "ens", "arnas")  # stege → stegar


class Heads:
    """A group of head words: found as a whole word or as the end of a compound, in any inflection.

    A word of fewer than LEAST_TAIL letters is found as a whole word only, unless written "-bil"; "+kurs" is found as a
    whole word in any inflection, "=armé" exactly so.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._whole: set[str] = set()
        self._tails: set[str] = set()
        phrases: list[str] = []
        for word in words:
            parts = split(word)
            if len(parts) > 1:
                phrases.append(" ".join(parts))
                continue
            if word.startswith("=") or len(parts[0]) < LEAST_INFLECTED:
                self._exact.add(parts[0])
                continue
            self._whole.add(parts[0])
            if word[0] not in "=+" and (len(parts[0]) >= LEAST_TAIL or word.startswith("-")):
                self._tails.add(parts[0])
        self._phrases = Phrases(phrases)
        self._is = lru_cache(maxsize=4096)(self._look)
        self.holds = lru_cache(maxsize=4096)(self._holds)

    def find(self, text: str, language: Language) -> list[tuple[int, str]]:
        """Return number and word of every head in a normalised text, in order."""
        found = [(i, word) for i, word in enumerate(text.split()) if self._is(word, language)]
        return sorted([*found, *self._phrases.found(text)])

    def _holds(self, word: str) -> bool:
        """Tell whether a folded word is one of the group's, not the end of a compound."""
        return word in self._exact or _inflects(word, self._whole)

    def _look(self, word: str, language: Language) -> bool:
        if self.holds(word):
            return True
        return language is Language.SV and any(_inflects(word[i:], self._tails) for i in range(2, len(word) - 2))


_NO_HEADS = Heads(())


def _inflects(word: str, bases: set[str]) -> bool:
    """Tell whether a word is one of the bases with an ending that Swedish and English nouns and verbs take."""
    if word in bases:
        return True
    for size in range(1, min(MOST_ENDING, len(word) - 1) + 1):
        root, ending = word[:-size], word[-size:]
        if ending in _ENDINGS and root in bases:
            return True
        if (ending in _AFTER_A and root + "a" in bases) or (ending in _AFTER_E and root + "e" in bases):
            return True
    return False


@dataclass(frozen=True)
class Lexicon:
    """All groups of words.yaml."""

    heads: Mapping[str, Heads]
    phrases: Mapping[str, Phrases]
    unrelated: re.Pattern[str]
    """Words, accents kept, that only look like heads once their accents are gone ("körsång" and säng)."""
    known: frozenset[str]
    """Every plain word of the lists, for the correction of typos."""

    def heads_of(self, group: str) -> Heads:
        """Return the head words of a group; none where the lists name no such group."""
        return self.heads.get(group) or _NO_HEADS

    def says(self, group: str, text: str, language: Language) -> bool:
        """Tell whether a normalised text holds a head word or a phrase of a group."""
        return bool(self.heads_of(group).find(text, language)) or self.has(group, text)

    def spots(self, group: str, text: str, language: Language) -> list[int]:
        """Return the numbers of the words at which a head word or a phrase of a group begins."""
        found = {at for at, _ in self.heads_of(group).find(text, language)}
        return sorted(found | {at for at, _ in self.spans(group, text.split())})

    def has(self, group: str, text: str) -> bool:
        """Tell whether a normalised text holds a phrase of a group."""
        found = self.phrases.get(group)
        return found is not None and found.within(text)

    def spans(self, group: str, words: Sequence[str]) -> Sequence[tuple[int, int]]:
        """Return start and end of every phrase of a group among words."""
        found = self.phrases.get(group)
        return () if found is None else found.spans(words)

    def opens(self, group: str, text: str) -> bool:
        """Tell whether a normalised text begins with a phrase of a group."""
        found = self.phrases.get(group)
        return found is not None and found.opens(text)

    def blank(self, group: str, text: str) -> str:
        """Return the text with every phrase of a group taken out."""
        found = self.phrases.get(group)
        return text if found is None else found.blank(text)

    def blank_all(self, groups: Iterable[str], text: str) -> str:
        """Return the text with every phrase of several groups taken out, one group after the other."""
        for group in groups:
            text = self.blank(group, text)
        return text


def accented(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words that keep their accents: "*sång" is every word that ends so, and no bed (säng)."""
    written = [re.escape(w.casefold()).replace(r"\*", r"\w*") for w in words]
    return re.compile("|".join(written) if written else r"(?!)")


def lexicon(heads: Mapping[str, Iterable[str]], phrases: Mapping[str, Iterable[str]]) -> Lexicon:
    """Build a lexicon from the lists; groups of heads whose names share the part before "_" are one."""
    merged: dict[str, list[str]] = {}
    for name, words in heads.items():
        merged.setdefault("things" if name.startswith("things_") else name, []).extend(words)
    plain = {w for words in (*merged.values(), *phrases.values()) for p in words if "*" not in p for w in split(p)}
    return Lexicon(
        {name: Heads(words) for name, words in merged.items()},
        {name: Phrases(words) for name, words in phrases.items() if name != "unrelated"},
        accented(phrases.get("unrelated", ())),
        frozenset(plain),
    )
