"""What a message asks: its questions, and the sentences that they are about."""

from __future__ import annotations

import pytest

from bot.focus import asks, gist
from bot.question import Language


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Jag hörde att Nuuk är kvar. Stämmer det?", Language.SV, ["Jag hörde att Nuuk är kvar Stämmer det?"]),
        ("Askim left us. Correct?", Language.EN, ["Askim left us Correct?"]),
        ("Vem väckte motionen? Och när?", Language.SV, ["Vem väckte motionen? Och när?"]),
        ("Vem väckte motionen? Var ligger staden?", Language.SV, ["Vem väckte motionen?", "Var ligger staden?"]),
        ("Stämmer det?", Language.SV, ["Stämmer det?"]),
        ("vem skrev motionen o när blir det klart?", Language.SV, ["vem skrev motionen", "när blir det klart?"]),
    ],
)
def test_a_question_without_words_of_its_own_joins_what_it_asks_about(
    text: str, language: Language, found: list[str]
) -> None:
    assert [ask.text for ask in asks(text, language)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lista vänorterna, ska in i en broschyr", "Lista vänorterna"),
        ("Till broschyren, vilka vänorter har vi", "vilka vänorter har vi"),
        ("Vilken lokal var de i, gästerna", "Vilken lokal var de i"),
        ("ska in i en broschyr, tack snälla", "ska in i en broschyr, tack snälla"),
        ("Vad är en vänort så att farmor förstår?", "Vad är en vänort?"),
        ("Vad är en vänort, med få ord", "Vad är en vänort"),
        ("så att farmor förstår", "så att farmor förstår"),
    ],
)
def test_a_clause_without_a_topic_is_left_out_but_never_the_question(text: str, found: str) -> None:
    assert gist(text, Language.SV, lambda part: "vänort" in part) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("När skolan byggdes om, köpte vi nytt. Vem bestämmer?", Language.SV, ["Vem bestämmer?"]),
        ("När väcktes motionen. Och av vem", Language.SV, ["När väcktes motionen."]),
        ("Hej. Till vem anmäler man", Language.SV, ["Till vem anmäler man"]),
        ("Var ligger staden, och ungefär hur stor är den?", Language.SV, ["Var ligger staden", "hur stor är den?"]),
        ("Where is it and roughly how big is it?", Language.EN, ["Where is it", "how big is it?"]),
        ("Hur många och vilka kom i våras?", Language.SV, ["Hur många och vilka kom i våras?"]),
        ("Inför mässan 2031: vilka vänorter har vi?", Language.SV, ["vilka vänorter har vi?"]),
        ("Ahead of the fair in 2031, which towns are ours?", Language.EN, ["which towns are ours?"]),
    ],
)
def test_what_is_told_and_what_for_is_not_asked(text: str, language: Language, found: list[str]) -> None:
    assert [ask.text for ask in asks(text, language)] == found
