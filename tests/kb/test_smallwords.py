"""The small words of both languages."""

from __future__ import annotations

import pytest

from bot.kb.smallwords import small_phrase, small_words
from bot.question import Language


def test_words_are_folded_and_of_one_language_or_of_all() -> None:
    assert small_words("on_behalf", Language.SV) == {"at"}
    assert small_words("on_behalf") == {"at", "for"}


@pytest.mark.parametrize(
    ("text", "parts"), [("bord jamte stolar", 2), ("beds as well as desks", 2), ("bord o stolar", 2), ("bordo", 1)]
)
def test_a_phrase_of_several_words_parts_a_text_too(text: str, parts: int) -> None:
    assert len(small_phrase("joins_things").split(f" {text} ")) == parts
