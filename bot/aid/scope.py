"""Tell what a text is about: a particular case, goods that stay at home, nothing but who gives what to whom."""

from __future__ import annotations

from collections.abc import Sequence

from bot.aid.asking import Asked
from bot.aid.facts import IN_KIND, AidFacts, Form, Need, Overlay, Purpose
from bot.aid.forms import Given
from bot.aid.lexicon import Lexicon, is_light
from bot.aid.receivers import Atlas, Place, Receiver
from bot.kb.base import KnowledgeBase
from bot.kb.phrases import BREAK
from bot.kb.smallwords import small_words
from bot.kb.words import fold
from bot.question import Language

_ABOUT_ANYTHING = frozenset({Overlay.PAID_BY_RECEIVER, Overlay.MUTUAL_EXCHANGE})
"""Circumstances that make no case of a question: "får man ta betalt?" is a general one."""
_SAID = (
    *("permission", "giving", "handing", "something", "ours", "money", "not_paid"),
    *("no_longer_needed", "still_used"),
)
_TOLD = (
    *("things", "money", "training", "advice", "transport"),
    *("receiver", "military", "people", "company", "goods_hint"),
)
"""Groups whose words say what is given, by whom and to whom."""
LEAST = 4
"""A word of fewer letters says nothing of its own."""


class Scope:
    """Reads with the words, countries and municipalities of one knowledge base."""

    def __init__(self, lexicon: Lexicon, atlas: Atlas, base: KnowledgeBase) -> None:
        self._lexicon = lexicon
        self._atlas = atlas
        self._gazetteer = base.gazetteer
        listed = base.knowledge.lists.get("municipalities")
        self._regions = frozenset(listed.regions).difference(listed.municipalities) if listed else frozenset[str]()
        name = fold(base.knowledge.municipality.name)
        self._home = [f" {word} {name} " for word in small_words("inside", Language.SV)]

    def concrete(self, facts: AidFacts, given: Given, places: Sequence[Place], low: str) -> bool:
        lex = self._lexicon
        if places or facts.overlays - _ABOUT_ANYTHING or (given.forms and not given.generic):
            return True
        own = lex.has("ours", low) and not lex.has("at_large", low)
        in_kind = not set(given.forms).isdisjoint(IN_KIND)
        told = facts.equipment_status is not Need.UNKNOWN or facts.money_purpose is Purpose.TRAINING_OR_ADVICE
        return own and (in_kind or told)

    def says_no_more(self, low: str) -> bool:
        """Tell whether a text says nothing but who gives what to whom, in words of the lists."""
        rest = self._lexicon.blank_all(_SAID, low).split()
        return all(w == BREAK or len(w) < LEAST or is_light(w) or self._is_told(w) for w in rest)

    def _is_told(self, word: str) -> bool:
        return bool(self._atlas.find(f" {word} ")) or any(
            self._lexicon.heads_of(group).is_one(word, Language.SV) or self._lexicon.is_one(group, word)
            for group in _TOLD
        )

    def at_home(self, text: str, low: str, asked: Asked) -> bool:
        """Tell whether what a text speaks of stays in the country."""
        carried = self._lexicon.says("owners", low, Language.SV) and self._lexicon.has("paying", low)
        abroad = self._lexicon.has("abroad", low) or self._lexicon.has("country_no", low)
        said = self._lexicon.has("domestic", low) or any(home in low for home in self._home)
        if said and not carried and not abroad:
            return True  # "en förening i kommunen" says nothing of where its goods go
        at_home = self._gazetteer.find(text).municipalities - self._regions  # a region is named as the one who gives
        return not abroad and (asked.to_asker or bool(at_home))

    def bought(self, receivers: Sequence[Receiver], given: Given, facts: AidFacts, low: str) -> bool:
        """Tell whether goods come from every place named, instead of going there ("köpa bussar från Polen")."""
        goods = given.forms == (Form.EQUIPMENT,) or not (given.forms or Overlay.MUTUAL_EXCHANGE in facts.overlays)
        from_there = bool(receivers) and all(r.origin for r in receivers)
        return goods and from_there and self._lexicon.has("receiving", low)
