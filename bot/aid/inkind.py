"""Read what is given in kind: equipment, training, advice, a meeting, people who work."""

from __future__ import annotations

from bot.aid.facts import Form, Need, Overlay
from bot.aid.lexicon import Lexicon
from bot.aid.need import read_need
from bot.aid.receivers import Atlas
from bot.aid.unknown import Unknown
from bot.kb.phrases import joined
from bot.question import Language

MOST_SENT = 6
"""So many words after a verb of sending, the people who are sent stand."""


class InKind:
    """Reads with the words of one knowledge base."""

    def __init__(self, lexicon: Lexicon, atlas: Atlas, unknown: Unknown) -> None:
        self._lexicon = lexicon
        self._atlas = atlas
        self._unknown = unknown

    def form(self, low: str, whole: str, language: Language) -> Form | None:
        """Read what a part of a message gives, or does, in kind; None where it does not tell.

        Args:
            low: the normalised part.
            whole: the normalised message.
            language: its language.
        """
        lex = self._lexicon
        things = lex.things(low, language)
        spoken = lex.mask_all(["not_training"], low)
        taught = lex.spots("training", spoken, language)
        if self.meets(low):
            things = []  # what a visit is about is not given
        advised = lex.heads_of("advice").find(spoken, language)
        service = min((*taught, *(at for at, _ in advised)), default=None)
        if things and (service is None or service > things[0][0]):
            return Form.EQUIPMENT
        if taught:
            return Form.TRAINING
        if lex.says("advice", spoken, language) or self.advises(low, things, language):
            return Form.ADVICE
        if lex.has("other", low) or self._is_exchange(low) or self._sends_people(low):
            return Form.OTHER
        offered = lex.has("handing", whole) or lex.has("giving", whole) or lex.has("permission", whole)
        if offered and self._spoken_of_as_goods(low) and not self._unknown.within(whole, language):
            return Form.EQUIPMENT
        return None

    def meets(self, low: str) -> bool:
        """Tell whether a text speaks of an exchange and hands nothing over."""
        lex = self._lexicon
        pays = lex.has("paying", low) and lex.has("theirs_own", low)  # "som en del av utbytet betalar vi deras tak"
        return self._is_exchange(low) and not (pays or lex.has("handing", low) or lex.has("handing_over", low))

    def _is_exchange(self, low: str) -> bool:
        return self._lexicon.has(Overlay.MUTUAL_EXCHANGE, self._lexicon.blank("not_exchange", low))

    def advises(self, low: str, things: list[tuple[int, str]], language: Language) -> bool:
        """Tell whether a person of the trade helps, with nothing but the receiver's own things ("sitt reningsverk")."""
        words = low.split()
        theirs = all(self._lexicon.has("theirs_own", joined(words[max(0, at - 1) : at])) for at, _ in things)
        return theirs and self._lexicon.says("professions", low, language) and self._lexicon.has("assisting", low)

    def _sends_people(self, low: str) -> bool:
        """Tell whether people are sent to work ("skicka två snickare"), or go in order to help."""
        lex = self._lexicon
        people = {start for start, _ in lex.spans("crew", low.split())} | set(
            lex.spots("professions", low, Language.SV)
        )
        goes = lex.has("travelling", low) and lex.has("assisting", low)
        sent = lex.spans("sending_people", low.split())
        return bool(people and goes) or any(end <= at < end + MOST_SENT for _, end in sent for at in people)

    def _spoken_of_as_goods(self, low: str) -> bool:
        """Tell whether the text speaks of something as of a thing, though no list names it."""
        if read_need(low, self._lexicon) is not Need.UNKNOWN:
            return True
        hinted = self._lexicon.blank_all(["people", "crew"], low)
        return self._lexicon.has("goods_hint", hinted) and bool(self._atlas.find(low))
