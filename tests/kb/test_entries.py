"""The types of entries: one table, whoever needs it."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.kb.base import KnowledgeBase
from bot.kb.entries import MODELS, AnyEntry
from bot.upkeep.forms import FOLDERS


def test_every_type_has_its_model_and_its_folder() -> None:
    assert set(MODELS.values()) == set(get_args(AnyEntry))
    assert set(MODELS) == set(FOLDERS)


@pytest.mark.parametrize("kind", MODELS)
def test_an_entry_of_each_type_is_read_out_of_the_index_as_what_it_is(kind: str, base: KnowledgeBase) -> None:
    found = base.knowledge.items.of_type(kind)
    assert found
    assert {type(item.entry) for item in found} == {MODELS[kind]}
