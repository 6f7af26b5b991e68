"""LIX as Björnsson defines it: words per sentence plus the percentage of words longer than six letters."""

from __future__ import annotations

import pytest

from bot.upkeep.reading import Reading, reading


@pytest.mark.parametrize(
    ("text", "lix", "longest", "words"),
    [
        ("Vi har en vänort. Den ligger i Estland.", 16, 4, 8),  # 8 words, 2 sentences, 1 long: 4 + 12.5
        ("Kommunfullmäktige beslutade om samarbetet.", 79, 4, 4),  # 4 words, 1 sentence, 3 long: 4 + 75
        ("Enligt 5 kap. 4 § får vi ge bidrag.", 8, 8, 8),  # a full stop before a digit ends no sentence
        ("Nu gäller:\n- stöd\n- råd", 1, 2, 4),  # 4 words in 3 lines, none long: each line is a sentence
        ("Lagen säger ”regeringen kan bemyndiga kommunerna” nu.", 3, 3, 3),  # quoted law is not the editor's
    ],
)
def test_lix(text: str, lix: int, longest: int, words: int) -> None:
    assert reading(text) == Reading(lix, longest, words)


def test_a_text_without_words_has_none() -> None:
    assert reading("… – …") is None
