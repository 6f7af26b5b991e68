"""A mistyped word is mended to the nearest one that is known, and to none where none is near."""

from __future__ import annotations

import pytest

from bot.kb.base import KnowledgeBase
from bot.kb.typos import nearest
from bot.question import Language


@pytest.mark.parametrize(
    ("word", "candidates", "common", "wanted"),
    [
        ("vanrot", ["vanort", "vanner"], [], "vanort"),
        ("fter", ["fler"], ["efter"], "efter"),  # the first letter was left out
        ("eftre", ["efter", "eftra"], ["efter"], "efter"),  # as near: the frequent word
        ("patar", ["pastar"], ["pratar"], "pratar"),
        ("brot", ["trot"], [], None),  # a short word keeps its first letter
        ("samarbeet", ["samarbete"], [], "samarbete"),
        ("2023", ["2024"], [], None),
        ("abc", ["abcd"], [], None),
        ("cities4ciites", ["cities4cities", "cities2cities"], [], "cities4cities"),  # its digit stays
        ("oyngby", ["lyngby"], [], "lyngby"),  # the letter beside on the keyboard, å-ö-ä folded
        ("tyngby", ["lyngby"], [], None),
        ("regel", ["tegel"], [], None),
        ("omtion", ["option", "motion"], [], "motion"),  # letters change places more often than they are others
        ("stsrt", ["stort", "start"], [], "start"),
    ],
)
def test_the_nearest_word(word: str, candidates: list[str], common: list[str], wanted: str | None) -> None:
    found = nearest(word, candidates, common)
    assert (found[0] if found else None) == wanted


def test_of_words_as_near_the_more_usual_one() -> None:
    uses = {"ukraina": 90, "ukarina": 1}
    found = nearest("ukaina", list(uses), uses=uses.__getitem__)
    assert found is not None
    assert found[0] == "ukraina"


@pytest.mark.parametrize("slip", ["trosatinets", "trostianest", "rtostianets", "trostianeets", "trostiants"])
def test_one_slip_anywhere_finds_the_word_of_the_index(base: KnowledgeBase, slip: str) -> None:
    tokens = base.search.query(slip, Language.SV)
    assert [t.known for t in tokens] == [True]
    right = base.search.query("trostianets", Language.SV)
    assert [t.matches for t in tokens] == [t.matches for t in right]
