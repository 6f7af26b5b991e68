"""The knowledge base: one checked state of a folder together with its index, opened from files or from a cache."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from bot.kb.cache import claim, key_of, opener
from bot.kb.entries import Decision, PartnerTown
from bot.kb.knowledge import Item, Knowledge
from bot.kb.manifest import manifest
from bot.kb.mentions import Gazetteer, Mentions, dotted_words
from bot.kb.municipality import Municipality
from bot.kb.patterns import ACT
from bot.kb.problem import Problem, unpacked
from bot.kb.search import Search
from bot.kb.stored import StoredItems, StoredLists
from bot.kb.tables import Reader
from bot.kb.words import split, split_each

KEPT_MENTIONS = 4_000
"""Of so many entries it is remembered what their texts name."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Knowledge and the search over it. Read-only; share it between threads, swap it whole."""

    knowledge: Knowledge
    search: Search
    extras: dict[str, object] = field(default_factory=dict, compare=False, hash=False)
    """What other modules derive from this base and keep with it, by their name."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names that tie an answer to what the question names."""
        return gazetteer(self.knowledge)

    @cached_property
    def mentions(self) -> Callable[[str], Mentions]:
        """What an entry, by its id, names in all of its texts."""
        return lru_cache(KEPT_MENTIONS)(self._mentions)

    @cached_property
    def names(self) -> Callable[[str], Mentions]:
        """What the title and the other names of an entry, by its id, name."""
        return lru_cache(KEPT_MENTIONS)(self._names)

    def _names(self, key: str) -> Mentions:
        words = self.knowledge.items[key].words.values()
        return self.gazetteer.find("\n".join(name for w in words for name in (w.title, *w.aliases)))

    def _mentions(self, key: str) -> Mentions:
        item = self.knowledge.items[key]
        text = _said(item)
        said = self.gazetteer.find(text)
        asked = self.gazetteer.find("\n".join(q for words in item.words.values() for q in words.questions))
        # A question may name a town in vain ("or is it Botkyrka?"): only what the entry says ties it to a town.
        acts = {int(act[:4]) for act in ACT.findall(text)}  # "the 2009 act" is Act 2009:47
        years = said.years | asked.years | acts
        countries = said.countries | asked.countries
        if isinstance(item.entry, Decision):  # "the opinion on a town in Ukraine" is what it was decided with
            countries |= self.gazetteer.find("\n".join(source.title for source in item.entry.sources)).countries
        return replace(said, countries=countries, years=years)


LEAST_CAPITALS = 2
"""With so many capital letters ("KSE", "Kyiv School of Economics"), another name of an entry is a proper name."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A base, or None where faults keep the folder from going live; and every problem found."""

    base: KnowledgeBase | None
    problems: tuple[Problem, ...]


def open_base(folder: Path, cache: Path | None = None, name: str | None = None) -> Opened:
    """Open a knowledge folder.

    Args:
        folder: the knowledge folder.
        cache: a folder for built indexes, by content; None builds in memory. An unusable cache is passed over.
        name: what is the same for all states of this knowledge, where each has a folder of its own; None: the path is.

    Returns:
        The base and the warnings; or no base and every fault.
    """
    files = manifest(folder) if folder.is_dir() else {}
    key = key_of(folder, name)
    if cache is not None and files:
        try:
            return _stored(Reader(opener(claim(cache, key, files))))
        except (sqlite3.Error, OSError, ValueError, KeyError, AttributeError):
            pass  # not there, or not readable: built anew below
    from bot.kb.building import build_file, build_memory  # what is imported at the top, every answer waits for

    if cache is not None and files:
        try:
            path, problems = build_file(folder, files, cache, key)
        except (sqlite3.Error, OSError):
            pass  # no place to write: in memory then
        else:
            return Opened(None, problems) if path is None else _stored(Reader(opener(path)))
    connect, problems = build_memory(folder, files)
    return Opened(None, problems) if connect is None else _stored(Reader(connect))


def in_memory(knowledge: Knowledge) -> KnowledgeBase:
    """Build the index of loaded knowledge in memory."""
    from bot.kb.building import index_memory

    return KnowledgeBase(knowledge, Search(Reader(index_memory(knowledge))))


def _stored(reader: Reader) -> Opened:
    """Open a whole index: entries and lists are read from it when they are asked for."""
    meta = dict(reader.rows("select key, value from meta"))
    municipality = reader.value("select data from file where kind = 'municipality'")
    knowledge = Knowledge(
        Municipality.model_validate_json(municipality), StoredItems(reader), StoredLists(reader), meta["digest"]
    )
    return Opened(KnowledgeBase(knowledge, Search(reader)), tuple(unpacked(meta["problems"])))


def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Build the gazetteer from the folder's lists of municipalities and regions, countries and places."""
    own = {tuple(split(name)) for name in (knowledge.municipality.name, *knowledge.municipality.names)}
    listed = knowledge.lists.get("municipalities")
    table, atlas = knowledge.lists.get("countries"), knowledge.lists.get("places")
    rows = table.countries if table is not None else ()
    abroad = (*atlas.places, *atlas.occupied) if atlas is not None else ()
    named = (
        [(name, name) for name in (*listed.municipalities, *listed.regions)] if listed is not None else [],
        [(name, row.code) for row in rows for name in (row.sv, row.en, *row.names, *row.people)],
        [(name, place.name) for place in abroad for name in (place.name, *place.names)],
    )
    names_of_towns, countries, places = map(_by_words, named)
    spelled = [name for names in named for name, _ in names]
    for item in knowledge.of_type("partner_town"):
        if isinstance(item.entry, PartnerTown):
            names = [alias for words in item.words.values() for alias in words.aliases]
            known = next((places[key] for n in names if (key := tuple(split(n))) in places), item.entry.id)
            places |= {tuple(split(name)): known for name in names}
            spelled += names
    subjects = {
        key: id_
        for alias, id_ in knowledge.aliases()
        if sum(map(str.isupper, alias)) >= LEAST_CAPITALS and (key := tuple(split(alias)))
    }
    return Gazetteer(
        {k: v for k, v in names_of_towns.items() if k not in own},
        countries,
        places,
        {k: v for k, v in subjects.items() if not any(k in names for names in (names_of_towns, countries, places))},
        frozenset(listed.ordinary) if listed is not None else frozenset(),
        frozenset(own),
        dotted_words(spelled),
    )


def _by_words(names: Sequence[tuple[str, str]]) -> dict[tuple[str, ...], str]:
    """Return what each name stands for, by its folded words; of two alike the first counts."""
    found: dict[tuple[str, ...], str] = {}
    for words, (_, meant) in zip(split_each(name for name, _ in names), names, strict=True):
        found.setdefault(tuple(words), meant)
    found.pop((), None)
    return found


def _said(item: Item) -> str:
    """What an entry says, without the questions that lead to it."""
    parts: list[str] = []
    for language, words in item.words.items():
        parts += [words.title, *words.aliases, *item.bodies[language]]
    country = getattr(item.entry, "country", None)
    return "\n".join(parts) + (f"\n{country}" if country else "")
