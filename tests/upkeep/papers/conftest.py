"""A reader of papers with the words of the shipped lists and of a municipality that has no entries of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.kb.base import KnowledgeBase
from bot.kb.lists import Papers
from bot.upkeep.papers.find import Reader


@pytest.fixture(scope="session")
def words(base: KnowledgeBase) -> Papers:
    found = base.knowledge.lists["papers"]
    assert isinstance(found, Papers)
    return found


@pytest.fixture(scope="session")
def reader(base: KnowledgeBase, words: Papers) -> Reader:
    return Reader(replace(base.knowledge, items={}), words)
