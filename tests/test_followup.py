"""A short question is completed without reading the whole base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.conversation import Memory
from bot.followup import complete
from bot.kb.base import KnowledgeBase
from bot.kb.knowledge import Dated, Item, ItemsByType
from bot.question import Language


class Watched(ItemsByType):
    """Entries that remember which of them were read."""

    def __init__(self, items: ItemsByType) -> None:
        self.items = items
        self.read: list[str] = []

    def __getitem__(self, key: str) -> Item:
        self.read.append(key)
        return self.items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def of_type(self, kind: str) -> list[Item]:
        return self.items.of_type(kind)

    def aliases(self) -> list[tuple[str, str]]:
        return self.items.aliases()

    def dated(self) -> Sequence[Dated]:
        return self.items.dated()


def test_names_of_the_same_sort_are_known_without_reading_an_entry(base: KnowledgeBase) -> None:
    assert isinstance(base.knowledge.items, ItemsByType)
    items = Watched(base.knowledge.items)
    watched = replace(base, knowledge=replace(base.knowledge, items=items), extras={})
    found = complete("Och Nuuk då?", Memory(question="När blev Askim vänort?"), Language.SV, watched)
    assert "När blev Nuuk vänort?" in [completed.text for completed in found]
    assert items.read == []
