"""How the entries of a base stand in time is read at once, without the entries."""

from __future__ import annotations

from bot.kb.base import KnowledgeBase, in_memory


def test_it_is_what_the_entries_say(base: KnowledgeBase) -> None:
    knowledge = base.knowledge
    told = [knowledge.items[key].dated for key in sorted(knowledge.items)]
    assert list(knowledge.dated()) == told
    assert list(in_memory(knowledge).knowledge.dated()) == told
    assert any(one.review_by for one in told)
    assert any(one.review_by is None for one in told)


def test_it_is_read_once_a_base(base: KnowledgeBase) -> None:
    assert base.knowledge.dated() is base.knowledge.dated()
