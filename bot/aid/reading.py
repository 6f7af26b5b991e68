"""Read the facts of a case out of a person's words, and whether the words put a case at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bot.aid.asking import Asked, read_asked
from bot.aid.circumstances import carries_for_others, read_circumstances
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.forms import Forms, Given
from bot.aid.lexicon import Lexicon, lexicon, normalise
from bot.aid.mending import Mender
from bot.aid.phrases import BREAK
from bot.aid.purpose import Purposes, is_light
from bot.aid.receivers import Atlas, Place, Receiver
from bot.kb.base import KnowledgeBase
from bot.kb.words import fold, split
from bot.question import Language

LEAST_TOPIC = 4
"""A word of fewer letters carries no topic."""
SHORT = 10
"""So few words with a receiver and a thing, and no question word, are a case ("rådgivare till Vilnius, gratis")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a case.

    Args:
        facts: one set of facts for each case that the text names (several things or countries), in order.
        permission: it asks whether something may be done.
        giving: it speaks of giving, sending, paying.
        concrete: it names a particular thing, receiver or circumstance.
        factual: it asks how something is or was, or about the law in general.
        named: the text itself tells a receiver (a country, "abroad", a relief organisation, an army).
        domestic: what it speaks of stays in the country, or comes to the asker.
        telling: names of the facts that the text tells, and of the signs by which a case is known.
    """

    facts: tuple[AidFacts, ...]
    permission: bool = False
    giving: bool = False
    concrete: bool = False
    factual: bool = False
    named: bool = False
    domestic: bool = False
    telling: frozenset[str] = field(default_factory=frozenset)

    @property
    def case(self) -> bool:
        """Tell whether the text puts a concrete case."""
        if self.factual or self.domestic or not self.facts or not self.concrete:
            return False
        first = self.facts[0]
        goods = first.form in (Form.EQUIPMENT, Form.MONEY, Form.TRANSPORT)
        military = Overlay.MILITARY_OR_DUAL_USE in first.overlays
        sanctioned = Overlay.SANCTIONED in first.overlays and "handing" in self.telling
        review = military or sanctioned or Overlay.STAFF_COLLECTION in first.overlays or first.unexamined
        if first.form is None and not review:
            named = {"object", "handing"} <= self.telling and self.named
            handed = named or {"object", "leave", "giving", "addressed"} <= self.telling
            return self.permission and (handed or "something" in self.telling)
        if (self.permission and (self.giving or self.named)) or (first.unexamined and self.named and self.giving):
            return True
        if "wh" in self.telling:
            return False
        if first.form is Form.EQUIPMENT or military:
            return self.named or {"plain", "handing"} <= self.telling
        if goods:
            return (self.named and self.giving) or "addressed" in self.telling
        return "short" in self.telling or {"plain", "addressed"} <= self.telling


class Reader:
    """Reads texts with the words, countries and places of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        words = base.knowledge.lists["words"]
        self.lexicon: Lexicon = lexicon(words.heads, words.phrases)
        self.atlas = Atlas(base.knowledge)
        self._municipalities = base.gazetteer
        self._home = f" i {fold(base.knowledge.municipality.name)} "
        self._mender = Mender(self.lexicon, self.atlas, base.search.vocabulary.has_form)
        self._purposes = Purposes(self.lexicon, self.atlas)
        self._forms = Forms(self.lexicon, self.atlas, self._purposes, self._mender.knows)

    def read(self, text: str, language: Language, today: date, focus: str = "") -> Reading:
        """Read one message or one question of it.

        Args:
            text: cleaned text.
            language: its language; compounds are looked into in Swedish only.
            today: the day of asking, for the dates of the country list.
            focus: the part of the text that asks; what is given is looked for there first.
        """
        lex = self.lexicon
        low = self._mender.ready(text, language)
        asking = self._mender.ready(focus, language) if focus else low
        asked = read_asked(asking, low, plain="?" in text, lex=lex)
        receivers = self.atlas.find(lex.blank("not_receiver", low))
        sanctioned = lex.has("sanctioned", low) or any(r.sanctioned for r in receivers)
        facts = read_circumstances(low, language, lex, sanctioned=sanctioned)
        places = self.atlas.places(low, receivers, today, lex)
        given = self._forms.read(asking, low, language)
        facts, given = self._moved(facts, given, low, language)
        giving = lex.has("giving", low) or lex.has("paying", low)
        spoken = lex.blank("not_military", low)
        handed = giving or lex.has("handing_over", low)
        army = handed and bool(lex.heads_of("military_receiver").find(spoken, language))
        relief = Overlay.VIA_RELIEF_ORGANISATION in facts.overlays
        named = bool(places) or lex.has("abroad", low) or relief or army
        somewhere = any(code is not None for code, _ in places)
        general = asked.requirement and not somewhere and _in_general(facts, given)
        judged = somewhere and bool(given.forms) and giving and asked.legal
        informs = asked.information and not (facts.unexamined and named) and not judged
        cases = self._cases(facts, given, places, low, language)
        telling = _telling(cases[0], given, places, asked)
        if any(r.addressed for r in receivers) and not lex.has("past", low):
            telling.add("addressed")
        if any(r.addressed for r in receivers) and len(asking.split()) <= SHORT and not lex.has("asking", low):
            telling.add("short")
        if somewhere and giving and asked.leave and not given.forms and self._says_no_more(asking):
            telling.add("something")
        if somewhere and given.forms and len(low.split()) <= SHORT and not lex.has("asking", low):
            telling |= {"short", "addressed"} if self._says_no_more(low) else set()
        return Reading(
            cases,
            asked.permission or judged,
            giving,
            self._concrete(cases[0], given, places, low),
            informs or general,
            named,
            asked.to_us or self._bought(receivers, given, low) or (not somewhere and self._at_home(text, low, asked)),
            frozenset(telling),
        )

    def purpose(self, text: str, language: Language) -> Purpose:
        """Read what money is for out of a short reply."""
        return self._purposes.read(self._mender.mend(normalise(text), language), language)

    def _moved(self, facts: AidFacts, given: Given, low: str, language: Language) -> tuple[AidFacts, Given]:
        """Complete what depends on both: whose goods are moved; what is not examined, whatever is given."""
        if Form.TRANSPORT in given.forms and carries_for_others(low, language, self.lexicon):
            facts = replace(facts, overlays=facts.overlays | {Overlay.OTHERS_GOODS})
        if not given.forms and facts.unexamined:
            given = replace(given, forms=(Form.OTHER,))
        return facts, given

    def _cases(
        self, facts: AidFacts, given: Given, places: list[Place], low: str, language: Language
    ) -> tuple[AidFacts, ...]:
        found = []
        somewhere: list[Place | None] = [*places] or [None]
        for place in somewhere:
            for form in given.forms or (None,):
                case = replace(facts, form=form)
                if place is not None:
                    case = replace(case, country=place[0], state_aid=place[1])
                if form is Form.MONEY:
                    case = replace(case, money_purpose=self._purposes.read(low, language))
                found.append(case)
        return tuple(dict.fromkeys(found))

    def _concrete(self, facts: AidFacts, given: Given, places: list[Place], low: str) -> bool:
        lex = self.lexicon
        if places or facts.overlays - _ABOUT_ANYTHING or (given.forms and not given.generic):
            return True
        own = lex.has("ours", low) and not lex.has("at_large", low)
        in_kind = bool(set(given.forms) & {Form.TRAINING, Form.ADVICE, Form.OTHER})
        told = facts.equipment_status is not Need.UNKNOWN or facts.money_purpose is Purpose.TRAINING_OR_ADVICE
        return own and (in_kind or told)

    def _says_no_more(self, low: str) -> bool:
        """Tell whether a text says nothing but who gives what to whom, in words of the lists."""
        lex = self.lexicon
        rest = low
        for group in (
            "permission",
            "giving",
            "handing",
            "something",
            "ours",
            "money",
            "not_paid",
            "no_longer_needed",
            "still_used",
        ):
            rest = lex.blank(group, rest)
        places = {w for r in (rest,) for w in r.split() if self.atlas.find(f" {w} ")}
        return all(w == BREAK or w in places or len(w) < 4 or is_light(w) or self._is_told(w) for w in rest.split())

    def _is_told(self, word: str) -> bool:
        return bool(self.atlas.find(f" {word} ")) or any(
            self.lexicon.says(group, f" {word} ", Language.SV) for group in _TOLD
        )

    def _at_home(self, text: str, low: str, asked: Asked) -> bool:
        """Tell whether what a text speaks of stays in the country."""
        if self.lexicon.has("domestic", low) or self._home in low:
            return True
        abroad = self.lexicon.has("abroad", low) or self.lexicon.has("country_no", low)
        return not abroad and (asked.to_asker or bool(self._municipalities.find(text).municipalities))

    def _bought(self, receivers: list[Receiver], given: Given, low: str) -> bool:
        """Tell whether goods come from every place named, instead of going there ("köpa bussar från Polen")."""
        goods = not given.forms or given.forms == (Form.EQUIPMENT,)
        from_there = bool(receivers) and all(r.origin for r in receivers)
        return goods and from_there and self.lexicon.has("receiving", low)


_ABOUT_ANYTHING = frozenset({Overlay.PAID_BY_RECEIVER, Overlay.MUTUAL_EXCHANGE})
"""Circumstances that make no case of a question: "får man ta betalt?" is a general one."""
_SAID = (
    *("permission", "giving", "handing", "something", "ours", "money", "not_paid"),
    *("no_longer_needed", "still_used"),
)
_TOLD = (
    "things",
    "money",
    "training",
    "advice",
    "transport",
    "receiver",
    "military",
    "people",
    "company",
    "goods_hint",
)
"""Groups whose words say what is given, by whom and to whom."""


def _in_general(facts: AidFacts, given: Given) -> bool:
    """Tell whether a question about a requirement, country aside, names no case: no particular thing, no need told."""
    return given.generic and facts.equipment_status is not Need.NO_LONGER_NEEDED


def _telling(case: AidFacts, given: Given, places: list[Place], asked: Asked) -> set[str]:
    """The names of the facts that a text tells, with the signs of how it asks."""
    told = {
        "equipment_status": case.equipment_status is not Need.UNKNOWN,
        "giver": case.giver is not Giver.MUNICIPALITY,
        "overlays": bool(case.overlays),
        "object": bool(given.objects),
        "form": bool(given.forms),
        "country": bool(places),
        "money_purpose": case.money_purpose is not Purpose.UNKNOWN,
        "handing": asked.handing,
        "plain": asked.plain,
        "leave": asked.leave,
        "giving": asked.giving,
        "wh": asked.wh,
    }
    return {name for name, holds in told.items() if holds}


def doubt(text: str, reader: Reader) -> bool:
    """Tell whether a reply says that the asker does not know."""
    return reader.lexicon.has("dont_know", normalise(text)) and len(split(text)) <= 8
