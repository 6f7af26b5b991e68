"""What the benchmarks do to a question before they ask it."""

from __future__ import annotations

import re

import pytest
from rapidfuzz.distance import OSA

from benchmarks.perturb import LONG_WORD, folded, keywords, typos

QUESTION = "Vilka möjligheter har kommunen att överlämna brandbilar till räddningstjänsten i Exempelby?"


@pytest.mark.parametrize("seed", range(20))
def test_typos_change_three_in_ten_long_words_by_one_edit(seed: int) -> None:
    before, after = QUESTION.split(), typos(QUESTION, seed).split()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    long_words = [w for w in re.findall(r"\w+", QUESTION) if len(w) >= LONG_WORD]
    assert len(changed) == round(0.3 * len(long_words))
    assert all(OSA.distance(a, b) == 1 for a, b in changed)
    assert all(len(a.strip("?")) >= LONG_WORD for a, _ in changed)


def test_typos_are_seeded_and_differ_by_seed() -> None:
    assert typos(QUESTION, 3) == typos(QUESTION, 3)
    assert len({typos(QUESTION, seed) for seed in range(10)}) > 5


def test_a_single_long_word_gets_its_typo_and_short_words_none() -> None:
    assert typos("vänorter") != "vänorter"
    assert typos("hur gick det") == "hur gick det"


def test_folded_keeps_everything_but_dots_and_rings() -> None:
    assert folded("Får Åmål köra Ö-bussen?") == "Far Amal kora O-bussen?"


def test_keywords_drop_function_words_and_punctuation_only() -> None:
    assert sorted(keywords("När fick kommunen en vänort i Finland?").split()) == ["finland", "kommunen", "vänort"]
    assert sorted(keywords("What does 5:4 say about grants?").split()) == ["5:4", "grants", "say"]


@pytest.mark.parametrize(
    ("question", "kept"),
    [("Vad säger 5 kap. 3 § om exporten?", "5 kap 3"), ("What is in chapter 5, section 22?", "chapter 5 section 22")],
)
def test_keywords_keep_a_section_in_one_piece(question: str, kept: str) -> None:
    assert all(kept in keywords(question, seed) for seed in range(10))


def test_keywords_can_be_limited_to_the_longest() -> None:
    kept = keywords(QUESTION, most=2).split()
    assert sorted(kept) == ["möjligheter", "räddningstjänsten"]


def test_a_question_of_function_words_keeps_them() -> None:
    assert sorted(keywords("Vad är det?").split()) == ["det", "vad", "är"]
