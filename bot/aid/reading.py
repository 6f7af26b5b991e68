"""Read the facts of a case out of a person's words, and whether the words put a case at all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from bot.aid.asking import read_asked
from bot.aid.bounds import NEAR
from bot.aid.case import Reading
from bot.aid.circumstances import carries_for_others, read_circumstances
from bot.aid.costs import Costs
from bot.aid.facts import GOODS, AidFacts, Form, Need, Overlay, Purpose
from bot.aid.forms import Forms, Given
from bot.aid.lexicon import Lexicon, lexicon, normalise
from bot.aid.mending import Mender
from bot.aid.message import Message, is_of_the_told, names_receiver, with_ours, with_towards
from bot.aid.need import is_partly, read_need
from bot.aid.purpose import Purposes
from bot.aid.receivers import Atlas, Place
from bot.aid.scope import Scope
from bot.aid.telling import telling
from bot.aid.unknown import Unknown
from bot.kb.base import KnowledgeBase
from bot.kb.language import either
from bot.kb.phrases import joined
from bot.kb.smallwords import small_phrase, small_words
from bot.kb.words import fold, written_names
from bot.question import Language

_NEEDS_NOT = small_phrase("needs_not")
"""What is said of who needs something no longer, or not."""
_LETTERS = re.compile(rf"\b{either('before_letters')} ([A-ZÅÄÖ]{{2,5}})\b(?!-)")
"""A receiver that is named by the first letters of its name."""
_TO = {language: small_words("to_army", language) for language in Language}

KEPT_READINGS = 32
"""So many readings are remembered: a message in a thread is asked about several times."""


class Reader:
    """Reads texts with the words, countries and places of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        words = base.knowledge.lists["words"]
        companies = [*words.heads.get("company", ()), *base.knowledge.municipality.companies]
        self.lexicon: Lexicon = lexicon({**words.heads, "company": companies}, words.phrases)
        self.atlas = Atlas(base.knowledge)
        self._scope = Scope(self.lexicon, self.atlas, base)
        self._mender = Mender(self.lexicon, self.atlas, base.search.vocabulary.has_form)
        self._purposes = Purposes(self.lexicon, self.atlas)
        self._costs = Costs(self.lexicon, self._purposes)
        self._unknown = Unknown(self.lexicon, self.atlas)
        self._forms = Forms(self.lexicon, self.atlas, self._costs, self._unknown, self._mender.knows)
        self.read = lru_cache(KEPT_READINGS)(self._read)

    def _read(self, text: str, language: Language, today: date, focus: str = "") -> Reading:
        """Read one message or one question of it.

        Args:
            text: cleaned text.
            language: its language; compounds are looked into in Swedish only.
            today: the day of asking, for the dates of the country list.
            focus: the part of the text that asks; what is given is looked for there first.
        """
        message = self._message(text, language, today, focus)
        facts = self._facts(message)
        facts, given = self._given(message, facts)
        cases = self._cases(message, facts, given)
        told = telling(message, cases[0], given, self._scope)
        met, cases = self._meets(message, facts, given, cases)
        asked, somewhere = message.asked, message.somewhere
        named = self._is_named(message, facts, given)
        legal = asked.legal and message.giving
        judged = somewhere and bool(given.forms) and (legal or self.lexicon.has("matters", message.asking))
        informs = asked.information and not (facts.unexamined and named) and not judged
        general = asked.requirement and not somewhere and _in_general(facts, given)
        orders = not (asked.permission or message.giving) and self.lexicon.opens("not_permission", message.low)
        return Reading(
            message,
            cases,
            permission=asked.permission or judged,
            concrete=self._scope.concrete(cases[0], given, message.places, message.low),
            factual=informs or general or met or orders,  # "can you book …" asks the bot
            named=named,
            domestic=self._is_domestic(message, facts, given),
            telling=told,
        )

    def _message(self, text: str, language: Language, today: date, focus: str) -> Message:
        lex = self.lexicon
        low = self._mender.ready(text, language)
        asking = self._mender.ready(focus, language) if focus else low
        asked = read_asked(with_ours(asking, text), with_ours(low, text), plain="?" in text, lex=lex)
        names = written_names(text)
        receivers = self.atlas.find(lex.mask_all(("fled", "not_receiver"), low), names)
        places = self.atlas.places(low, receivers, today, lex)
        return Message(text, language, low, asking, asked, tuple(receivers), tuple(places), names, lex, self.atlas)

    def _facts(self, message: Message) -> AidFacts:
        """Read what holds for every case of a message: its circumstances, and whether the thing is needed."""
        lex, low, asking = self.lexicon, message.low, message.asking
        sanctioned = lex.has("sanctioned", lex.blank("fled", low)) or any(self.atlas.counts(message.receivers))
        facts = read_circumstances(low, message.language, lex, sanctioned=sanctioned, places=message.at)
        need = read_need(with_towards(low, message.at), lex)
        new = lex.has("the_new", asking) and not lex.has("the_old", asking)
        part = lex.has("every", asking) and asking != low and lex.has("part_of", low)
        if need is Need.NO_LONGER_NEEDED and (new or part):
            need = Need.UNKNOWN  # the old ones, or some, are no longer needed
        others = {Overlay.OTHERS_GOODS} if self._others_need(message) else set()
        return replace(facts, equipment_status=need, overlays=facts.overlays | others)

    def _given(self, message: Message, facts: AidFacts) -> tuple[AidFacts, Given]:
        """Read what is given, and complete what depends on it: whose goods are moved, what is not examined."""
        lex, low, language = self.lexicon, message.low, message.language
        given = self._forms.read(message.spoken_of, low, language, paid=Overlay.PAID_BY_RECEIVER in facts.overlays)
        brought = Overlay.MUTUAL_EXCHANGE in facts.overlays and lex.has("brings", low)
        if brought and (given.named or self._unknown.within(low, language)):
            given = replace(given, forms=(Form.EQUIPMENT,))  # what is left behind at a visit is a gift
        special = message.asked.permission and self._forms.special(given, message.asking, language)
        private = Form.EQUIPMENT in given.forms and lex.has("private_receiver", low)
        if special or private:
            facts = replace(facts, unexamined=True)
        if Form.TRANSPORT in given.forms and carries_for_others(low, language, lex, message.at):
            facts = replace(facts, overlays=facts.overlays | {Overlay.OTHERS_GOODS})
        if not given.forms and facts.unexamined:
            given = replace(given, forms=(Form.OTHER,))
        return facts, given

    def _cases(self, message: Message, facts: AidFacts, given: Given) -> tuple[AidFacts, ...]:
        """Return a case for each place and each thing; what is not sure for all of them is left open."""
        low, asking, language = message.low, message.asking, message.language
        found = []
        somewhere: list[Place | None] = [*message.places] or [None]
        for place in somewhere:
            for form in given.forms or (None,):
                case = replace(facts, form=form)
                if place is not None:
                    case = replace(case, country=place[0], state_aid=place[1])
                if form is Form.MONEY:
                    overlays = case.overlays - {Overlay.PAID_BY_RECEIVER}  # who is given money does not pay
                    case = replace(case, money_purpose=self._purposes.read(low, language), overlays=overlays)
                found.append(case)
        cases = tuple(dict.fromkeys(found))
        unknown = self._unknown.receiver(asking, language, message.names) or self._unknown_letters(message.text)
        if unknown or (asking != low and self._unknown.receiver(low, language) in message.names):
            cases = tuple(replace(case, receiver_unclear=case.form in GOODS) for case in cases)
        spare = facts.equipment_status is Need.NO_LONGER_NEEDED
        if spare and is_partly(low if message.brief else asking, language, self.lexicon):
            others = (case for case in cases if case.form is Form.EQUIPMENT)
            cases += tuple(replace(case, equipment_status=Need.UNKNOWN) for case in others)
        return cases

    def _meets(
        self, message: Message, facts: AidFacts, given: Given, cases: tuple[AidFacts, ...]
    ) -> tuple[bool, tuple[AidFacts, ...]]:
        """Tell whether a message only tells of a visit; what is handed over at one is judged instead of it."""
        if facts.overlays != {Overlay.MUTUAL_EXCHANGE} or message.asked.there or message.has("legal_matter"):
            return False, cases
        sums = self._costs.sums(message.low, message.language)
        handed = message.giving or facts.equipment_status is not Need.UNKNOWN or sums
        beside = tuple(case for case in cases if case.form is not Form.OTHER)
        return (False, beside) if handed and given.forms and beside else (True, cases)

    def _is_named(self, message: Message, facts: AidFacts, given: Given) -> bool:
        """Tell whether a message names a receiver: a country, "abroad", a relief organisation, an army."""
        if message.places or message.has("abroad") or Overlay.VIA_RELIEF_ORGANISATION in facts.overlays:
            return True
        lex, language = self.lexicon, message.language
        spoken = lex.blank("not_military", message.low)
        arms = lex.heads_of("military").find(spoken, language)
        told = (given.named and not arms) or facts.equipment_status is not Need.UNKNOWN
        handed = message.giving or message.has("handing_over") or (message.asked.permission and told)
        words = spoken.split()
        spots = lex.spots("military_receiver", spoken, language)
        return any(handed or _TO[language] & set(words[max(0, at - NEAR) : at]) for at in spots)

    def _is_domestic(self, message: Message, facts: AidFacts, given: Given) -> bool:
        """Tell whether what a message speaks of stays in the country, or comes to the asker."""
        asked = message.asked
        if asked.to_us or (asked.to_asker and not message.giving):
            return True
        bought = self._scope.bought(message.receivers, given, facts, message.low)
        settled = message.has("settled") and any(receiver.origin for receiver in message.receivers)
        return bought or settled or (not message.somewhere and self._scope.at_home(message.text, message.low, asked))

    def _others_need(self, message: Message) -> bool:
        """Tell whether somebody else is said to need a thing no longer ("bussar som Polen inte behöver")."""
        words = message.low.split()
        for _, end in self.lexicon.spans("relative", words):
            if not _NEEDS_NOT.match(joined(words[end + 1 :])):
                continue
            who = joined(words[end : end + 1])
            others = words[end] in message.names or bool(self.atlas.find(who))
            if others or any(self.lexicon.says(group, who, Language.SV) for group in ("owners", "others")):
                return True
        return False

    def _unknown_letters(self, text: str) -> bool:
        """Tell whether a receiver is named by letters that nothing knows ("till XYZ")."""
        found = (f" {fold(letters)} " for letters in _LETTERS.findall(text))
        lex = self.lexicon
        known = (
            self.atlas.find(w) or lex.says("receiver", w, Language.SV) or lex.has(Overlay.VIA_RELIEF_ORGANISATION, w)
            for w in found
        )
        return not all(known)

    def purpose(self, text: str, language: Language) -> Purpose:
        """Read what money is for out of a short reply."""
        return self._purposes.read(self._mender.mend(normalise(text), language), language)

    def knows_receiver(self, text: str, language: Language) -> bool:
        """Tell whether a short reply names a civilian receiver."""
        return names_receiver(self._mender.ready(text, language), self.lexicon)

    def says_no_more(self, reading: Reading) -> bool:
        """Tell whether a message says nothing but who gives what to whom, and what may stand beside it in a thread."""
        words = reading.message.low.split()
        return self._scope.says_no_more(joined(w for w in words if not self.lexicon.is_one("beside_place", w)))

    def asks_of_the_told(self, text: str) -> bool:
        """Tell whether a question is about what was told before it ("Kan vi göra det på egen hand?"), or adds to it."""
        low = normalise(text)
        return self.lexicon.opens("adding", low) or is_of_the_told(low, self.lexicon)

    def asks_whole(self, text: str, tail: str) -> bool:
        """Tell whether a question asks from its first word on, though its tail looks like a question of its own.

        It asks what the municipality must do ("behöver vi kontrollera hur …"), or whether it may, or the tail is a
        relative clause ("… the plough, which we no longer need. May they have it?").
        """
        low, lex = normalise(text), self.lexicon
        if lex.opens("duty_question", low) or lex.opens("relative_clause", normalise(tail)):
            return True
        may = lex.opens("may_we", low) and not lex.has("not_permission", low)
        return may and lex.opens("wh", normalise(tail))


def _in_general(facts: AidFacts, given: Given) -> bool:
    """Tell whether a question about a requirement, country aside, names no case: no particular thing, no need told."""
    return given.generic and facts.equipment_status is not Need.NO_LONGER_NEEDED
