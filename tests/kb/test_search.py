"""A query is read in the language that its function words tell; only bare keywords are tried in the other one."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vad innebär 8 § i femte kapitlet?", Language.SV),
        ("femte kapitlet 8 §", Language.SV),
        ("8 § i 5 kap.", Language.SV),
        ("8 § i befogenhetslagens femte kapitel", Language.SV),
        ("section 8 of chapter 5", Language.EN),
        ("chapter five section 8", Language.EN),
        ("the fifth chapter section 8", Language.EN),
    ],
)
def test_a_section_is_read_in_words_and_in_any_order(base: KnowledgeBase, text: str, language: Language) -> None:
    assert "§5:8" in {token.form for token in base.search.query(text, language)}


@pytest.mark.parametrize("language", [None, *Language])
def test_the_bm25_of_terms_adds_up_to_that_of_the_query(base: KnowledgeBase, language: Language | None) -> None:
    search = base.search
    terms = [token.matches[0][0] for token in search.query("motion delegation Trostianets mayor", Language.EN)]
    added: dict[int, float] = {}
    for term in terms:
        for doc, bm25 in zip(*search.find_postings("docs", language, term), strict=True):
            added[doc] = added.get(doc, 0.0) + bm25
    assert added
    whole = dict(zip(*search.find_postings("docs", language, *terms), strict=True))
    assert added == pytest.approx(whole)


def test_words_side_by_side_count_in_either_order(base: KnowledgeBase) -> None:
    def phrased(text: str) -> float:
        tokens = base.search.query(text, Language.SV)
        return next(h.phrased for h in base.search.hits(tokens, text) if h.entry == "partner-town-vanda")

    assert phrased("vänort vanda") == phrased("vanda vänort") > phrased("vanda zebra vänort")
