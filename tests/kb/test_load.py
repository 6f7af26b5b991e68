"""Every fault of a folder is reported at once, with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.kb.load import load
from bot.locales import phrase
from bot.question import Language

SMALL = Path(__file__).parent.parent / "data" / "exempelby"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "knowledge"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def found(folder: Path) -> list[tuple[str, str, int]]:
    return [(p.id, p.file, p.line) for p in load(folder).problems]


TONDER = "partner_towns/tonder.sv.md"
KURESSAARE = "partner_towns/kuressaare.sv.md"
AGREEMENT = "decisions/agreement-2025.sv.md"


def test_a_sound_folder_has_no_problems(folder: Path) -> None:
    assert found(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem", "line"),
    [
        (TONDER, "country: DK", "countri: DK", "VK121", 15),
        (TONDER, "country: DK\n", "", "VK122", 2),
        (TONDER, "type: partner_town", "type: town", "VK123", 3),
        (TONDER, "type: partner_town\n", "", "VK122", 2),
        (TONDER, "as_of: 2026-03-01", "as_of: i mars", "VK123", 12),
        (TONDER, "  - {title: Fullmäktiges protokoll, ref: § 12, date: 2026-03-01}", "  []", "VK123", 13),
        (TONDER, "  - {title: Fullmäktiges protokoll, ref: § 12, date: 2026-03-01}", "  - {title: X}", "VK122", 14),
        (TONDER, "id: tonder", "id: toender", "VK109", 2),
        (TONDER, "aliases: [Tønder,", "aliases: [Kuressaare, Tønder,", "VK202", 5),
        (TONDER, "  - Är Tønder vänort?", "  - Vilken är vår vänort?", "VK203", 7),
        (TONDER, "reach: [är tonder fortfarande vänort]", "reach: [är tønder vänort]", "VK204", 10),
        (TONDER, "country: DK", "country: DK\nrelated: [odense]", "VK201", 16),
        (TONDER, "country: DK", "country: DK\nwhy: odense", "VK201", 16),
        (TONDER, "country: DK", "country: DK\ncovers: [phone]", "VK211", 16),
        (KURESSAARE, "review_by: 2027-03-01", "review_by: 2020-01-01", "VK205", 17),
        (AGREEMENT, "stage: laga kraft", "stage: klart", "VK123", 16),
        ("municipality.yaml", "entries: [kuressaare]", "entries: [narva]", "VK201", 15),
        ("municipality.yaml", "name: Exempelby", "nam: Exempelby", "VK121", 1),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    folder: Path, file: str, old: str, new: str, problem: str, line: int
) -> None:
    change(folder, file, old, new)
    assert load(folder).knowledge is None
    assert (problem, file, line) in found(folder)


def test_all_faults_at_once(folder: Path) -> None:
    change(folder, TONDER, "country: DK", "countri: DK")
    change(folder, AGREEMENT, "stage: laga kraft", "stage: klart")
    (folder / "facts" / "x.md").write_text("ingen")
    assert {p for p, *_ in found(folder)} >= {"VK121", "VK122", "VK123", "VK108"}


def test_missing_files(folder: Path) -> None:
    (folder / TONDER).unlink()
    (folder / "facts" / "travel-costs-unknown.en.md").unlink()
    problems = found(folder)
    assert ("VK112", "partner_towns/tonder.en.md", 1) in problems
    assert ("VK113", "facts/travel-costs-unknown.sv.md", 1) in problems


def test_no_folder_and_no_municipality(folder: Path, tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere")[0][0] == "VK001"
    (folder / "municipality.yaml").unlink()
    assert found(folder)[0][0] == "VK002"


LAW = """---
id: {id}
type: legal_rule
title: En lag
status: {status}
as_of: 2026-01-01
sources: [{{title: Lag ({statute}), date: 2026-01-01}}]
statute: "{statute}"
repealed: {repealed}
---
Text.
"""


@pytest.mark.parametrize(
    ("status", "repealed", "second", "problems"),
    [
        ("historical", "true", False, set()),
        ("current", "true", False, {"VK206"}),
        ("historical", "true", True, {"VK207"}),
    ],
)
def test_a_repealed_act_is_never_cited_as_in_force(
    folder: Path, status: str, repealed: str, second: bool, problems: set[str]
) -> None:
    def law(key: str, **values: str) -> None:
        (folder / "facts" / f"{key}.sv.md").write_text(LAW.format(id=key, statute="1994:693", **values), "utf-8")

    law("law", status=status, repealed=repealed)
    if second:
        law("law-two", status="current", repealed="false")
    assert {p for p, *_ in found(folder)} - {"VK113"} == problems


def test_drafts_are_checked_but_never_live(folder: Path) -> None:
    change(folder, AGREEMENT, "stage: laga kraft", "stage: laga kraft\ndraft: true")
    change(folder, "municipality.yaml", "entries: [agreement-2025]", "entries: [kuressaare]")
    loaded = load(folder)
    assert loaded.knowledge is not None
    assert "agreement-2025" not in loaded.knowledge.items
    assert set(loaded.drafts) == {"agreement-2025"}


def test_a_draft_needs_no_other_language_yet_and_answers_no_why(folder: Path) -> None:
    change(folder, AGREEMENT, "stage: laga kraft", "stage: laga kraft\ndraft: true")
    change(folder, "municipality.yaml", "entries: [agreement-2025]", "entries: [kuressaare]")
    (folder / AGREEMENT.replace(".sv.", ".en.")).unlink()
    change(folder, TONDER, "country: DK", "country: DK\nwhy: agreement-2025")
    assert {id_ for id_, *_ in found(folder)} == {"VK210"}
    change(folder, TONDER, "country: DK", "country: DK\ndraft: true")  # what is a draft itself may wait for another
    assert found(folder) == []


def test_every_problem_has_words_in_both_languages(folder: Path) -> None:
    change(folder, TONDER, "country: DK", "countri: DK\nwhy: odense")
    for problem in load(folder).problems:
        for language in Language:
            assert "{" not in problem.what(language) + problem.remedy(language)


def test_the_locales_hold_the_same_keys() -> None:
    from bot.locales import _table

    def keys(table: dict[str, object], before: str = "") -> set[str]:
        return {
            key
            for name, value in table.items()
            for key in (keys(value, f"{before}{name}.") if isinstance(value, dict) else {before + name})
        }

    swedish, english = (keys(_table(language)) for language in Language)
    assert swedish == english
    assert phrase(Language.SV, "answer.source") == "Källa"


PROVSUNDA = Path(__file__).parents[2] / "examples" / "provsunda"
READ = ["countries", "details", "municipalities", "places", "synonyms"]


@pytest.mark.parametrize("name", READ)
def test_a_missing_list_that_answers_on_aid_read_is_a_fault(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(PROVSUNDA, tmp_path / "knowledge"))
    (folder / "lists" / f"{name}.yaml").unlink()
    assert ("VK139", f"lists/{name}.yaml", 1) in found(folder)


def test_every_missing_list_is_told(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROVSUNDA, tmp_path / "knowledge"))
    shutil.rmtree(folder / "lists")
    told = [key for key in found(folder) if key[1].startswith("lists/")]
    assert told == [("VK317" if n == "papers" else "VK139", f"lists/{n}.yaml", 1) for n in sorted([*READ, "papers"])]


def test_missing_aid_beside_lists_is_a_warning(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROVSUNDA, tmp_path / "knowledge"))
    shutil.rmtree(folder / "aid")
    assert found(folder) == [("VK317", "aid/words.yaml", 1)]
    assert load(folder).knowledge is not None
