"""Read what is given: equipment, money, transport, training, advice or something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.aid.facts import Form, Need, Overlay
from bot.aid.lexicon import Lexicon
from bot.aid.need import read_need
from bot.aid.purpose import Purposes, is_light, things_in
from bot.aid.receivers import Atlas
from bot.question import Language

_SUM = re.compile(
    r"\b\d[\d ]*(?:kr|kronor|sek|tkr|mkr|euro|dollar)\b"
    r"|\b\d[\d ]*000(?= (?:till|for|at|som|per|ur|i|pa|to|so|of|from|\|)| $)"
)
"""A sum: a number with a currency, or thousands that count nothing ("75 000 till …", not "5 000 tegelpannor")."""
_AND = re.compile(r" (?:och|o|samt|eller|plus|and|or|jamte|liksom|as well as) ")


LEAST_SAID = 3
"""With so many words of its own, the asking part tells what it is about; a story's rent is then not what is paid."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a text says is given.

    Args:
        forms: one for each part that "och" joins, in order.
        objects: the things named, or unknown words that may be things.
        generic: every thing is named by a word such as "equipment" that makes no case of a question.
    """

    forms: tuple[Form, ...]
    objects: tuple[str, ...]
    generic: bool


class Forms:
    """Reads what is given with the words of one knowledge base."""

    def __init__(self, lexicon: Lexicon, atlas: Atlas, purposes: Purposes, knows: Callable[[str], bool]) -> None:
        self._lexicon = lexicon
        self._atlas = atlas
        self._purposes = purposes
        self._knows = knows

    def read(self, asking: str, whole: str, language: Language) -> Given:
        """Read what is given in the asking part of a message, else in the whole message.

        Args:
            asking: normalised part of the message that asks.
            whole: the normalised message.
            language: its language.
        """
        asking = self._plain(asking)
        given = self._of(asking, whole, language)
        if given.forms or asking == whole:
            return given
        given = self._of(self._plain(whole), whole, language)
        said = sum(not is_light(word) for word in asking.split()) >= LEAST_SAID
        if said and len(given.forms) > 1 and not self._lexicon.has("paying", asking) and not self.sums(whole, language):
            forms = tuple(form for form in given.forms if form is not Form.MONEY)
            return Given(forms, given.objects, given.generic)
        return given

    def ours(self, low: str) -> bool:
        """Tell whether the text says that the municipality itself gives the thing."""
        return self._lexicon.has("we_give", low)

    def sums(self, low: str, language: Language) -> bool:
        """Tell whether a text names money: a word or a sum."""
        return self._lexicon.says("money", low, language) or _SUM.search(low) is not None

    def _plain(self, low: str) -> str:
        """Leave out what is said of the country: "får ingen krona i svenskt bistånd" gives no money."""
        return self._lexicon.blank("country_no", self._lexicon.blank("country_yes", low))

    def _of(self, low: str, whole: str, language: Language) -> Given:
        forms: list[Form] = []
        one = self._form(low, whole, language)
        for part in _AND.split(low):
            form = self._form(f" {part} ", whole, language)
            if form is not None and form not in forms:
                forms.append(form)
        if one is not None and (not forms or one in (Form.TRANSPORT, Form.MONEY)) and one not in forms:
            forms = [one] if one is Form.TRANSPORT else [one, *forms]
        things = [w for _, w in things_in(low, language, self._lexicon)]
        general = self._lexicon.heads_of("generic")
        objects = things or [w for w in low.split() if len(w) > 3 and not self._knows(w)]
        return Given(tuple(forms), tuple(objects), all(general.holds(w) for w in things))

    def _form(self, low: str, whole: str, language: Language) -> Form | None:
        lex = self._lexicon
        low = lex.blank("not_paid", low)
        asked = lex.has("unexamined", lex.blank("subject_taught", low))
        sold = asked or lex.has(Overlay.PAID_BY_RECEIVER, low)  # then the sum is not a gift
        pays = not sold and lex.has("paying", low)
        things = things_in(low, language, lex)
        ours = self.ours(whole) or self.ours(low)
        others = lex.says("owners", whole, language) or lex.says("others", whole, language)
        moves = lex.says("transport", low, language) or ((ours or (pays and others)) and lex.has("running", low))
        ready = lex.spots("making_ready", low, language)
        taught = lex.spots("training", lex.blank("not_training", low), language)
        if taught and ready and taught[0] < ready[0]:
            ready = []  # "utbildning i cykelreparation" repairs nothing
        if things and lex.has("we_buy", low) and not lex.has("they_buy", low):
            return Form.EQUIPMENT  # what is bought in order to be given, whatever it costs
        if pays and lex.has("their_running", low):
            return Form.MONEY
        if not sold and self.sums(low, language):
            own = ours and (moves or bool(ready)) and not lex.has("they_buy", low)
            return Form.TRANSPORT if own else Form.MONEY
        if moves or (ready and (ours or (not pays and things and ready[0] < things[0][0]))):
            return Form.TRANSPORT
        if pays:
            return self._paid(low, whole, bool(things), ours, language)
        return self._in_kind(low, whole, language)

    def _paid(self, low: str, whole: str, things: bool, ours: bool, language: Language) -> Form:
        """What paying for something is: freight and making ready of our own gift, else money."""
        if self._purposes.taught(low, language) or self._other_costs(low, language):
            return Form.MONEY
        if ours or (not things and self._lexicon.says("transport", whole, language)):
            return Form.TRANSPORT
        return Form.MONEY

    def _other_costs(self, low: str, language: Language) -> bool:
        """Tell whether what is paid for has nothing to do with a thing that is given."""
        lex = self._lexicon
        things = {at for at, _ in things_in(low, language, lex)}
        named = {*lex.spots("money_other", low, language), *lex.spots("costs", low, language)}
        running = {*lex.spots("running", low, language), *lex.spots("making_ready", low, language)}
        return bool(named - things - running)

    def _in_kind(self, low: str, whole: str, language: Language) -> Form | None:
        lex = self._lexicon
        things = things_in(low, language, lex)
        taught = lex.heads_of("training").find(lex.blank("not_training", low), language)
        exchanged = lex.has(Overlay.MUTUAL_EXCHANGE, lex.blank("not_exchange", low))
        if exchanged and not lex.has("handing", low) and not lex.has("handing_over", low):
            things = []  # what a visit is about is not given
        if things and not (taught and taught[0][0] < things[0][0]):
            return Form.EQUIPMENT
        plain = lex.blank("not_training", low)
        if lex.says("training", plain, language):
            return Form.TRAINING
        if lex.says("advice", plain, language):
            return Form.ADVICE
        if lex.has("other", low) or exchanged:
            return Form.OTHER
        offered = lex.has("handing", whole) or lex.has("giving", whole) or lex.has("permission", whole)
        if offered and self._spoken_of_as_goods(low):
            return Form.EQUIPMENT
        return None

    def _spoken_of_as_goods(self, low: str) -> bool:
        """Tell whether the text speaks of something as of a thing, though no list names it."""
        if read_need(low, self._lexicon) is not Need.UNKNOWN:
            return True
        hinted = self._lexicon.blank("people", low)
        return self._lexicon.has("goods_hint", hinted) and bool(self._atlas.find(low))
