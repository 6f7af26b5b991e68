"""What a question names (places, years, sections, details) and whether an entry may speak about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from bot.kb.base import KEPT_MENTIONS, KnowledgeBase
from bot.kb.entries import LegalRule, PartnerTown, Status
from bot.kb.knowledge import Item
from bot.kb.mentions import Mentions
from bot.kb.phrases import joined
from bot.kb.scalars import Detail
from bot.kb.search import Hit
from bot.kb.words import split

SAYS_JUST_THAT = 0.9
"""A way to ask so similar to a question is curated for just what the question names."""

NOT_NAMED = 0.3
"""What is left of the confidence where an entry does not name what the question names."""

_NOTHING = Mentions()


def details(text: str, base: KnowledgeBase) -> frozenset[Detail]:
    """Return the details that a question asks for (a phone number, say), by the list in the knowledge folder."""
    listed = base.knowledge.lists.get("details")
    if listed is None:
        return frozenset()
    return frozenset(listed.book.groups(joined(split(text))))


def nowhere(text: str, base: KnowledgeBase) -> bool:
    """Tell whether a text asks for what nothing here tells, by the list in the knowledge folder (another law, say)."""
    listed = base.knowledge.lists.get("details")
    return listed is not None and not details(text, base).isdisjoint(listed.nowhere)


def allowance(
    hit: Hit,
    base: KnowledgeBase,
    named: Mentions,
    wanted: frozenset[Detail],
    today: date,
    sections: frozenset[str] = frozenset(),
) -> float:
    """Return 1 where the entry may speak about what the question names, 0 where it must not, less where unsure."""
    item = base.knowledge.items[hit.entry]
    own = base.mentions(hit.entry) if named != _NOTHING else _NOTHING
    if named != _NOTHING and hit.similarity >= SAYS_JUST_THAT:
        row = base.gazetteer.find(hit.row)
        own = replace(own, municipalities=own.municipalities | row.municipalities, places=own.places | row.places)
    if item.entry.valid_from and item.entry.valid_from > today:
        return 0.0
    strange = named.municipalities - own.municipalities
    if strange and len(strange) >= len(named.municipalities & own.municipalities):
        return 0.0
    general = item.entry.status is Status.UNKNOWN and not own.places | own.municipalities  # wherever it is
    if named.places - own.places and not general and not (named.choice and named.places & own.places):
        return 0.0
    rule = item.entry if isinstance(item.entry, LegalRule) else None
    number = re.match(r"(\d+) §$", rule.section or "") if rule is not None else None
    if sections and rule is not None and rule.chapter and number:
        return 1.0 if f"§{rule.chapter}:{number[1]}" in sections else 0.0
    if item.entry.status is not Status.UNKNOWN and wanted:
        if wanted - set(item.entry.covers) - _covered(base, hit.entry):
            return 0.0
        if named.own and not own.own and _local(wanted, base):
            return 0.0
    ours = isinstance(item.entry, PartnerTown) and item.entry.relation != "none"
    partner = ours and bool(named.places & own.places or named.countries & own.countries)
    if ours and named.places:
        itself = named.places & base.names(hit.entry).places
        return 1.0 if itself else NOT_NAMED  # "Vanda, it is in Norway?": its entry tells the right country
    if _years(named, item, today) - own.years and not partner:  # "Nuuk since 1985?": its entry tells the right year
        return 0.0
    if named.subjects - own.subjects or (named.countries - own.countries and not isinstance(item.entry, LegalRule)):
        return NOT_NAMED
    return 1.0


def _local(wanted: frozenset[Detail], base: KnowledgeBase) -> bool:
    listed = base.knowledge.lists.get("details")
    return listed is not None and not wanted.isdisjoint(listed.local)


def _covered(base: KnowledgeBase, key: str) -> frozenset[Detail]:
    """The details that an entry's own alternate questions ask for, where the list lets it answer them for that."""
    listed = base.knowledge.lists.get("details")
    if listed is None:
        return frozenset()
    known: Callable[[str], frozenset[Detail]] | None = base.extras.get("asked details")  # type: ignore[assignment]
    if known is None:
        known = base.extras["asked details"] = lru_cache(KEPT_MENTIONS)(partial(_asked, base))
    return known(key) & frozenset(listed.inferred)


def _asked(base: KnowledgeBase, key: str) -> frozenset[Detail]:
    """The details that an entry's own alternate questions ask for."""
    asked = [q for words in base.knowledge.items[key].words.values() for q in words.questions]
    return frozenset[Detail]().union(*(details(q, base) for q in asked))


def _years(named: Mentions, item: Item, today: date) -> set[int]:
    """The years that the entry must hold: those that the question names but for the present and the entry's own.

    What is not known of an entry's own year is not known of a later one either.
    """
    if item.entry.status is Status.UNKNOWN:
        return {y for y in named.years if y < item.entry.as_of.year}
    return {y for y in named.years if y not in (item.entry.as_of.year, today.year)}
