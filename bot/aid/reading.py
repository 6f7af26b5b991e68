"""Read the facts of a case out of a person's words, and whether the words put a case at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.aid.asking import Asked, read_asked
from bot.aid.case import Reading
from bot.aid.circumstances import carries_for_others, read_circumstances
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.forms import Forms, Given
from bot.aid.lexicon import Lexicon, lexicon, normalise
from bot.aid.mending import Mender
from bot.aid.need import is_partly, read_need
from bot.aid.purpose import Purposes
from bot.aid.receivers import Atlas, Place
from bot.aid.scope import Scope
from bot.kb.base import KnowledgeBase
from bot.kb.words import fold, split, written_names
from bot.question import Language

_ARTICLES = frozenset({"a", "an", "the", "some", "our"})
_TOWARDS = "towards"
_WHO = re.compile(
    r" (?:som|that|which) (\w+) "
    r"(?:inte (?:langre )?(?:behover|anvander)|no longer (?:needs?|uses?)|does(?: not|n t) need) "
)
"""Who is said to need something no longer, or not."""
_RELIEF = Overlay.VIA_RELIEF_ORGANISATION
_LETTERS = re.compile(r"\b(?:till|åt|to|from|från) ([A-ZÅÄÖ]{2,5})\b")
"""A receiver that is named by the first letters of its name."""
_TO = {Language.SV: frozenset({"till", "at"}), Language.EN: frozenset({"to", "for"})}
NEAR = 3
"""So many words before a receiver, "till" points to it."""
FEW = 8
"""A question of so few words may be about what was told before it."""
SHORT = 10
"""So few words with a receiver and a thing, and no question word, are a case ("rådgivare till Vilnius, gratis")."""


class Reader:
    """Reads texts with the words, countries and places of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        words = base.knowledge.lists["words"]
        self.lexicon: Lexicon = lexicon(words.heads, words.phrases)
        self.atlas = Atlas(base.knowledge)
        self._scope = Scope(self.lexicon, self.atlas, base)
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
        asked = read_asked(_with_ours(asking, text), _with_ours(low, text), plain="?" in text, lex=lex)
        receivers = self.atlas.find(lex.blank("not_receiver", low))
        sanctioned = lex.has("sanctioned", low) or any(r.sanctioned for r in receivers)
        at = [r.at for r in receivers]
        facts = read_circumstances(low, language, lex, sanctioned=sanctioned, places=at)
        facts = replace(facts, equipment_status=read_need(self._set_apart(low, at), lex))
        spare = facts.equipment_status is Need.NO_LONGER_NEEDED
        new = lex.has("the_new", asking) and not lex.has("the_old", asking)
        part = lex.has("every", asking) and asking != low and lex.has("part_of", low)
        if spare and (new or part):
            facts = replace(facts, equipment_status=Need.UNKNOWN)  # the old ones, or some, are no longer needed
        if self._others_need(text, low):
            facts = replace(facts, overlays=facts.overlays | {Overlay.OTHERS_GOODS})
        places = self.atlas.places(low, receivers, today, lex)
        spoken_of = low if self._is_of_the_told(asking) else asking
        given = self._forms.read(spoken_of, low, language, paid=Overlay.PAID_BY_RECEIVER in facts.overlays)
        brought = Overlay.MUTUAL_EXCHANGE in facts.overlays and lex.has("brings", low)
        if brought and (given.named or self._forms.strange(low, language)):
            given = replace(given, forms=(Form.EQUIPMENT,))  # what is left behind at a visit is a gift
        if asked.permission and self._forms.special(given, asking, language):
            facts = replace(facts, unexamined=True)
        if Form.EQUIPMENT in given.forms and lex.has("private_receiver", low):
            facts = replace(facts, unexamined=True)
        facts, given = self._moved(facts, given, low, language, at)
        giving = lex.has("giving", low) or lex.has("paying", low)
        spoken = lex.blank("not_military", low)
        handed = giving or lex.has("handing_over", low)
        arms = lex.heads_of("military").find(spoken, language)
        told_of = (given.named and not arms) or facts.equipment_status is not Need.UNKNOWN
        told = handed or (asked.permission and told_of)
        army = self._armed(spoken, language, told=told)
        relief = Overlay.VIA_RELIEF_ORGANISATION in facts.overlays
        named = bool(places) or lex.has("abroad", low) or relief or army
        somewhere = any(code is not None for code, _ in places)
        general = asked.requirement and not somewhere and _in_general(facts, given)
        legal = asked.legal and giving
        judged = somewhere and bool(given.forms) and (legal or lex.has("matters", asking))
        informs = asked.information and not (facts.unexamined and named) and not judged
        cases = self._cases(facts, given, places, low, language)
        unknown = self._forms.unknown_receiver(asking, language) or self._unknown_letters(text)
        if unknown or (asking != low and self._forms.unknown_receiver(low, language) in written_names(text)):
            cases = tuple(replace(c, receiver_unclear=c.form in _GOODS) for c in cases)
        whole = low if len(asking.split()) <= SHORT else asking
        if is_partly(whole, language, lex) and facts.equipment_status is Need.NO_LONGER_NEEDED:
            cases += tuple(replace(c, equipment_status=Need.UNKNOWN) for c in cases if c.form is Form.EQUIPMENT)
        telling = _telling(cases[0], given, places, asked)
        reached = {end for _, end in lex.spans("object_verb", low.split())}  # "ge Lviv några …"
        if any(r.addressed or r.at in reached for r in receivers) and not lex.has("past", low):
            telling.add("addressed")
        if any(low.split()[start - 1 : start] in _POINTING for start, _ in lex.spans(_RELIEF, low.split())):
            telling.add("addressed")  # "pengar till UNICEF"
        if any(lex.has("modal", f" {' '.join(low.split()[max(0, r.at - 1) : r.at])} ") for r in receivers):
            telling |= {"addressed", "leave"} if given.unknown else set()  # "kan Lviv få några …"
        if any(r.addressed for r in receivers) and len(asking.split()) <= SHORT and not lex.has("asking", low):
            telling.add("short")
        if somewhere and giving and asked.leave and not given.forms and self._scope.says_no_more(asking):
            telling.add("something")
        if somewhere and given.forms and len(low.split()) <= SHORT and not lex.has("asking", low):
            telling |= {"short", "addressed"} if self._scope.says_no_more(low) else set()
        home = not somewhere and self._scope.at_home(text, low, asked)
        told_to = not (asked.permission or giving) and lex.opens("not_permission", low)  # "can you book …" asks the bot
        given_there = giving or facts.equipment_status is not Need.UNKNOWN or self._forms.sums(low, language)
        met = facts.overlays == {Overlay.MUTUAL_EXCHANGE} and not (asked.there or lex.has("legal_matter", low))
        beside = tuple(form for form in given.forms if form is not Form.OTHER)
        if met and given_there and beside:  # what is handed over at a visit is judged, and no longer the visit
            met, cases = False, tuple(case for case in cases if case.form in beside)
        return Reading(
            cases,
            asked.permission or judged,
            giving,
            self._scope.concrete(cases[0], given, places, low),
            informs or general or met or told_to,
            named,
            asked.to_us or (asked.to_asker and not giving) or self._scope.bought(receivers, given, facts, low) or home,
            frozenset(telling),
        )

    def _others_need(self, text: str, low: str) -> bool:
        """Tell whether somebody else is said to need a thing no longer ("bussar som Polen inte behöver")."""
        lex, names = self.lexicon, written_names(text)
        for match in _WHO.finditer(low):
            who = f" {match[1]} "
            others = match[1] in names or bool(self.atlas.find(who))
            if others or any(lex.says(group, who, Language.SV) for group in ("owners", "others")):
                return True
        return False

    def _unknown_letters(self, text: str) -> bool:
        """Tell whether a receiver is named by letters that nothing knows ("till XYZ")."""
        found = (f" {fold(letters)} " for letters in _LETTERS.findall(text))
        lex = self.lexicon
        known = (self.atlas.find(w) or lex.says("receiver", w, Language.SV) or lex.has(_RELIEF, w) for w in found)
        return not all(known)

    def purpose(self, text: str, language: Language) -> Purpose:
        """Read what money is for out of a short reply."""
        return self._purposes.read(self._mender.mend(normalise(text), language), language)

    def knows_receiver(self, text: str, language: Language) -> bool:
        """Tell whether a short reply names a civilian receiver."""
        low = self._mender.ready(text, language)
        return self.lexicon.says("receiver", low, Language.SV) or self.lexicon.has("civilian", low)

    @staticmethod
    def _set_apart(low: str, places: Sequence[int]) -> str:
        """Write another word for "to" before a place or an article: no verb has it ("beds we don't need to a town")."""
        words = low.split()
        for at, word in enumerate(words[:-1]):
            article = words[at + 1] in _ARTICLES and words[max(0, at - 1)] != "surplus"
            if word == "to" and (article or at + 1 in places):
                words[at] = _TOWARDS
        return f" {' '.join(words)} "

    def asks_of_the_told(self, text: str) -> bool:
        """Tell whether a question is about what was told before it ("Kan vi göra det på egen hand?"), or adds to it."""
        low = normalise(text)
        return self.lexicon.opens("adding", low) or self._is_of_the_told(low)

    def _is_of_the_told(self, low: str) -> bool:
        lex = self.lexicon
        words, named = len(low.split()), lex.heads_of("things").find(low, Language.SV)
        done = lex.has("do_so", low) and words <= (FEW if named else 2 * FEW)
        return done or (words <= SHORT and lex.opens("that_is", low))

    def asks_whole(self, text: str, tail: str) -> bool:
        """Tell whether a question asks from its first word on, though its tail looks like a question of its own.

        It asks what the municipality must do ("behöver vi kontrollera hur …"), or whether it may and the tail is a
        relative clause ("may we give the plough, which …").
        """
        low = normalise(text)
        if self.lexicon.opens("duty_question", low):
            return True
        may = self.lexicon.opens("may_we", low) and not self.lexicon.has("not_permission", low)
        return may and self.lexicon.opens("wh", normalise(tail))

    def _armed(self, low: str, language: Language, *, told: bool) -> bool:
        """Tell whether a text names a military receiver to whom something goes."""
        words = low.split()
        spots = self.lexicon.spots("military_receiver", low, language)
        return any(told or _TO[language] & set(words[max(0, at - NEAR) : at]) for at in spots)

    def _moved(
        self, facts: AidFacts, given: Given, low: str, language: Language, places: Sequence[int]
    ) -> tuple[AidFacts, Given]:
        """Complete what depends on both: whose goods are moved; what is not examined, whatever is given."""
        if Form.TRANSPORT in given.forms and carries_for_others(low, language, self.lexicon, places):
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


_GOODS = (Form.EQUIPMENT, Form.TRANSPORT)
_POINTING = (["till"], ["at"], ["to"])


def _with_ours(low: str, text: str) -> str:
    """Write "vår" as "våran" in a normalised text where the asker kept the dots: it asks nothing, as "var" does."""
    spelled = {word.strip(".,?!") for word in text.casefold().split()}
    return low.replace(" var ", " varan ") if "vår" in spelled and "var" not in spelled else low


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
        "thing": given.named,
        "unknown": given.unknown,
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
