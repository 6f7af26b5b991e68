"""What does not belong in an entry's text; the shipped entries have none of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.kb.load import load
from bot.kb.problem import Severity
from bot.question import Language

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "data" / "exempelby"
TONDER = "partner_towns/tonder.sv.md"
TOLD = {"VK118", "VK321", "VK322", "VK323", "VK324"}


def found(folder: Path) -> list[tuple[str, str, int]]:
    return [(p.id, p.file, p.line) for p in load(folder).problems if p.id in TOLD]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "knowledge"))


@pytest.mark.parametrize("name", ["knowledge", "examples/provsunda", "tests/data/exempelby"])
def test_the_shipped_entries_are_plain(name: str) -> None:
    assert found(ROOT / name) == []


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Se <b>avtalet</b>.", "VK321"),
        ("Rad<br/>rad.", "VK321"),
        ("Det är *viktigt*.", "VK321"),
        ("Det är **mycket viktigt**, sade hon.", "VK321"),
        ("Se _avtalet_ och ~~det gamla~~.", "VK321"),
        ("Skriv `status`.", "VK321"),
        ("<!-- gömt -->", "VK321"),
        ("| Ort | Land |", "VK321"),
        ("## Bakgrund", "VK321"),
        ("[läs](javascript:alert(1))", "VK321"),
        ("[läs](data:text/html,x)", "VK321"),
        ("Van\u200bda", "VK322"),
        ("\u202eadnaV", "VK322"),
        ("V\u00c3\u00a4nort", "VK323"),
        ("\u00c3\u2026kersberga", "VK323"),
        ("v\u00c3\u00a5r v\u00c3\u00b6n", "VK323"),
        ("Hon s\ufffdger", "VK323"),
        ("Ring 08-535 300 00.", "VK324"),
        ("Ring +46 70 123 45 67.", "VK324"),
        ("Skriv till namn.efternamn@kommunen.se.", "VK324"),
        ("Han är född 121212-1212.", "VK118"),
        ("Nummer 191212121212.", "VK118"),
        ("Samordningsnummer 701063-2391.", "VK118"),
        ("Han är 19811228 9874.", "VK118"),
        ("Hon är 12 12 12 1212.", "VK118"),
        ("Hon är 12.12.12–1212.", "VK118"),
    ],
)
def test_what_does_not_belong_is_told_at_its_line(folder: Path, text: str, id_: str) -> None:
    path = folder / TONDER
    lines = path.read_text("utf-8").rstrip("\n").split("\n")
    path.write_text("\n".join([*lines, "", text, "", text]) + "\n", "utf-8")
    assert found(folder) == [(id_, TONDER, len(lines) + 2), (id_, TONDER, len(lines) + 4)]
    problem = next(p for p in load(folder).problems if p.id == id_)
    assert (problem.severity is Severity.FAULT) == (id_ == "VK118")
    assert all(problem.what(lang) and problem.remedy(lang) for lang in Language)


@pytest.mark.parametrize(
    "text",
    [
        "Lagen (2009:47) gäller sedan 2009-06-01; 3 < 5 och 7 > 2.",
        "Skriv till partnership@icld.se, dnr KS-2023/1868.",
        "Bidraget är 1 500 000 kronor, 0,5 procent, år 2023-2024.",
        "Fält_namn_ett, 2 * 3 * 4, *) enligt not, KS_2023_1868, ca ~5 och ~6.",
        "Org.nr 212000-0068, målnr 1234-20, EUT L 259I, 6.10.2022.",
        "- Ett\n- Två\n\n> Citat – med â, Â och Ã.",
        "Ärendet 850709-9801 är avslutat.",
        "Avtalet gäller 2022-01-01–2024-12-31, eller 2022-01-01-2024-12-31.",
        "Mötet var 2019-12-12 1212 dagar senare.",
    ],
)
def test_plain_text_is_left_alone(folder: Path, text: str) -> None:
    path = folder / TONDER
    path.write_text(path.read_text("utf-8") + f"\n{text}\n", "utf-8")
    assert found(folder) == []


def test_the_front_matter_is_looked_at_and_a_contact_may_be_called(folder: Path) -> None:
    path = folder / TONDER
    path.write_text(path.read_text("utf-8").replace("title: T", "title: 08-535 300 00 T", 1), "utf-8")
    assert found(folder) == [("VK324", TONDER, 4)]
    (folder / "contacts").mkdir()
    for language in Language:
        file = f"partner_towns/tonder.{language}.md"
        text = (folder / file).read_text("utf-8").replace("title: T", "title: 08-535 300 00 T", 1)
        text = text.replace("type: partner_town", "type: contact\nrole: x").replace("relation: none\n", "")
        (folder / file).unlink()
        (folder / "contacts" / Path(file).name).write_text(text, "utf-8")
    assert found(folder) == []
