"""Read what money is spent on: sums, freight and making ready of our own gift, the receiver's own costs."""

from __future__ import annotations

import re

from bot.aid.bounds import words_after
from bot.aid.facts import Form, Need
from bot.aid.lexicon import Lexicon
from bot.aid.need import read_need
from bot.aid.payers import we_give
from bot.aid.purpose import SUM, Purposes
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_phrase
from bot.question import Language

_HANDED = re.compile(rf"\b000{small_phrase('sum_to').pattern}")
_HANDING = ("handing", "money_to", "to_their_account", "they_buy", "goes_to")
LATEST = 3
"""The verb of "får vi köra dem" is at the latest so late."""
MOST_HAULED = 5
"""So many words after a verb of hauling, what is hauled stands."""


class Costs:
    """Reads costs with the words of one knowledge base."""

    def __init__(self, lexicon: Lexicon, purposes: Purposes) -> None:
        self._lexicon = lexicon
        self._purposes = purposes

    def sums(self, low: str, language: Language) -> bool:
        """Tell whether a text names money: a word or a sum."""
        low = self._lexicon.blank("not_money", low)
        return self._lexicon.says("money", low, language) or SUM.search(low) is not None

    def hands_over(self, low: str, language: Language) -> bool:
        """Tell whether a sentence hands over money ("vi sätter in summan på deras konto", "20 000 till Sumy")."""
        told = _HANDED.search(low) is not None or any(self._lexicon.has(group, low) for group in _HANDING)
        return told and self.sums(low, language)

    def unpaid(self, low: str) -> str:
        """Leave out what is not paid; "får vi inte betala …" asks for leave to pay."""
        lex = self._lexicon
        words = low.split()
        asked = lex.opens("may_we", low)
        for start, end in reversed(lex.spans("not_paid", words)):
            if not (asked and lex.has("negation", joined(words[start:end]))):
                words[start:end] = [BREAK]
        return joined(words)

    def goods(self, low: str, language: Language) -> list[str]:
        """Return the things that a text names, what may carry them left out."""
        carriers = self._lexicon.phrases["running"]
        return [w for _, w in self._lexicon.things(low, language) if not carriers.within(f" {w} ")]

    def hauls(self, low: str, things: list[tuple[int, str]]) -> bool:
        """Tell whether a thing stands right after a verb of hauling ("köra en sändning")."""
        words = low.split()
        asked = self._lexicon.opens("may_we", low)
        for start, end in self._lexicon.spans("hauling", words):
            if asked and start <= LATEST and self._lexicon.has("pronoun", joined(words[end : end + 1])):
                return True  # "får vi köra dem"
            if any(end <= at < end + len(words_after(words, end, MOST_HAULED)) for at, _ in things):
                return True
        return False

    def handed(self, low: str, whole: str, moves: bool) -> bool:
        """Tell whether money is put into the receiver's hands, whatever it is for; freight of our own is paid by us."""
        lex = self._lexicon
        ours = lex.has("we_give", low)  # "15 000 kronor for the engine we are giving"
        words = low.split()
        if any(SUM.match(" ".join(words[end:])) for _, end in lex.spans("giving_verb", words)):
            return True  # "skänka 200 000 till Sumy för att laga ett tak"
        return lex.has("to_their_account", whole) or (not (moves or ours) and lex.has("money_to", low))

    def carried(self, low: str, whole: str, language: Language) -> bool:
        """Tell whether what is paid for only carries goods of ours that were told of ("may we pay the lorry?")."""
        lex = self._lexicon
        carriers = lex.phrases["running"]
        vehicles = carriers.within(low) and all(carriers.within(f" {w} ") for _, w in lex.things(low, language))
        goods = self.goods(whole, language)
        told = read_need(whole, lex) is not Need.UNKNOWN or we_give(whole, lex)
        return vehicles and bool(goods) and told and not lex.has("their_running", low)

    def paid(self, low: str, whole: str, things: bool, ours: bool, language: Language) -> Form:
        """What paying for something is: freight and making ready of our own gift, else money."""
        if self._purposes.taught(low, language) or self.other_costs(low, language):
            return Form.MONEY
        if ours or (not things and self._lexicon.says("transport", whole, language)):
            return Form.TRANSPORT
        return Form.MONEY

    def other_costs(self, low: str, language: Language) -> bool:
        """Tell whether what is paid for has nothing to do with a thing that is given."""
        lex = self._lexicon
        things = {at for at, _ in lex.things(low, language)}
        named = {*lex.spots("money_other", low, language), *lex.spots("costs", low, language)}
        running = {*lex.spots("running", low, language), *lex.spots("making_ready", low, language)}
        return bool(named - things - running)
