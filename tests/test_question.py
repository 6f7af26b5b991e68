from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import MAX_CHARS, Question, clean


@given(st.text(st.characters(), max_size=300))
def test_any_text_becomes_printable_and_bounded(raw: str) -> None:
    text = clean(raw)
    assert len(text) <= MAX_CHARS
    assert all(unicodedata.category(c) not in {"Cc", "Cs", "Cf"} or c == "\n" for c in text)
    assert text == text.strip()
    text.encode("utf-8")


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("  Är   Nuuk\tvänort? ", "Är Nuuk vänort?"),
        ("a\x00b\ud800c", "a b c"),
        ("\u202eabc\u202c", "abc"),
        ("rad ett\n\n\n  rad två", "rad ett\nrad två"),
        ("a\u030angermanland", "ångermanland"),
        (" \n\t ", ""),
    ],
)
def test_what_is_cleaned(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


def test_a_megabyte_is_read_to_the_limit() -> None:
    assert len(Question.read("vänort " * 150_000).text) <= MAX_CHARS
