"""What is drafted from a paper, and that a proposal never becomes a decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from bot.kb.base import KnowledgeBase
from bot.kb.entries import Stage
from bot.question import Language
from bot.upkeep.papers.drafts import About, Draft, Drafter, title_of
from bot.upkeep.papers.find import Kind, Reader, Town
from bot.upkeep.papers.read import read_paper
from tests.upkeep.papers.making import DATA, make_pdf, source_pages

MINUTES = "protokoll-provsunda.txt"
SOURCE_DAY = date(2023, 10, 4)


def drafted(path: Path, reader: Reader, base: KnowledgeBase) -> list[Draft]:
    paper = read_paper(path)
    day = reader.paper_day(paper)
    assert day is not None
    about = About(title_of(paper, reader), day, Language.SV)
    return Drafter(paper, reader.find(paper), reader, base.knowledge, about).drafts()


def decisions(path: Path, reader: Reader, base: KnowledgeBase) -> list[tuple[Stage, str | None, str]]:
    found = [draft.told for draft in drafted(path, reader, base) if draft.type == "decision"]
    return [(told["stage"], told.get("body"), told["source_quote"]) for told in found]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_pdf(tmp_path / "paper.pdf", source_pages())


def test_the_source_papers_proposal_section_towns_and_figures(
    source: Path, reader: Reader, other: KnowledgeBase
) -> None:
    found = drafted(source, reader, other)
    (proposal,) = [draft.told for draft in found if draft.type == "decision"]
    assert (proposal["stage"], proposal["body"], proposal["as_of"]) == (Stage.PROPOSAL, "kommunstyrelsen", SOURCE_DAY)
    assert "decided_on" not in proposal
    assert proposal["notes"].endswith("Partier som nämns i papperet: Liberalerna (L).")
    assert proposal["source_ref"] == "Kommunstyrelsens förslag till kommunfullmäktige, sida 1"
    assert proposal["source_quote"].endswith("anses motionen besvarad.")
    (law,) = [draft.told for draft in found if draft.type == "legal_rule"]
    assert (law["statute"], law["chapter"], law["section"], law["source_ref"]) == ("2009:47", 5, "4–9 §§", "sida 3")
    towns = {d.told["title"].partition(",")[0]: d.told for d in found if d.type == "partner_town"}
    assert {name: (told["country"], told["relation"]) for name, told in towns.items()} == {
        "Trostianets": ("UA", "none"),
        "Vanda": ("FI", "partner_town"),
        "Askim": ("NO", "partner_town"),
        "Lyngby-Taarbæk": ("DK", "partner_town"),
        "Seyðisfjörður": ("IS", "partner_town"),
        "Nuuk": ("GL", "partner_town"),
    }
    figures = [(d.told["value"], d.told["unit"], d.told["year"]) for d in found if d.type == "statistic"]
    assert figures == [
        (3, "mil", 2023),
        (20000, "invånare", 2023),
        (272, "kommuner", 2007),
        (243, "kommuner", 2011),
        (146, "kommuner", 2018),
        (36, "procent", 2018),
        (28, "procent", 2018),
        (32, "procent", 2018),
    ]


def test_what_an_entry_tells_already_is_known(source: Path, base: KnowledgeBase) -> None:
    own = Reader(base.knowledge, base.knowledge.lists["papers"])
    known = {draft.known for draft in drafted(source, own, base)}
    assert {"partner-town-vanda", "partner-town-nuuk", "trostianets", "stat-2007", "stat-2011", "stat-2018"} <= known


def test_minutes_tell_a_decision_and_the_proposals_before_it(reader: Reader, other: KnowledgeBase) -> None:
    found = decisions(DATA / MINUTES, reader, other)
    assert found == [
        (
            Stage.DECIDED,
            "kommunfullmäktige",
            "Kommunfullmäktige godkänner vänortsavtalet med Prykladne i Ukraina. Avtalet gäller i fem år från den 1 "
            "september 2025.",
        ),
        (Stage.PROPOSAL, "kommunstyrelsen", "Kommunstyrelsen föreslår att kommunfullmäktige godkänner avtalet."),
        (
            Stage.PROPOSAL,
            "kommunstyrelsen",
            "Ordföranden (S) yrkar bifall till kommunstyrelsens förslag. Ledamoten (V) yrkar avslag.",
        ),
    ]
    (decision, *_) = [draft.told for draft in drafted(DATA / MINUTES, reader, other)]
    assert (decision["decided_on"], decision["dnr"]) == (date(2025, 6, 16), "KS 2025/118")


def test_only_minutes_decide(reader: Reader, other: KnowledgeBase, tmp_path: Path) -> None:
    text = (DATA / MINUTES).read_text("utf-8").replace("SAMMANTRÄDESPROTOKOLL", "TJÄNSTESKRIVELSE")
    path = tmp_path / "papper.txt"
    path.write_text(text, "utf-8")
    assert [stage for stage, *_ in decisions(path, reader, other)] == [Stage.UNKNOWN, Stage.PROPOSAL, Stage.PROPOSAL]


@pytest.mark.parametrize(
    ("heading", "sentence", "stage"),
    [
        ("Kommunstyrelsens förslag till beslut", "Kommunfullmäktige beslutar att anta avtalet.", Stage.PROPOSAL),
        ("Förvaltningens förslag", "Kommunfullmäktige antog avtalet.", Stage.PROPOSAL),
        ("Beslut", "Kommunstyrelsen föreslår kommunfullmäktige besluta att anta avtalet.", Stage.UNKNOWN),
        ("Beslut", "Kommunfullmäktige beslutar enligt kommunstyrelsens förslag.", Stage.UNKNOWN),
        ("Beslut", "Ärendet diskuterades länge.", Stage.UNKNOWN),
        ("Beslut", "Kommunfullmäktige beslutar att anta avtalet.", Stage.DECIDED),
    ],
)
def test_a_proposal_is_never_drafted_as_a_decision(
    heading: str, sentence: str, stage: Stage, reader: Reader, other: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "papper.txt"
    path.write_text(f"Protokoll\n\nDatum 2025-06-16\n\n{heading}\n{sentence}\n", "utf-8")
    assert [found for found, *_ in decisions(path, reader, other)] == [stage]


def test_a_paper_without_such_headings_gives_its_first_deciding_sentence(
    reader: Reader, other: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "motion.txt"
    text = "Jag vill mer.\nDatum 2025-06-16. Därför föreslår jag att kommunen tecknar ett avtal. Det är bra så."
    path.write_text(text, "utf-8")
    found = decisions(path, reader, other)
    assert found == [(Stage.PROPOSAL, None, "Därför föreslår jag att kommunen tecknar ett avtal.")]


MEETING = """Sammanträdesprotokoll
Kommunfullmäktige 2025-06-16
§ 14 Svar på motion om en vänort i Estland
Förslag till beslut
Kommunstyrelsen föreslår att kommunen avslår motionen och inte ingår något avtal med staden
Beslut
1. Kommunfullmäktige beslutar att ingå ett avtal med Näidislinn i Estland.
2. Kommunfullmäktige beslutar att avslå motionen i övrigt.
Beslutet skickas till
Kommunstyrelsen
"""


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_points_of_a_decision_are_told_and_are_no_proposal(
    kind: str, reader: Reader, other: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / f"papper.{kind}"
    if kind == "txt":
        path.write_text(MEETING, "utf-8")
    else:
        document = docx.Document()
        for line in MEETING.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
    assert decisions(path, reader, other) == [
        (
            Stage.PROPOSAL,
            "kommunstyrelsen",
            "Kommunstyrelsen föreslår att kommunen avslår motionen och inte ingår något avtal med staden",
        ),
        (
            Stage.DECIDED,
            "kommunfullmäktige",
            "1. Kommunfullmäktige beslutar att ingå ett avtal med Näidislinn i Estland. "
            "2. Kommunfullmäktige beslutar att avslå motionen i övrigt.",
        ),
    ]


def test_short_points_are_no_headings(reader: Reader, other: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "papper.txt"
    points = "Kommunfullmäktige beslutar\n\n1. att ingå ett avtal\n2. att avslå motionen\n\nDelges\n\nKommunstyrelsen\n"
    path.write_text(f"Protokoll\n\nDatum 2025-06-16\n\nBeslut\n\n{points}", "utf-8")
    assert decisions(path, reader, other) == [
        (
            Stage.DECIDED,
            "kommunfullmäktige",
            "Kommunfullmäktige beslutar 1. att ingå ett avtal 2. att avslå motionen",
        )
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (MEETING, "Svar på motion om en vänort i Estland"),
        (
            "Sammanträdesprotokoll\n\nFörslag till beslut\n\nKommunen ska ingå ett avtal med en ny ort.\n",
            "Sammanträdesprotokoll",
        ),
        ("Förslag till beslut\n\nKommunen ska ingå ett avtal med en ny ort.\n", "papper.txt"),
    ],
)
def test_the_title_is_the_first_heading_that_says_what_it_is_about(
    text: str, title: str, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "papper.txt"
    path.write_text(text, "utf-8")
    assert title_of(read_paper(path), reader) == title


def test_a_word_of_partnership_is_no_town(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "papper.txt"
    path.write_text("Protokoll\n\n§ 5 Vänort i Estland\n\nEn vänort är Storby i Estland.\n", "utf-8")
    found = [finding.value for finding in reader.find(read_paper(path)) if finding.kind is Kind.TOWN]
    assert found == [Town("Storby", "EE")]
