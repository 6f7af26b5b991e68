"""Bases that many tests ask: the shipped knowledge, and another municipality's."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.kb.base import KnowledgeBase, open_base

pytest_plugins = ["databases"]

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)


def opened(folder: Path) -> KnowledgeBase:
    found = open_base(folder)
    assert found.base is not None, [f"{p.file}:{p.line} {p.id} {p.values}" for p in found.problems]
    return found.base


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """The shipped knowledge folder."""
    return opened(ROOT / "knowledge")


@pytest.fixture(scope="session")
def other() -> KnowledgeBase:
    """A second, smaller municipality with other towns and no lists of its own."""
    return opened(ROOT / "tests" / "data" / "exempelby")


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Commands run by tests keep their built index in a folder of the tests."""
    os.environ["VANORT_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def today() -> date:
    return TODAY
