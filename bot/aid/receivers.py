"""To whom a case gives: countries, places, occupied areas, the own partner town, by the lists of the knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.aid.bounds import NEAR, begins
from bot.aid.facts import StateAid
from bot.aid.lexicon import Lexicon
from bot.kb.entries import PartnerTown, Status
from bot.kb.knowledge import Knowledge
from bot.kb.lists import Countries, Places
from bot.kb.mentions import Names, dotted_words
from bot.kb.smallwords import small_words
from bot.kb.words import split, split_each
from bot.question import Language

_Meant = tuple[str, bool, bool]
"""Country, whether it counts as sanctioned, and whether the name is one only after a preposition."""
Place = tuple[str | None, StateAid]
"""A country by its code, or None where only its state aid was told."""

_TO = small_words("to_place")
_JOIN = small_words("joins_places")
_FROM = small_words("from_place")
_BEFORE = small_words("before_name")
"""Before a place whose name is a word of its own too, one of these stands."""
_ARTICLES = small_words("articles")
MOST_JOINING = 3
"""So many words, all of them joining, bind a name to the one before."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver that a text names.

    Args:
        country: ISO code.
        sanctioned: the country, or the place, counts as sanctioned.
        addressed: a word such as "till" stands before it.
        origin: a word such as "från" stands before it.
        at: the number of its first word in the text.
    """

    country: str
    sanctioned: bool
    addressed: bool
    origin: bool
    at: int


class Atlas:
    """The names of countries and places, found in a normalised text."""

    def __init__(self, knowledge: Knowledge) -> None:
        countries: Countries | None = knowledge.lists.get("countries")
        self._rows = countries.by_code if countries is not None else {}
        named = list(self._named(knowledge))
        spelled = [name for name, _ in named]
        names: dict[tuple[str, ...], _Meant] = {}
        for words, (_, meant) in zip(split_each(spelled), named, strict=True):
            names.setdefault(tuple(words), meant)
        names.pop((), None)
        self._names = Names(names)
        self.words = self._names.words
        said = (name for row in self._rows.values() for name in (row.sv, row.en, *row.names, *row.people))
        self._countries = frozenset(" ".join(split(name)) for name in said)
        self.dotted = dotted_words(spelled)
        self.partner = _partner_country(knowledge)

    def _named(self, knowledge: Knowledge) -> Iterator[tuple[str, _Meant]]:
        """Yield the names, each with what it means; of two alike the first counts."""
        places: Places | None = knowledge.lists.get("places")
        for area in places.occupied if places is not None else ():
            yield from ((name, (area.country, True, False)) for name in (area.name, *area.names))
        for row in self._rows.values():
            meant = row.code, row.sanctioned, False
            yield from ((name, meant) for name in (row.sv, row.en, *row.names, *row.people))
        for item in knowledge.of_type("partner_town"):
            if isinstance(item.entry, PartnerTown):
                aliases = [alias for words in item.words.values() for alias in words.aliases]
                yield from ((alias, (item.entry.country, False, False)) for alias in aliases)
        for place in places.places if places is not None else ():
            sanctioned = self.sanctioned(place.country)
            yield from ((name, (place.country, sanctioned, False)) for name in (place.name, *place.names))
            yield from ((name, (place.country, sanctioned, True)) for name in place.after_preposition)

    def sanctioned(self, code: str) -> bool:
        """Tell whether a country counts as sanctioned as a whole."""
        row = self._rows.get(code)
        return row is not None and row.sanctioned

    def find(self, text: str, written: frozenset[str] = frozenset()) -> list[Receiver]:
        """Return the receivers that a normalised text names, in order; a genitive -s does not hide a name.

        Args:
            text: the normalised text.
            written: its folded words that are written as names ("i Bergen" is a town, "i bergen" are mountains).
        """
        words = text.split()
        found: list[Receiver] = []
        after = 0
        for start, end, (code, sanctioned, bound) in self._names.find(words):
            if bound and words[start] not in written and _BEFORE.isdisjoint(words[max(0, start - 1) : start]):
                continue  # "i bergen"
            between = words[after:start]
            joined = bool(found) and found[-1].addressed and len(between) <= MOST_JOINING and _JOIN.issuperset(between)
            addressed = joined or any(w in _TO for w in words[max(0, start - NEAR) : start])
            before = [w for w in words[max(0, start - 2) : start] if w not in _ARTICLES]
            origin = before[-1:] != [] and before[-1] in _FROM  # "från en polsk tillverkare"
            found.append(Receiver(code, sanctioned, addressed, origin, start))
            after = end
        return found

    def counts(self, receivers: Sequence[Receiver]) -> Iterator[bool]:
        """Tell of each receiver whether it makes a case a sanctioned one.

        An occupied place that somebody has left does not, where another place is named ("från Mariupol … i Lviv").
        """
        elsewhere = any(not receiver.sanctioned for receiver in receivers)
        for receiver in receivers:
            left = receiver.origin and elsewhere and not self.sanctioned(receiver.country)
            yield receiver.sanctioned and not left

    def without(self, words: Sequence[str]) -> list[str]:
        """Return the words that are no part of a name."""
        named = {at for start, end, _ in self._names.find(words) for at in range(start, end)}
        return [word for at, word in enumerate(words) if at not in named]

    def names(self, word: str) -> bool:
        """Tell whether a folded word alone is a name."""
        return self._names.holds(word)

    def is_country(self, word: str) -> bool:
        """Tell whether a folded word alone names a whole country or its people."""
        return word in self._countries

    def places(self, low: str, receivers: list[Receiver], today: date, lex: Lexicon) -> list[Place]:
        """Return the countries to which a case goes; those that "till" points to, or whose town it is, before others.

        Args:
            low: the normalised message.
            receivers: those found in it.
            today: the day of asking.
            lex: the words of the knowledge, for "vår vänort" and "ett land som får svenskt bistånd".
        """
        receivers = _corrected(low.split(), receivers, lex)
        bodies = {at for at, _ in lex.heads_of("receiver").find(low, Language.SV)}  # "ett polskt sjukhus"
        pointed = [r for r in receivers if r.addressed or r.at + 1 in bodies] or receivers
        codes = list(dict.fromkeys(r.country for r in pointed))
        if codes:
            lost = lex.has("country_loses", low)
            return [(code, StateAid.NO if lost else self.state_aid(code, today)) for code in codes]
        if lex.has("own_partner_town", low) and self.partner:
            return [(self.partner, self.state_aid(self.partner, today))]
        low = lex.blank("country_unknown", low)  # "ingen vet om landet får svenskt bistånd"
        if lex.has("country_no", low):
            return [(None, StateAid.NO)]
        return [(None, StateAid.YES)] if lex.has("country_yes", low) else []

    def state_aid(self, code: str, today: date) -> StateAid:
        """Tell whether a country receives Swedish state aid on a day."""
        row = self._rows.get(code)
        return StateAid.UNKNOWN if row is None else StateAid(row.aid(today))


def _corrected(words: Sequence[str], receivers: list[Receiver], lex: Lexicon) -> list[Receiver]:
    """Leave out the receivers that are corrected later: "till Lviv, nej vänta, till Oslo", "Oslo, menade jag"."""
    spans = [*lex.spans("instead", words), *lex.spans("taken_back", words)]
    end = max((end for _, end in spans), default=0)
    first = begins(words, end)
    after = [receiver for receiver in receivers if receiver.at >= end]
    return after or [receiver for receiver in receivers if receiver.at >= first] or receivers


def _partner_country(knowledge: Knowledge) -> str | None:
    """The country of the current partner town, where there is just one."""
    current = {
        item.entry.country
        for item in knowledge.of_type("partner_town")
        if isinstance(item.entry, PartnerTown) and item.entry.status is Status.CURRENT and item.entry.relation != "none"
    }
    return current.pop() if len(current) == 1 else None
