"""Read what is given: equipment, money, transport, training, advice or something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.aid.circumstances import is_unexamined
from bot.aid.costs import Costs
from bot.aid.facts import Form, Overlay
from bot.aid.inkind import InKind
from bot.aid.lexicon import Lexicon, is_light
from bot.aid.payers import we_give
from bot.aid.receivers import Atlas
from bot.aid.unknown import Unknown
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_phrase
from bot.question import Language

_AND = small_phrase("joins_things")


_LARGE = re.compile(r" (?:\d{4,}|\d{1,3} 000) ")
"""So large a number beside what the receiver buys is a sum."""
LEAST_SAID = 3
"""With so many words of its own, the asking part tells what it is about; a story's rent is then not what is paid."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a text says is given.

    Args:
        forms: one for each part that "och" joins, in order.
        objects: the things named, or unknown words that may be things.
        named: a thing of the lists is named.
        unknown: what is given, or done, is said in a word that no list knows.
    """

    forms: tuple[Form, ...]
    objects: tuple[str, ...]
    named: bool = False
    unknown: bool = False

    @property
    def generic(self) -> bool:
        """Whether every thing is named by a word such as "equipment" that makes no case of a question."""
        return not (self.named or self.unknown)


class Forms:
    """Reads what is given with the words of one knowledge base."""

    def __init__(
        self, lexicon: Lexicon, atlas: Atlas, costs: Costs, unknown: Unknown, knows: Callable[[str], bool]
    ) -> None:
        self._lexicon = lexicon
        self._atlas = atlas
        self._costs = costs
        self._unknown = unknown
        self._knows = knows
        self._in_kind = InKind(lexicon, atlas, unknown)

    def read(self, asking: str, whole: str, language: Language, *, paid: bool = False) -> Given:
        """Read what is given in the asking part of a message, else in the whole message.

        Args:
            asking: normalised part of the message that asks.
            whole: the normalised message.
            language: its language.
            paid: the receiver pays: what is paid for is then no gift of money.
        """
        asking = self._plain(asking)
        word = "" if self._in_kind.meets(asking) else self._unknown.word(asking, language)
        if word and not self._costs.sums(asking, language):
            return Given((), (word,), unknown=True)
        given = self._of(asking, whole, language, paid)
        if self._spends(asking, whole, language):
            return replace(given, forms=(Form.MONEY,))
        sold = paid or self._lexicon.has(Overlay.PAID_BY_RECEIVER, whole)
        if given.forms and Form.MONEY not in given.forms and not sold and self._pays_before(asking, whole, language):
            return replace(given, forms=(*given.forms, Form.MONEY))
        told = self._costs.sums(whole, language) or (self._in_kind.meets(asking) and not self._in_kind.meets(whole))
        told_before = given.forms == (Form.OTHER,) and told  # "… 90 000 kronor. Får vi åka?"
        if (given.forms and not told_before) or asking == whole:
            return given
        given = self._of(self._plain(whole), whole, language, paid)
        said = sum(not is_light(word) for word in asking.split()) >= LEAST_SAID
        if (
            said
            and len(given.forms) > 1
            and not self._lexicon.has("paying", asking)
            and not self._costs.sums(whole, language)
        ):
            forms = tuple(form for form in given.forms if form is not Form.MONEY)
            return replace(given, forms=forms)
        return given

    def _spends(self, asking: str, whole: str, language: Language) -> bool:
        """Tell whether the asking part hands over a sum told before, or says what it goes to ("de går till färg")."""
        lex = self._lexicon
        before = whole.replace(asking.strip(), BREAK)
        if not self._costs.sums(before, language) or self._costs.sums(asking, language):
            return False
        handed = not lex.things(before, language) and lex.has("hands_it", asking)
        return handed or lex.has("goes_to", asking)

    def _pays_before(self, asking: str, whole: str, language: Language) -> bool:
        """Tell whether a sentence before the asking part hands over money ("vi sätter in summan på kontot")."""
        if asking == whole or self._costs.sums(asking, language):
            return False
        told = whole.replace(asking.strip(), BREAK).split(BREAK)
        return any(self._costs.hands_over(f" {part.strip()} ", language) for part in told)

    def special(self, given: Given, low: str, language: Language) -> bool:
        """Tell whether what is given has rules of its own that the knowledge does not examine."""
        heads = self._lexicon.heads_of("special_goods")
        told = Form.EQUIPMENT in given.forms and given.named
        told = told and all(heads.find(f" {word} ", language) for word in given.objects)
        return told or self._unknown.special(low, language)

    def _plain(self, low: str) -> str:
        """Leave out what is no gift of money: what the country gets, the freight that they pay, that nobody pays."""
        return self._lexicon.blank_all(("country_no", "country_yes", "carriage_paid", "not_paid"), low)

    def _of(self, low: str, whole: str, language: Language, paid: bool) -> Given:
        forms: list[Form] = []
        one = self._form(low, whole, language, paid)
        for part in _AND.split(low):
            form = self._form(f" {part} ", whole, language, paid)
            if form in (None, Form.OTHER) and Form.EQUIPMENT in forms and self._readies(f" {part} ", language):
                form = Form.TRANSPORT  # "… och skicka med en tekniker"
            if form is not None and form not in forms:
                forms.append(form)
        if one is not None and (not forms or one in (Form.TRANSPORT, Form.MONEY)) and one not in forms:
            forms = [one] if one is Form.TRANSPORT else [one, *forms]
        things = [w for _, w in self._lexicon.things(low, language)]
        general = self._lexicon.heads_of("generic")
        objects = things or [w for w in low.split() if len(w) > 3 and not self._knows(w)]
        named = any(not general.holds(w) for w in things)
        return Given(tuple(forms), tuple(objects), named=named)

    def _readies(self, low: str, language: Language) -> bool:
        """Tell whether a text speaks of making ready, and of nothing that is given."""
        lex = self._lexicon
        done = lex.has("sending_people", low) or lex.has("paying", low)
        return done and bool(lex.spots("making_ready", low, language)) and not lex.things(low, language)

    def _form(self, low: str, whole: str, language: Language, paid: bool) -> Form | None:
        form = self._read_form(low, whole, language, paid)
        if form is Form.TRANSPORT and self._unknown.within(whole, language) and not self._costs.goods(whole, language):
            return None  # freight of something that no list knows
        return form

    def _read_form(self, low: str, whole: str, language: Language, paid: bool) -> Form | None:
        lex = self._lexicon
        low = self._costs.unpaid(low)
        asked = is_unexamined(low, lex)
        sold = asked or lex.has(Overlay.PAID_BY_RECEIVER, low)  # then the sum is not a gift
        pays = not (sold or paid) and lex.has("paying", low)
        things = lex.things(low, language)
        gives = we_give(whole, lex) or we_give(low, lex)
        ours = gives or lex.has("our_goods", whole)
        others = lex.says("owners", whole, language) or lex.says("others", whole, language)
        carries = lex.has("running", low) and (pays or bool(self._costs.goods(whole, language)))  # "vi ger en lastbil"
        moves = lex.says("transport", low, language) or ((gives or (pays and others)) and carries)
        moves = moves or self._costs.hauls(low, things) or (pays and self._costs.carried(low, whole, language))
        ready = lex.spots("making_ready", low, language)
        if ready:  # neither "out of service" nor "the fire service"
            ready = lex.spots("making_ready", lex.mask_all(["no_longer_needed", "not_ready"], low), language)
            named = {at for at, _ in things}
            ready = [at for at in ready if pays or at not in named]  # "vinterdäck som vi inte behöver"
        taught = lex.spots("training", lex.blank("not_training", low), language)
        if taught and ready and taught[0] < ready[0]:
            ready = []  # "utbildning i cykelreparation" repairs nothing
        if _LARGE.search(low) and lex.has("they_buy", low) and lex.has("buying", low):
            return Form.MONEY  # "sätta över 10 000 så de kan köpa …"
        if things and lex.has("we_buy", low) and not lex.has("they_buy", low):
            return Form.EQUIPMENT  # what is bought in order to be given, whatever it costs
        if not sold and ((pays and lex.has("their_running", low)) or lex.has("their_costs", low)):
            return Form.MONEY
        if not sold and self._costs.sums(low, language):
            own = ours and (moves or bool(ready)) and not lex.has("they_buy", low)
            own = own and not self._costs.handed(low, whole, moves)
            return Form.TRANSPORT if own else Form.MONEY
        if pays and lex.has("theirs_own", low) and self._costs.other_costs(low, language):
            return Form.MONEY  # "deras chaufförers löner"
        if pays and not ours and self._are_theirs(low, things):
            return Form.MONEY  # "bensinen till Sumys egna bussar"
        if self._in_kind.advises(low, things, language):
            return Form.ADVICE
        if moves or (ready and (ours or (not pays and things and ready[0] < things[0][0]))):
            return Form.TRANSPORT
        if pays:
            return self._costs.paid(low, whole, bool(things), ours, language)
        return self._in_kind.form(low, whole, language)

    def _are_theirs(self, low: str, things: list[tuple[int, str]]) -> bool:
        """Tell whether a thing is said to be the receiver's own ("Sumys egna bussar", "their bus")."""
        words = low.split()
        for at, _ in things:
            before = joined(words[max(0, at - 2) : at])
            own = self._lexicon.has("own", before) and bool(self._atlas.find(before))
            if own or self._lexicon.has("theirs_own", joined(words[max(0, at - 1) : at])):
                return True
        return False
