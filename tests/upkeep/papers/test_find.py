"""What is found in sentences, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kb.lists import Papers
from bot.upkeep.papers.days import days
from bot.upkeep.papers.figures import numbers
from bot.upkeep.papers.find import Finding, Kind, Reader
from bot.upkeep.papers.paper import Block, Paper


def found(reader: Reader, *sentences: str) -> list[Finding]:
    return reader.find(Paper("a.txt", tuple(Block(text, None, n) for n, text in enumerate(sentences, 1))))


def values(reader: Reader, kind: Kind, *sentences: str) -> list[object]:
    return [finding.value for finding in found(reader, *sentences) if finding.kind is kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daterat den 4 oktober 2023,", [date(2023, 10, 4)]),
        ("On 4 Oct. 2023 and 2023-10-05", [date(2023, 10, 4), date(2023, 10, 5)]),
        ("den 26 mars befriades", [None]),
        ("den 31 februari 2023", [None]),
        ("2023-13-01 och 12 apor", [None]),
        ("KS 2023-104", []),
    ],
)
def test_days(text: str, expected: list[date | None]) -> None:
    assert [day for _, _, day in days(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("År 2018 var det 146 kommuner som hade vänorter.", [(146, "kommuner", 2018)]),
        ("Undersökningen 2011 visade att antalet kommuner minskat till 243.", [(243, "kommuner", 2011)]),
        ("Staden har ca 20 000 invånare.", [(20000, "invånare", None)]),
        ("Det kostade 1,5 miljoner kronor 2024.", [(1.5, "miljoner", 2024)]),
        ("År 2018 sa 36 procent ja och 28 % nej.", [(36, "procent", 2018), (28, "%", 2018)]),
        ("Enligt 5 kap. 4–9 §§ lagen (2009:47), bilaga 3 och § 17 den 4 oktober 2023.", []),
        ("I slutet av 1940-talet kom vänorter.1 Se sida 12 nedan.", []),
        ("1 Wikipedia och Föreningen Norden.", []),
        ("I dag har 14 av länets 26 kommuner en vänort.", [(14, "kommuner", None), (26, "kommuner", None)]),
        ("Det är 14 av dem.", []),
        ("Antalet invånare i Huddinge var 115 000 år 2025.", [(115000, "invånare", 2025)]),
        ("Avtalet gäller i 5 år från 2025.", [(5, "år", 2025)]),
        ("Dnr KS 2023/155 och telefon 08-535 300 00", []),
    ],
)
def test_figures(text: str, expected: list[tuple[float, str, int | None]], words: Papers) -> None:
    assert [(n.value, n.unit, n.year) for n in numbers(text, words)] == expected


def test_case_numbers_with_and_without_a_label(reader: Reader) -> None:
    assert values(reader, Kind.CASE_NUMBER, "Diarienummer KS-2023/155.109") == ["KS-2023/155.109"]
    assert values(reader, Kind.CASE_NUMBER, "Dnr: 2023:155") == ["2023:155"]
    assert values(reader, Kind.CASE_NUMBER, "enligt lagen (2009:47)") == []


def test_bodies_and_parties(reader: Reader) -> None:
    sentence = "Kommunstyrelsens förslag till socialnämnden och Kultur- och fritidsnämnden, av Ledamot (L) och (XX)."
    assert values(reader, Kind.BODY, sentence) == ["kommunstyrelsen", "socialnämnden", "kultur- och fritidsnämnden"]
    assert values(reader, Kind.PARTY, sentence) == ["Liberalerna (L)"]
    assert values(reader, Kind.PARTY, "Centerpartiets motion") == ["Centerpartiet (C)"]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Gör Storköping till vänortskommun – svar på motion", True),
        ("Yttrande över motion om vänort i Estland", True),
        ("Motion till kommunfullmäktige", False),
        ("Förslag till beslut", False),
        ("Kultur- och fritidsnämnden", False),
        ("Minutes of the municipal council", False),
        ("KFN § 45 Dnr KFN 2025-00123", False),
        ("Sammanträdesdatum den 12 maj 2025", False),
        ("Sammanfattning", False),
        ("Kommunen tecknar ett avtal med orten.", False),
    ],
)
def test_the_papers_title_is_no_label(heading: str, title: bool, reader: Reader) -> None:
    assert reader.is_title(heading) is title


def test_sections_with_the_number_the_name_or_the_papers_own_short_name(reader: Reader) -> None:
    sentences = (
        "I 5 kap 4–9 §§ lagen (2009:47) finns regler.",
        "Enligt 2 kap. 1 § kommunallagen gäller det.",
        "Lagen (1999:1) om prov (provlagen) gäller, se 3 § provlagen.",
        "Se 12 § i en lag som inte nämns.",
    )
    sections = [str(v) for v in values(reader, Kind.SECTION, *sentences)]
    assert sections == [
        "Section(statute='2009:47', chapter=5, section='4–9 §§')",
        "Section(statute='2017:725', chapter=2, section='1 §')",
        "Section(statute='1999:1', chapter=None, section='3 §')",
    ]


@pytest.mark.parametrize(
    ("sentence", "towns"),
    [
        ("Vänorterna är Askim kommune i Norge och Påhittstad stad i Finland.", ["Askim NO", "Påhittstad FI"]),
        ("Kommunen tecknar vänortsavtal med Prykladne i Ukraina.", ["Prykladne UA"]),
        ("Forskare från Kyjiv i Ukraina gjorde ett besök.", []),
        ("Kommuner i Ukraina söker vänorter.", []),
        ("Stockholm och Lund har vänorter.", []),
    ],
)
def test_places_are_told_only_where_partnership_is_spoken_of(sentence: str, towns: list[str], reader: Reader) -> None:
    named = values(reader, Kind.TOWN, sentence)
    assert [f"{town.name} {town.country}" for town in named] == towns  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["Motionen väcktes den 13 februari 2023.", "Tjänsteutlåtande daterat den 4 oktober 2023."], date(2023, 10, 4)),
        (["Den 13 februari 2023 hände något."], date(2023, 2, 13)),
        (["Ingen dag."], None),
    ],
)
def test_the_papers_own_day_is_the_one_that_is_called_so(texts: list[str], day: date | None, reader: Reader) -> None:
    paper = Paper("a.txt", tuple(Block(text, None, n) for n, text in enumerate(texts, 1)))
    assert reader.paper_day(paper) == day


@given(st.text(max_size=300))
def test_any_text_can_be_searched(reader: Reader, text: str) -> None:
    for finding in found(reader, text):
        assert finding.sentence in Block(text, None, 1).sentences()
