"""Days that cannot lie ahead but do: what holds, what was read and what was decided is of today or before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.kb.documents import Key
from bot.kb.entries import Decision, EntrySource
from bot.kb.knowledge import Item, Knowledge
from bot.kb.lists import Countries, Country, Municipalities, OccupiedPlace, Places
from bot.kb.problem import Problem, Severity
from bot.question import Language
from bot.upkeep.lines import Lines

Dated = tuple[str, Key, date | None]


def days_ahead(knowledge: Knowledge, drafts: Iterable[Item], lines: Lines, today: date) -> Iterator[Problem]:
    """Yield a fault for every such day of the entries, the drafts and the lists.

    Args:
        knowledge: loaded from the folder.
        drafts: its drafts.
        lines: of the same folder.
        today: the last day that is not ahead.
    """
    for file, key, day in (*_entries((*knowledge.items.values(), *drafts)), *_lists(knowledge)):
        if day is not None and day > today:
            field = next(str(step) for step in reversed(key) if isinstance(step, str))
            yield lines.problem("VK212", file, key, Severity.FAULT, field=field, date=day, today=today)


def _entries(items: Iterable[Item]) -> Iterator[Dated]:
    for item in items:
        file, entry = item.files[Language.SV], item.entry
        yield file, ("as_of",), entry.as_of
        for i, source in enumerate(entry.sources):
            yield file, ("sources", i, "date"), source.date
        if isinstance(entry, Decision):
            yield file, ("decided_on",), entry.decided_on


def _lists(knowledge: Knowledge) -> Iterator[Dated]:
    if isinstance(listed := knowledge.lists.get("municipalities"), Municipalities):
        yield "lists/municipalities.yaml", ("source", "date"), listed.source.date
    if isinstance(countries := knowledge.lists.get("countries"), Countries):
        yield from _rows("lists/countries.yaml", "countries", countries.countries, countries.sources)
    if isinstance(places := knowledge.lists.get("places"), Places):
        yield from _rows("lists/places.yaml", "occupied", places.occupied, places.sources)


def _rows(
    file: str, key: str, rows: Iterable[Country | OccupiedPlace], sources: Mapping[str, EntrySource]
) -> Iterator[Dated]:
    for i, row in enumerate(rows):
        yield file, (key, i, "as_of"), row.as_of
    for name, source in sources.items():
        yield file, ("sources", name, "date"), source.date
