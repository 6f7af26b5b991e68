"""Text is split or shortened where a reader would, and nothing is lost without a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.fitting import shorten, split, units
from bot.render.slack.elements import escape, size
from render.strategies import bare

TWO = "Ja, enligt 5 kap. 4 § i lagen. Det gäller ännu."


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        (TWO, 47, TWO),
        (TWO, 46, "Ja, enligt 5 kap. 4 § i lagen. (…)"),
        (TWO, 26, "Ja, enligt 5 kap. 4 § (…)"),
        ("Ettlångtordutanslut", 10, "Ettlån (…)"),
        ("e\u0301" * 10, 11, "e\u0301" * 3 + " (…)"),
    ],
)
def test_a_text_is_shortened_at_the_end_of_a_sentence_or_a_word(text: str, limit: int, wanted: str) -> None:
    assert shorten(text, limit, " (…)") == wanted


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("En mening. Och en till.", 16, ["En mening.", "Och en till."]),
        ("rad ett\nrad två", 12, ["rad ett", "rad två"]),
        ("en enda mening utan slut", 16, ["en enda …", "… mening …", "… utan slut"]),
    ],
)
def test_a_text_is_split_between_sentences_and_a_cut_within_one_is_marked(
    text: str, limit: int, wanted: list[str]
) -> None:
    assert split(text, limit) == wanted


@given(st.text(max_size=400), st.integers(20, 60))
def test_parts_fit_and_hold_the_whole_text(text: str, limit: int) -> None:
    for measure in (units, size):
        parts = split(text, limit, measure)
        assert all(measure(part) <= limit for part in parts)
        assert bare("".join(parts)) == bare(text)


@given(st.text(max_size=400), st.integers(20, 60))
def test_a_shortened_text_fits_and_is_a_beginning_with_the_mark(text: str, limit: int) -> None:
    short = shorten(text, limit, " (…)", size)
    assert size(short) <= limit
    assert short == text or (short.endswith(" (…)") and text.startswith(short.removesuffix(" (…)")))


def test_a_limit_counts_what_is_sent() -> None:
    assert size("&<>") == units("&amp;&lt;&gt;") == 13
    assert units("👍") == 2
    assert units(escape("@here")) == 6
