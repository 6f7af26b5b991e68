"""What is past or near its review date: entries, rows of the lists, and law texts read more than a year ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kb.entries import LegalRule
from bot.kb.knowledge import Item, Knowledge
from bot.kb.lists import Countries, Places

NEAR_DAYS = 30
"""A review date this many days ahead is near."""

LAW_AGE = timedelta(days=365)
"""A law text read longer ago than this may have been amended since."""


@dataclass(frozen=True, slots=True)
class Due:
    """An entry and the day by which it is to be reviewed."""

    item: Item
    by: date

    def past(self, today: date) -> bool:
        """Tell whether the day has passed."""
        return today > self.by


@dataclass(frozen=True, slots=True)
class DueRows:
    """Rows of a list with one review date: how many, and the index of the first under its key in the file."""

    file: str
    key: str
    first: int
    count: int
    by: date


def due_entries(knowledge: Knowledge, today: date, days: int = NEAR_DAYS) -> list[Due]:
    """Return the entries whose review date has passed or comes within some days, the longest overdue first."""
    found = [
        Due(item, item.entry.review_by)
        for item in knowledge.items.values()
        if item.entry.review_by is not None and item.entry.review_by <= today + timedelta(days)
    ]
    return sorted(found, key=lambda due: (due.by, due.item.entry.id))


def by_use(due: Iterable[Due], used: Mapping[str, int]) -> list[Due]:
    """Return what is due, the most used first; what is used alike stays in its order."""
    return sorted(due, key=lambda one: -used.get(one.item.entry.id, 0))


def due_rows(knowledge: Knowledge, today: date, days: int = NEAR_DAYS) -> Iterator[DueRows]:
    """Yield the rows of the lists that are due, those of one date together."""
    tables: list[tuple[str, str, list[date | None]]] = []
    if isinstance(countries := knowledge.lists.get("countries"), Countries):
        tables.append(("lists/countries.yaml", "countries", [row.review_by for row in countries.countries]))
    if isinstance(places := knowledge.lists.get("places"), Places):
        tables.append(("lists/places.yaml", "occupied", [row.review_by for row in places.occupied]))
    for file, key, dates in tables:
        for by, count in sorted(Counter(d for d in dates if d is not None).items()):
            if by <= today + timedelta(days):
                yield DueRows(file, key, dates.index(by), count, by)


def old_laws(knowledge: Knowledge, today: date) -> Iterator[Item]:
    """Yield the sections of law in force whose text was read more than a year ago."""
    for item in knowledge.items.values():
        entry = item.entry
        law = isinstance(entry, LegalRule) and not entry.secondary and not entry.status.past
        if law and today - entry.as_of > LAW_AGE:
            yield item
