"""A message made ready to be read for a case of aid: its words, the part that asks, who it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.aid.asking import Asked
from bot.aid.lexicon import Lexicon
from bot.aid.receivers import Atlas, Place, Receiver
from bot.kb.phrases import joined
from bot.kb.smallwords import small_words
from bot.question import Language

_TO = small_words("to", Language.EN)
_AFTER_TO = small_words("after_to", Language.EN)
_TAKES_TO = small_words("takes_to", Language.EN)
_TOWARDS = "towards"
FEW = 8
"""A question of so few words may be about what was told before it; of twice as many where it names no thing."""
SHORT = 10
"""So few words with a receiver and a thing, and no question word, are a case ("rådgivare till Vilnius, gratis")."""


@dataclass(frozen=True)
class Message:
    """One message, or one question of it.

    Args:
        text: as written.
        language: its language.
        low: the normalised text.
        asking: the normalised part that asks; all of it where no part does.
        asked: how it asks.
        receivers: the countries and places that it names.
        places: the countries to which a case goes.
        names: the folded words that are written as names.
        lexicon: the words of the knowledge.
        atlas: the countries and places of the knowledge.
    """

    text: str
    language: Language
    low: str
    asking: str
    asked: Asked
    receivers: tuple[Receiver, ...]
    places: tuple[Place, ...]
    names: frozenset[str]
    lexicon: Lexicon
    atlas: Atlas

    def has(self, group: str) -> bool:
        """Tell whether the message holds a phrase of a group."""
        return self.lexicon.has(group, self.low)

    @property
    def at(self) -> list[int]:
        """The numbers of the words that name a receiver."""
        return [receiver.at for receiver in self.receivers]

    @property
    def somewhere(self) -> bool:
        """Whether it names a country to which a case goes."""
        return any(code is not None for code, _ in self.places)

    @property
    def brief(self) -> bool:
        """Whether the part that asks is short."""
        return len(self.asking.split()) <= SHORT

    @cached_property
    def giving(self) -> bool:
        """Whether it speaks of giving, sending, paying."""
        return self.has("giving") or self.has("paying")

    @cached_property
    def spoken_of(self) -> str:
        """Where what is given is looked for: the part that asks, or all of it where that part points back."""
        return self.low if is_of_the_told(self.asking, self.lexicon) else self.asking


def is_of_the_told(low: str, lex: Lexicon) -> bool:
    """Tell whether a normalised question is about what was told before it ("kan vi göra det på egen hand")."""
    words, named = len(low.split()), lex.heads_of("things").find(low, Language.SV)
    done = lex.has("do_so", low) and words <= (FEW if named else 2 * FEW)
    return done or (words <= SHORT and lex.opens("that_is", low))


def names_receiver(low: str, lex: Lexicon) -> bool:
    """Tell whether a normalised text names a civilian receiver."""
    return lex.says("receiver", low, Language.SV) or lex.has("civilian", low)


def with_ours(low: str, text: str) -> str:
    """Write "vår" as "våran" in a normalised text where the asker kept the dots: it asks nothing, as "var" does."""
    spelled = {word.strip(".,?!") for word in text.casefold().split()}
    return low.replace(" var ", " varan ") if "vår" in spelled and "var" not in spelled else low


def with_towards(low: str, places: Sequence[int]) -> str:
    """Write another word for "to" before a place or an article: no verb has it ("beds we don't need to a town")."""
    words = low.split()
    for at, word in enumerate(words[:-1]):
        article = words[at + 1] in _AFTER_TO and words[max(0, at - 1)] not in _TAKES_TO
        if word in _TO and (article or at + 1 in places):
            words[at] = _TOWARDS
    return joined(words)
