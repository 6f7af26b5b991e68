"""The words of knowledge/aid/words.yaml, made ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.kb.words import fold, split
from bot.question import Language

_STOP = re.compile(r"[.?!;:\n()…]+(?=\s|$)|\n|->|=>|→|\s[-–—]\s|[()]")
BREAK = "|"
LEAST_TAIL = 4


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
        self.words: set[str] = set()
        self._tails: set[str] = set()
        phrases: list[str] = []
        for word in words:
            parts = split(word)
            if len(parts) > 1:
                phrases.append(" ".join(parts))
                continue
            forms = {parts[0]} if word.startswith("=") or len(parts[0]) < 3 else inflected(parts[0])
            self.words |= forms
            if word[0] not in "=+" and (len(parts[0]) >= LEAST_TAIL or word.startswith("-")):
                self._tails |= forms
        self._phrases = pattern(phrases) if phrases else None
        self._is = lru_cache(maxsize=4096)(self._look)

    def find(self, text: str, language: Language) -> list[tuple[int, str]]:
        """Return position and word of every head in a normalised text, in order."""
        found = [(m.start(), m[0].strip()) for m in self._phrases.finditer(text)] if self._phrases else []
        at = 1
        for word in text.split():
            if self._is(word, language):
                found.append((at, word))
            at += len(word) + 1
        return sorted(found)

    def _look(self, word: str, language: Language) -> bool:
        if word in self.words:
            return True
        return language is Language.SV and any(word[i:] in self._tails for i in range(2, len(word) - 2))


def inflected(word: str) -> set[str]:
    """Return a folded word with the endings that Swedish and English nouns and verbs take."""
    forms = {word, *(word + ending for ending in _ENDINGS)}
    if word.endswith("a"):
        forms |= {word[:-1] + ending for ending in _AFTER_A}
    if word.endswith("e"):
        forms |= {word[:-1] + ending for ending in _AFTER_E}
    return forms


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases: * stands for letters, .. for up to four words of the same sentence."""
    written = sorted({_pattern(p) for p in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<= )(?:{'|'.join(written)})(?= )")


def accented(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words that keep their accents: "*sång" is every word that ends so, and no bed (säng)."""
    return re.compile("|".join(re.escape(w.casefold()).replace(r"\*", r"\w*") for w in words))


def _pattern(phrase: str) -> str:
    out = ""
    for word in re.findall(r"\.\.|[\w*]+", fold(phrase)):
        if word == "..":
            out += rf"(?: [^ {BREAK}]+){{0,4}}"
        else:
            out += (" " if out else "") + re.escape(word).replace(r"\*", r"\w*")
    return out


@dataclass(frozen=True)
class Lexicon:
    """All groups of words.yaml."""

    heads: Mapping[str, Heads]
    phrases: Mapping[str, re.Pattern[str]]
    known: frozenset[str]
    """Every plain word of the lists, for the correction of typos."""

    def has(self, group: str, text: str) -> bool:
        """Tell whether a normalised text holds a phrase of a group."""
        found = self.phrases.get(group)
        return found is not None and found.search(text) is not None

    def blank(self, group: str, text: str) -> str:
        """Return the text with every phrase of a group taken out."""
        found = self.phrases.get(group)
        return text if found is None else found.sub(BREAK, text)


def lexicon(heads: Mapping[str, Iterable[str]], phrases: Mapping[str, Iterable[str]]) -> Lexicon:
    """Build a lexicon from the lists; groups of heads whose names share the part before "_" are one."""
    merged: dict[str, list[str]] = {}
    for name, words in heads.items():
        merged.setdefault("things" if name.startswith("things_") else name, []).extend(words)
    plain = {w for words in (*merged.values(), *phrases.values()) for p in words if "*" not in p for w in split(p)}
    return Lexicon(
        {name: Heads(words) for name, words in merged.items()},
        {name: pattern(words) if name != "unrelated" else accented(words) for name, words in phrases.items()},
        frozenset(plain),
    )
