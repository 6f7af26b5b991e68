"""Names are found within folded words."""

from __future__ import annotations

import pytest

from bot.kb.words import holds_name, split


@pytest.mark.parametrize(
    ("text", "name", "held"),
    [
        ("Vandas borgmästare", "Vanda", True),
        ("Huddinge kommuns svar", "Huddinge kommun", True),
        ("Är det Lyngby-Taarbæk?", "Lyngby-Taarbæk", True),
        ("Huddinges kommun", "Huddinge kommun", False),
        ("Vandalisering", "Vanda", False),
        ("Vanda", "Vanda stad", False),
        ("", "Vanda", False),
    ],
)
def test_a_name_stands_within_words_a_genitive_aside(text: str, name: str, held: bool) -> None:
    assert holds_name(split(text), split(name)) is held
