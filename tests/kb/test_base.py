"""What a base remembers of its entries is bounded."""

from __future__ import annotations

from bot.kb.base import KEPT_MENTIONS, KnowledgeBase


def test_the_names_of_so_many_entries_are_kept(base: KnowledgeBase) -> None:
    assert base.names("partner-town-nuuk") is base.names("partner-town-nuuk")
    assert base.names("partner-town-nuuk").places
    assert base.names.cache_parameters()["maxsize"] == base.mentions.cache_parameters()["maxsize"] == KEPT_MENTIONS
