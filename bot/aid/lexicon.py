"""The words of knowledge/aid/words.yaml, made ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.aid.heads import Glossary, Heads
from bot.kb.language import function_words
from bot.kb.phrases import BREAK, GAP, Book, Phrases, each_wording, joined, unmarked
from bot.kb.words import fold, split
from bot.question import Language

_STOP = re.compile(r"[.?!;:\n()…]+(?=\s|$)|\n|\s[-–—]\s|[()]")


def normalise(text: str) -> str:
    """Return the folded words of a text with single spaces, and a bar where a sentence ends."""
    parts = [" ".join(split(part)) for part in _STOP.split(text)]
    return f" {f' {BREAK} '.join(part for part in parts if part)} "


@dataclass(frozen=True)
class Lexicon:
    """All groups of words.yaml."""

    glossary: Glossary
    book: Book
    heads: Mapping[str, Heads]
    phrases: Mapping[str, Phrases]
    unrelated: re.Pattern[str]
    """Words, accents kept, that only look like heads once their accents are gone ("körsång" and säng)."""
    known: frozenset[str]
    """Every plain word of the lists, for the correction of typos."""

    def heads_of(self, group: str) -> Heads:
        """Return the head words of a group; none where the lists name no such group."""
        return self.heads.get(group) or Heads(self.glossary, group)

    def tells(self, word: str, language: Language) -> bool:
        """Tell whether a folded word by itself is one of any group."""
        return bool(self.glossary.groups(word, language)) or bool(self.book.of_word(word))

    def knows(self, word: str, language: Language) -> bool:
        """Tell whether a folded word is one of the lists."""
        return word in self.known or self.tells(word, language)

    def things(self, text: str, language: Language) -> list[tuple[int, str]]:
        """Return number and word of every thing that a normalised text names, in order."""
        no = {at for at, _ in self.heads_of("not_things").find(text, Language.EN)}
        return [(at, word) for at, word in self.heads_of("things").find(text, language) if at not in no]

    def says(self, group: str, text: str, language: Language) -> bool:
        """Tell whether a normalised text holds a head word or a phrase of a group."""
        return bool(self.heads_of(group).find(text, language)) or self.has(group, text)

    def spots(self, group: str, text: str, language: Language) -> list[int]:
        """Return the numbers of the words at which a head word or a phrase of a group begins."""
        found = {at for at, _ in self.heads_of(group).find(text, language)}
        return sorted(found | {at for at, _ in self.book.spans(group, text)})

    def has(self, group: str, text: str) -> bool:
        """Tell whether a normalised text holds a phrase of a group."""
        return bool(self.book.spans(group, text))

    def is_one(self, group: str, word: str) -> bool:
        """Tell whether a word of a normalised text is a phrase of a group by itself."""
        return group in self.book.of_word(word)

    def spans(self, group: str, words: Sequence[str]) -> Sequence[tuple[int, int]]:
        """Return start and end of every phrase of a group among words."""
        return self.book.spans(group, joined(words))

    def opens(self, group: str, text: str) -> bool:
        """Tell whether a normalised text begins with a phrase of a group."""
        return self.book.opens(group, text)

    def blank(self, group: str, text: str) -> str:
        """Return the text with every phrase of a group taken out."""
        found = self.phrases.get(group)
        return text if found is None else found.blank(text)

    def mask_all(self, groups: Iterable[str], text: str) -> str:
        """Return the text with every word of the phrases of several groups masked, so that places stay the same."""
        for group in groups:
            found = self.phrases.get(group)
            text = text if found is None else found.mask(text)
        return text

    def blank_all(self, groups: Iterable[str], text: str) -> str:
        """Return the text with every phrase of several groups taken out, one group after the other."""
        for group in groups:
            text = self.blank(group, text)
        return text


def is_light(word: str) -> bool:
    """Tell whether a folded word carries no topic."""
    return word in function_words()


def accented(words: Iterable[str]) -> re.Pattern[str]:
    """Compile words that keep their accents: "*sång" is every word that ends so, and no bed (säng)."""
    written = [re.escape(w.casefold()).replace(r"\*", r"\w*") for w in words]
    return re.compile("|".join(written) if written else r"(?!)")


def lexicon(heads: Mapping[str, Iterable[str]], phrases: Mapping[str, Iterable[str]]) -> Lexicon:
    """Build a lexicon from the lists; groups of heads whose names share the part before "_" are one."""
    phrases = each_wording(phrases)
    merged: dict[str, list[str]] = {}
    for name, words in heads.items():
        merged.setdefault("things" if name.startswith("things_") else name, []).extend(words)
    every = set(" ".join(word for words in (*merged.values(), *phrases.values()) for word in words).split())
    plain = unmarked(fold(" ".join(part for part in every if "*" not in part))).split()
    said = {name: words for name, words in phrases.items() if name != "unrelated"}
    glossary, book = Glossary(merged), Book(said)
    return Lexicon(
        glossary,
        book,
        {name: Heads(glossary, name) for name in merged},
        {name: Phrases(book, name) for name in said},
        accented(phrases.get("unrelated", ())),
        frozenset(plain) - {GAP},
    )
