"""Read the facts of a case out of a person's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose, StateAid
from bot.aid.lexicon import Heads, Lexicon, lexicon, normalise
from bot.aid.receivers import Atlas, Receiver
from bot.kb.base import KnowledgeBase
from bot.kb.language import grammar
from bot.kb.search import MOST_MENDED
from bot.kb.typos import Corrector
from bot.kb.words import split
from bot.question import Language

Place = tuple[str | None, StateAid]
"""A country by its code, or None where only its state aid was told."""

_SUM = re.compile(
    r"\b\d[\d ]*(?:kr|kronor|sek|tkr|mkr|euro|dollar)\b|(?:ge|skanka|skicka|give|send|donate) \d[\d ]*000\b"
)
_FOR = re.compile(
    r" (?:(?:for|till|av|towards) (?:att |en |ett |a |an |the |deras |their )?|to (?:a|an|the|their) )(\w+)"
)
_AND = re.compile(r" (?:och|o|samt|eller|plus|and|or|jamte|liksom|as well as) ")


SHORT = 10
"""So few words with a receiver and a thing, and no question word, are a case ("rådgivare till Vilnius, gratis")."""
LEAST_MENDED = 5
SURE = 0.8
LEAST_PLACE = 7
SURE_PLACE = 0.85
"""A word is corrected only to one this similar (see bot.kb.typos): a wrong thing or country is worse than none."""


_DENIED = {Overlay.PAID_BY_RECEIVER: "not_paid", Overlay.MUTUAL_EXCHANGE: "not_exchange"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a case.

    Args:
        facts: one set of facts for each case that the text names (several things or countries), in order.
        permission: it asks whether something may be done.
        giving: it speaks of giving, sending, paying.
        concrete: it names a particular thing, receiver or circumstance.
        factual: it asks how something is or was, or about the law in general.
        named: the text itself tells a receiver (a country, "abroad", a relief organisation).
        telling: names of the facts that the text tells.
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
        review = military or Overlay.STAFF_COLLECTION in first.overlays or first.unexamined
        if first.form is None and not review:
            return self.permission and "handing" in self.telling and "object" in self.telling and self.named
        if self.permission and (self.giving or self.named):
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
        self._uses = base.search.vocabulary.has_form
        own = self.lexicon.known | self.atlas.words
        self._corrector = Corrector(own)
        self._known = own

    def read(self, text: str, language: Language, today: date, focus: str = "") -> Reading:
        """Read one message or one question of it.

        Args:
            text: cleaned text.
            focus: the part of the text that asks; what is given is looked for there first.
            language: its language; compounds are looked into in Swedish only.
            today: the day of asking, for the dates of the country list.
        """
        lex = self.lexicon
        low = self._mend(self._normal(text), language)
        asked = lex.blank("not_permission", low)
        first = asked.split(maxsplit=1)[0] if asked.split() else ""
        permission = lex.has("permission", asked)
        plainly = "?" in text and not lex.has("asking", f" {first} ") and not lex.has("past", low)
        spoken = lex.blank("not_receiver", low)
        receivers = self.atlas.find(spoken)
        sanctioned = lex.has("sanctioned", low) or any(r.sanctioned for r in receivers)
        facts = self._circumstances(low, language, sanctioned)
        telling = set(self._telling(facts))
        places = self._places(low, receivers, today)
        named = bool(places) or lex.has("abroad", low) or Overlay.VIA_RELIEF_ORGANISATION in facts.overlays
        asking = self._mend(self._normal(focus), language) if focus else low
        forms, objects, generic = self._forms_of(asking, low, language)
        if not forms and focus:
            forms, objects, generic = self._forms_of(low, low, language)
            if len(forms) > 1 and not lex.has("paying", asking) and not self._sum(low, language):
                forms = [form for form in forms if form is not Form.MONEY]  # a story may tell of rent that is paid
        if not forms and facts.unexamined:
            forms = [Form.OTHER]  # whatever it is: the question about it is not examined
        if objects:
            telling.add("object")
        if forms:
            telling.add("form")
        if places:
            telling.add("country")
        if lex.has("handing", low):
            telling.add("handing")
        if plainly:
            telling.add("plain")
        if lex.has("wh", low):
            telling.add("wh")
        if any(r.addressed for r in receivers) and not lex.has("past", low):
            telling.add("addressed")
        if any(r.addressed for r in receivers) and len(asking.split()) <= SHORT and not lex.has("asking", low):
            telling.add("short")
        somewhere: list[Place | None] = [*places] or [None]
        cases = [
            self._one(replace(facts, form=form), low, language, place) for place in somewhere for form in forms
        ] or [self._one(facts, low, language, place) for place in somewhere]
        if cases[0].money_purpose is not Purpose.UNKNOWN:
            telling.add("money_purpose")
        told = facts.equipment_status is not Need.UNKNOWN or bool(facts.overlays)
        concrete = bool(places) or told or (bool(forms) and not generic)
        factual = lex.has("general", asking) or lex.opens("factual", asking)
        factual = factual or (not permission and (lex.has("asking", f" {first} ") or lex.has("past", low)))
        factual = factual or first in ("varfor", "why")
        domestic = not named and (lex.has("domestic", low) or bool(self._municipalities.find(text).municipalities))
        return Reading(
            tuple(dict.fromkeys(cases)),
            permission,
            lex.has("giving", low) or lex.has("paying", low),
            concrete,
            factual,
            named,
            domestic,
            frozenset(telling),
        )

    def _normal(self, text: str) -> str:
        """Normalise a text without the words that only look like things once their accents are gone."""
        unrelated = self.lexicon.unrelated
        return normalise(" ".join(w for w in text.split(" ") if not unrelated.fullmatch(w.casefold().strip(",.?!:;"))))

    def purpose(self, text: str, language: Language) -> Purpose:
        """Read what money is for out of a short reply."""
        return self._purpose(self._mend(normalise(text), language), language)

    def _mend(self, low: str, language: Language) -> str:
        """Correct words that nothing here knows to near ones that are known."""
        rules = [grammar(lang) for lang in Language]
        out = []
        tried = 0
        for word in low.split():
            if (
                word in self._known
                or self._uses(word)
                or len(word) < 4
                or any(word in r.stop or word in r.light for r in rules)
                or any(h.find(f" {word} ", language) for h in self.lexicon.heads.values())
                or self.atlas.find(f" {word} ")
                or any(p.within(word) for p in self.lexicon.phrases.values())
            ):
                out.append(word)
                continue
            tried += 1
            near = self._corrector.nearest(word) if len(word) >= LEAST_MENDED and tried <= MOST_MENDED else None
            sure = near is not None and near[1] >= SURE and near[0][0] == word[0]
            grave = near is not None and (near[0] in self.atlas.words or self._heads("military").holds(near[0]))
            if near is not None and grave and (len(word) < LEAST_PLACE or near[1] < SURE_PLACE):
                sure = False
            out.append(near[0] if near is not None and sure else word)
        return f" {' '.join(out)} "

    def _circumstances(self, low: str, language: Language, sanctioned: bool) -> AidFacts:
        """The facts that hold for every case of a message: need, giver, overlays."""
        lex = self.lexicon
        overlays: set[Overlay] = set()
        for overlay in (
            Overlay.PAID_BY_RECEIVER,
            Overlay.VIA_RELIEF_ORGANISATION,
            Overlay.OTHERS_GOODS,
            Overlay.STAFF_COLLECTION,
            Overlay.MUTUAL_EXCHANGE,
        ):
            if lex.has(overlay, lex.blank(_DENIED.get(overlay, ""), low)):
                overlays.add(overlay)
        spoken = lex.blank("not_military", low)
        arms = [w for _, w in self._heads("military").find(spoken, language) if not self._heads("things").holds(w)]
        if arms or lex.has("military", spoken) or self._heads("military_receiver").find(spoken, language):
            overlays.add(Overlay.MILITARY_OR_DUAL_USE)
        if sanctioned:
            overlays.add(Overlay.SANCTIONED)
        not_givers = {at for at, _ in self._heads("not_company").find(low, language)}
        company = any(at not in not_givers for at, _ in self._heads("company").find(low, language))
        return AidFacts(
            equipment_status=self._need(low),
            giver=Giver.COMPANY if company else Giver.MUNICIPALITY,
            overlays=frozenset(overlays),
            unexamined=lex.has("unexamined", low),
            cannot_say=frozenset(
                fact
                for fact, group in (("equipment_status", "need_unknown"), ("country", "country_unknown"))
                if lex.has(group, low)
            ),
        )

    def _need(self, low: str) -> Need:
        """Whether the thing is still needed: both said counts as still needed, the stricter."""
        left = self.lexicon.blank("need_unknown", self.lexicon.blank("not_need", low))
        spare = self.lexicon.blank("no_longer_needed", left)
        if self.lexicon.has("still_used", spare):
            return Need.STILL_USED
        return Need.NO_LONGER_NEEDED if spare != left else Need.UNKNOWN

    def _places(self, low: str, receivers: list[Receiver], today: date) -> list[Place]:
        """The countries to which it goes; those that a word such as "till" points to before others."""
        pointed = [r for r in receivers if r.addressed] or receivers
        codes = list(dict.fromkeys(r.country for r in pointed))
        if codes:
            return [(code, self.atlas.state_aid(code, today)) for code in codes]
        if self.lexicon.has("own_partner_town", low) and self.atlas.partner:
            return [(self.atlas.partner, self.atlas.state_aid(self.atlas.partner, today))]
        if self.lexicon.has("country_no", low):
            return [(None, StateAid.NO)]
        if self.lexicon.has("country_yes", low):
            return [(None, StateAid.YES)]
        return []

    def _forms_of(self, low: str, text: str, language: Language) -> tuple[list[Form], list[str], bool]:
        """What is given, one form for each part that "och" joins; the objects found; whether all are generic words."""
        forms: list[Form] = []
        objects: list[str] = []
        whole = self._form(low, language, text)
        for part in _AND.split(low):
            form = self._form(f" {part} ", language, text)
            if form is not None and form not in forms:
                forms.append(form)
        if whole is not None and (not forms or whole in (Form.TRANSPORT, Form.MONEY)) and whole not in forms:
            forms = [whole] if whole is Form.TRANSPORT else [whole, *forms]
        things = [w for _, w in self._things(low, language)]
        general = self._heads("generic")
        generic = all(general.holds(w) for w in things)
        objects = things or [w for w in low.split() if len(w) > 3 and w not in self._known and not self._uses(w)]
        return forms, objects, generic

    def _form(self, low: str, language: Language, whole: str = "") -> Form | None:
        lex = self.lexicon
        low = lex.blank("not_paid", low)
        sold = lex.has(Overlay.PAID_BY_RECEIVER, low) or lex.has("unexamined", low)  # then the sum is not a gift
        money = not sold and self._sum(low, language)
        pays = not sold and lex.has("paying", low)
        transport = self._says("transport", low, language)
        ready = self._heads("making_ready").find(low, language)
        things = self._things(low, language)
        taught = self._heads("training").find(low, language)
        ours = lex.has("we_give", whole) or lex.has("we_give", low)
        if money:
            return Form.TRANSPORT if transport and ours and not lex.has("they_buy", low) else Form.MONEY
        transport = transport or (ours and lex.has("running", low))
        if transport or (ready and (ours or (not pays and things and ready[0][0] < things[0][0]))):
            return Form.TRANSPORT
        if pays and ours:
            return Form.TRANSPORT
        if pays and not money and not things and self._says("transport", whole, language):
            return Form.TRANSPORT
        if pays:
            return Form.MONEY
        if things and not (taught and taught[0][0] < things[0][0]):
            return Form.EQUIPMENT
        if self._says("training", low, language):
            return Form.TRAINING
        if self._says("advice", low, language):
            return Form.ADVICE
        if lex.has("other", low) or lex.has(Overlay.MUTUAL_EXCHANGE, lex.blank("not_exchange", low)):
            return Form.OTHER
        offered = lex.has("handing", whole) or lex.has("giving", whole) or lex.has("permission", whole)
        if offered and (self._need(low) is not Need.UNKNOWN or (lex.has("goods_hint", low) and self.atlas.find(low))):
            return Form.EQUIPMENT
        return None

    def _sum(self, low: str, language: Language) -> bool:
        """Tell whether a text names money: a word or a sum."""
        return self._says("money", low, language) or _SUM.search(low) is not None

    def _things(self, low: str, language: Language) -> list[tuple[int, str]]:
        no = {at for at, _ in self._heads("not_things").find(low, Language.EN)}
        return [(at, w) for at, w in self._heads("things").find(low, language) if at not in no]

    def _one(self, facts: AidFacts, low: str, language: Language, place: Place | None) -> AidFacts:
        if place is not None:
            facts = replace(facts, country=place[0], state_aid=place[1])
        if facts.form is Form.MONEY:
            facts = replace(facts, money_purpose=self._purpose(low, language))
        return facts

    def _purpose(self, low: str, language: Language) -> Purpose:
        if self.lexicon.has("they_buy", low):
            return Purpose.OTHER
        if self._says("training", low, language) or self._says("advice", low, language):
            return Purpose.TRAINING_OR_ADVICE
        if self.lexicon.has("money_other", low) or self._things(low, language):
            return Purpose.OTHER
        stated = _FOR.findall(self.lexicon.blank("no_purpose", low))
        if any(self._is_purpose(word) for word in stated):
            return Purpose.OTHER
        return Purpose.UNKNOWN

    def _is_purpose(self, word: str) -> bool:
        """Tell whether what stands after "till" or "för" is a purpose, and no receiver, place or function word."""
        if any(word in grammar(lang).stop or word in grammar(lang).light for lang in Language):
            return False
        receives = bool(self._heads("receiver").find(f" {word} ", Language.SV))
        return not (word.isdigit() or receives or self.atlas.find(f" {word} "))

    def _says(self, group: str, low: str, language: Language) -> bool:
        return bool(self._heads(group).find(low, language)) or self.lexicon.has(group, low)

    def _heads(self, group: str) -> Heads:
        return self.lexicon.heads.get(group) or Heads(())

    @staticmethod
    def _telling(facts: AidFacts) -> list[str]:
        told = []
        if facts.equipment_status is not Need.UNKNOWN:
            told.append("equipment_status")
        if facts.giver is not Giver.MUNICIPALITY:
            told.append("giver")
        if facts.overlays:
            told.append("overlays")
        return told


def doubt(text: str, reader: Reader) -> bool:
    """Tell whether a reply says that the asker does not know."""
    low = normalise(text)
    return reader.lexicon.has("dont_know", low) and len(split(text)) <= 8
