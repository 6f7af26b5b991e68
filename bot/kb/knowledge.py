"""One loaded state of a knowledge folder: read-only, swapped whole."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answer import Source
from bot.kb.entries import AnyEntry, Status, Words
from bot.kb.municipality import Municipality
from bot.question import Language


@dataclass(frozen=True, slots=True)
class Dated:
    """How an entry stands in time, without the entry itself: of a whole base it is told at once."""

    id: str
    type: str
    status: Status
    as_of: date
    review_by: date | None

    def stale(self, today: date) -> bool:
        """Tell whether the review date has passed."""
        return self.review_by is not None and today > self.review_by


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its words in each language."""

    entry: AnyEntry
    words: Mapping[Language, Words]
    bodies: Mapping[Language, tuple[str, ...]]
    files: Mapping[Language, str]

    def language(self, wanted: Language) -> Language:
        """Return the wanted language where the entry has it, else Swedish."""
        return wanted if wanted in self.words else Language.SV

    def title(self, wanted: Language) -> str:
        """Return the heading in the wanted language, else in Swedish."""
        return self.words[self.language(wanted)].title

    def body(self, wanted: Language) -> tuple[str, ...]:
        """Return the paragraphs in the wanted language, else in Swedish."""
        return self.bodies[self.language(wanted)]

    def sources(self) -> tuple[Source, ...]:
        """Return the sources as an answer shows them."""
        return tuple(Source(s.title, s.ref, s.date, s.url) for s in self.entry.sources)

    def in_force(self, today: date) -> bool:
        """Tell whether the entry applies on a day, by valid_from and valid_until."""
        entry = self.entry
        return (entry.valid_from is None or entry.valid_from <= today) and (
            entry.valid_until is None or today <= entry.valid_until
        )

    @property
    def dated(self) -> Dated:
        """How the entry stands in time."""
        entry = self.entry
        return Dated(entry.id, entry.type, entry.status, entry.as_of, entry.review_by)

    def stale(self, today: date) -> bool:
        """Tell whether the review date has passed."""
        return self.dated.stale(today)


class ItemsByType(Mapping[str, Item]):
    """Entries that need not all be read to find those of one type."""

    @abstractmethod
    def of_type(self, kind: str) -> list[Item]:
        """Return the entries of a type."""

    @abstractmethod
    def aliases(self) -> list[tuple[str, str]]:
        """Return the other names of all entries, each with the id of its entry."""

    @abstractmethod
    def dated(self) -> Sequence[Dated]:
        """Return how each entry stands in time, by id."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that the bot knows of one municipality.

    Args:
        municipality: its names, languages and roles.
        items: live entries by id (drafts left out).
        lists: the parsed content of knowledge/lists and knowledge/aid, each by its own model.
        digest: a hash of the folder's content; equal digests mean equal answers.
    """

    municipality: Municipality
    items: Mapping[str, Item]
    lists: Mapping[str, Any]
    digest: str

    def of_type(self, kind: str) -> list[Item]:
        """Return the entries of a type ("partner_town")."""
        if isinstance(self.items, ItemsByType):
            return self.items.of_type(kind)
        return [item for item in self.items.values() if item.entry.type == kind]

    def aliases(self) -> list[tuple[str, str]]:
        """Return the other names of all entries, in all languages, each with the id of its entry."""
        if isinstance(self.items, ItemsByType):
            return self.items.aliases()
        return [(alias, key) for key, item in self.items.items() for w in item.words.values() for alias in w.aliases]

    def dated(self) -> Sequence[Dated]:
        """Return how each entry stands in time, by id."""
        if isinstance(self.items, ItemsByType):
            return self.items.dated()
        return [self.items[key].dated for key in sorted(self.items)]
