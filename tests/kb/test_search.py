"""A query is read in the language that its function words tell; only bare keywords are tried in the other one."""

from __future__ import annotations

from bot.kb.base import KnowledgeBase
from bot.question import Language


def test_an_unknown_word_does_not_turn_a_swedish_sentence_english(base: KnowledgeBase) -> None:
    """English files quote Swedish law, so Swedish function words are words that the English side knows."""
    forms = [token.form for token in base.search.query("Vad sa kommunerna om xyzzygrad?", Language.SV)]
    assert "xyzzygrad" in forms
    assert "om" not in forms


def test_keywords_are_read_in_the_language_that_knows_them(base: KnowledgeBase) -> None:
    tokens = base.search.query("mayor trostianets delegations", Language.SV)
    assert all(token.known for token in tokens)
