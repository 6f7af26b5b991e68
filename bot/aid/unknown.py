"""Find what a question would give, or do, in a word that no list knows: then the verdict must not permit it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.aid.bounds import NEAR
from bot.aid.lexicon import Lexicon, is_light
from bot.aid.receivers import Atlas
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_phrase, small_words
from bot.question import Language

_JOINED = small_phrase("joins_objects")
LEAST = 4
"""A word of fewer letters names nothing."""
MOST_RECEIVER = 5
"""So many words after "till", the receiver ends at the latest."""
MOST_JOINED = 2
"""So many words that carry a topic, a thing joined to another has."""
_OUR = "var"
"""How "vår" is folded; it looks like "var", which ends an object."""
MOST_OBJECT = 8
"""So many words after a verb of giving, its object ends at the latest."""


class Unknown:
    """Looks for objects and acts that the words of one knowledge base do not know."""

    def __init__(self, lexicon: Lexicon, atlas: Atlas) -> None:
        self._lexicon = lexicon
        self._atlas = atlas

    def word(self, low: str, language: Language) -> str:
        """Return the first object or act of a normalised text that nothing knows; "" where there is none.

        Args:
            low: the normalised asking part of a message.
            language: its language.
        """
        phrases = [self._act(low.split()), *self._given(low)]
        return next((head for phrase in phrases if (head := self._head(phrase, language))), "")

    def special(self, low: str, language: Language) -> bool:
        """Tell whether an object of a normalised text is under rules of its own (medicines, animals, buildings)."""
        heads = self._lexicon.heads_of("special_goods")
        return any(heads.find(joined(phrase), language) for phrase in self._given(low))

    def _given(self, low: str) -> Iterator[Sequence[str]]:
        """Yield the objects of a text: after verbs of giving, before "till" and a place, joined by "och"."""
        handed = False
        for part in _JOINED.split(low):
            words = part.split()
            yield from self._objects(words)
            yield self._sent(words)
            if handed:
                yield self._joined(words)
            handed = handed or bool(self._lexicon.spans("object_verb", words))

    def receiver(self, low: str, language: Language, written: frozenset[str] = frozenset()) -> str:
        """Return the first receiver of a normalised text that nothing knows ("till knalvorna"), or "".

        Args:
            low: the normalised text.
            language: its language.
            written: its folded words that are written as names: in English "to" stands before them, too.
        """
        words = low.split()
        for i, word in enumerate(words):
            if word not in _TOWARDS[language]:
                continue
            first = words[i + 1 : i + 2]
            if language is Language.EN and _DETERMINED.isdisjoint(first) and written.isdisjoint(first):
                continue
            phrase = self._until_end(words[i + 1 : i + 1 + MOST_RECEIVER])
            end = next((at for at, w in enumerate(phrase) if self._lexicon.is_one("and", w)), len(phrase))
            named = [w for w in phrase[:end] if not self._is_passed(w)]
            place = bool(self._atlas.find(joined([word, *phrase])))
            kind = self._lexicon.says("receiver", joined(phrase[:end][-1:]), Language.SV)  # "en översvämmad kommun"
            if named and not place and not kind and not self._lexicon.knows(named[-1], language):
                return named[-1]
        return ""

    def within(self, low: str, language: Language) -> bool:
        """Tell whether a normalised text holds any word that may name a thing and that nothing knows."""
        return any(not self._is_passed(word) and not self._lexicon.knows(word, language) for word in low.split())

    def _objects(self, words: Sequence[str]) -> Iterator[Sequence[str]]:
        """Yield the words after each verb of handing over, to the end of its object."""
        for start, end in self._lexicon.spans("object_verb", words):
            if self._lexicon.has("perfect", joined(words[max(0, start - 1) : start])):
                continue  # "rektorn har skickat bilder" asks nothing
            yield self._until_end(words[end : end + MOST_OBJECT])

    def _joined(self, words: Sequence[str]) -> Sequence[str]:
        """Return the object that a part after "och" is ("filtar och knalvor"); none where it says more."""
        phrase = self._until_end(words)
        named = [w for w in phrase if not self._is_passed(w)]
        return phrase if len(named) <= MOST_JOINED else ()

    def _until_end(self, words: Sequence[str]) -> Sequence[str]:
        for i, word in enumerate(words):
            ours = word == _OUR and (i == 0 or bool(self._atlas.find(f" {words[i - 1]} ")))  # "ge (Lviv) vår buss"
            if word == BREAK or (not ours and self._lexicon.is_one("object_ends", word)):
                return words[:i]
        return words

    def _sent(self, words: Sequence[str]) -> Sequence[str]:
        """Return the words before "till" and a place ("knalvor till Norge"); none where a verb hands them over."""
        if self._lexicon.spans("object_verb", words):
            return ()
        for receiver in self._atlas.find(joined(words)):
            if receiver.addressed:
                near = range(max(0, receiver.at - NEAR), receiver.at)
                to = max((i for i in near if words[i] in _TO), default=0)
                return self._first_part(words[:to])
        return ()

    def _first_part(self, words: Sequence[str]) -> Sequence[str]:
        """Return what stands before the first preposition or relative ("flytvästar från badplatsen")."""
        parts: list[list[str]] = [[]]
        for word in words:
            if word == BREAK:
                parts = [[]]
            elif self._lexicon.is_one("object_ends", word):
                parts.append([])
            else:
                parts[-1].append(word)
        return next((part for part in parts if part), [])

    def _act(self, words: Sequence[str]) -> Sequence[str]:
        """Return the word after "får vi", where nothing in the text gives or does what the lists know."""
        text = joined(words)
        lex = self._lexicon
        if any(lex.has(group, text) for group in ("giving", "object_verb", "hauling", "paying", "buying")):
            return ()
        for _, end in lex.spans("may_we", words):
            rest = [w for w in words[end:] if not is_light(w)]
            return rest[:1]
        return ()

    def _head(self, phrase: Sequence[str], language: Language) -> str:
        """Return the word of an object phrase that names it, where nothing knows it; "" where the phrase is known."""
        named = [w for w in self._atlas.without(phrase) if not self._is_passed(w)]
        text = joined(phrase)
        general = self._lexicon.heads_of("generic")
        given = (w for group in _GIVEN for _, w in self._lexicon.heads_of(group).find(text, language))
        if any(not general.holds(word) for word in given):
            return ""
        return "" if not named or self._lexicon.knows(named[-1], language) else named[-1]

    def _is_passed(self, word: str) -> bool:
        return len(word) < LEAST or word.isdigit() or is_light(word) or bool(self._atlas.find(f" {word} "))


_TOWARDS = {language: small_words("to", language) for language in Language}
_DETERMINED = small_words("receiver_articles", Language.EN)
"""In English "to" begins an infinitive, too: a receiver has one of these."""
_GIVEN = ("things", "military", "money", "training", "advice", "transport", "making_ready", "professions")
_TO = small_words("to")
