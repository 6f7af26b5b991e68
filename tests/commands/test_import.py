"""`vanort import`: drafts in the folder, checked, and live only when a person has removed the mark."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.check import command as check_command
from bot.commands.import_ import command
from bot.kb.base import in_memory
from bot.kb.load import load
from tests.upkeep.papers.making import make_docx, make_pdf, make_scan, source_pages

ROOT = Path(__file__).parent.parent.parent
LISTS = ROOT / "knowledge" / "lists"


@pytest.fixture
def folder(folder: Path) -> Path:
    """The small folder with the lists that papers are read with."""
    shutil.copytree(LISTS, folder / "lists", dirs_exist_ok=True)
    return folder


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["--knowledge", str(folder), *options])


@pytest.mark.parametrize(("make", "name", "place"), [(make_pdf, "a.pdf", "sida 1"), (make_docx, "a.docx", "stycke 4")])
def test_the_source_paper_becomes_drafts_that_never_answer(
    make: object, name: str, place: str, folder: Path, tmp_path: Path
) -> None:
    before = load(folder)
    assert callable(make)
    done = run(folder, str(make(tmp_path / name, source_pages())))
    assert done.exit_code == 0, done.output
    assert "  lagrum: 5 kap. 4–9 §§ (2009:47)" in done.output
    after = load(folder)
    assert after.faults == ()
    types = [item.entry.type for item in after.drafts.values()]
    assert {kind: types.count(kind) for kind in set(types)} == {
        "decision": 1,
        "legal_rule": 1,
        "partner_town": 6,
        "statistic": 8,
    }
    assert f"{len(after.drafts)} utkast." in done.output
    proposal = next(item for item in after.drafts.values() if item.entry.type == "decision")
    assert place in (proposal.entry.sources[0].ref or "")
    assert proposal.entry.sources[0].quote is not None
    assert proposal.entry.sources[0].quote in proposal.body(next(iter(proposal.bodies)))[0]
    assert before.knowledge is not None
    assert after.knowledge is not None
    assert after.knowledge.items.keys() == before.knowledge.items.keys()


def test_a_draft_is_live_once_its_mark_is_gone(folder: Path, tmp_path: Path) -> None:
    run(folder, str(make_pdf(tmp_path / "a.pdf", source_pages())))
    path = next(folder.glob("partner_towns/nuuk*.sv.md"))
    path.write_text(path.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    knowledge = load(folder).knowledge
    assert knowledge is not None
    assert "nuuk" in knowledge.items
    assert in_memory(knowledge).gazetteer.find("Är Nuuk vänort?").places


def test_check_lists_drafts_as_notices(folder: Path, tmp_path: Path) -> None:
    run(folder, str(make_pdf(tmp_path / "a.pdf", source_pages())))

    def checked(form: str) -> str:
        return CliRunner().invoke(check_command, ["--knowledge", str(folder), "--format", form]).output

    problems = json.loads(checked("json"))["problems"]
    notices = [problem for problem in problems if problem["severity"] == "notice"]
    assert [n["id"] for n in notices] == ["VK310"] * 16
    lines = (folder / notices[0]["file"]).read_text("utf-8").splitlines()
    assert lines[notices[0]["line"] - 1] == "draft: true"
    assert " Utkast: 16." in checked("text").splitlines()[-1]
    assert "::notice file=" in checked("github")
    assert not [problem for problem in problems if problem["severity"] == "fault"]


def test_what_an_entry_tells_already_is_drafted_only_when_asked_for(tmp_path: Path) -> None:
    own = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    paper = str(make_pdf(tmp_path / "a.pdf", source_pages()))
    done = run(own, paper, "--dry-run")
    assert (
        "Finns redan i partner-town-nuuk, inget utkast (--all gör ett): Nuuk, nämnd i samband med vänorter"
        in done.output
    )
    assert load(own).drafts == {}
    assert "16 utkast." in run(own, paper, "--all").output
    assert len(load(own).drafts) == 16


def test_the_same_paper_again_drafts_nothing_twice(folder: Path, tmp_path: Path) -> None:
    paper = str(make_pdf(tmp_path / "a.pdf", source_pages()))
    run(folder, paper)
    before = load(folder).drafts.keys()
    again = run(folder, paper)
    assert again.output.endswith("Inget att göra utkast av.\n")
    assert "Finns redan i nuuk, inget utkast" in again.output
    assert load(folder).drafts.keys() == before


def test_a_town_that_another_papers_draft_has_is_not_drafted_again(folder: Path, tmp_path: Path) -> None:
    run(folder, str(make_pdf(tmp_path / "a.pdf", source_pages())))
    path = tmp_path / "b.txt"
    path.write_text("Datum 2025-06-16. Kommunen föreslås återuppta vänortsavtalet med Nuuk.\n", "utf-8")
    done = run(folder, str(path))
    assert done.exit_code == 0, done.output
    assert "Finns redan i nuuk, inget utkast" in done.output
    assert "1 utkast." in done.output


def test_a_paper_without_a_day_asks_for_it(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Förslag\n\nKommunen föreslås teckna ett vänortsavtal med Prykladne i Ukraina.\n", "utf-8")
    done = run(folder, str(path))
    assert (done.exit_code, done.output.splitlines()[-1]) == (
        2,
        "Error: Hittar ingen dag i a.txt. Ange papperets dag med --date ÅÅÅÅ-MM-DD.",
    )
    assert run(folder, str(path), "--date", "2025-06-16", "--title", "Motion om vänort").exit_code == 0
    drafts = load(folder).drafts
    assert {item.entry.sources[0].title for item in drafts.values()} == {"Motion om vänort"}


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("sv", "Error: a.pdf har 2 sidor men ingen text: den är troligen inskannad. Gör den sökbar med OCR (till "
               "exempel ocrmypdf) och läs in resultatet."),
        ("en", "Error: a.pdf has 2 pages but no text: it is probably scanned. Make it searchable with OCR (ocrmypdf, "
               "say) and import the result."),
    ],
)  # fmt: skip
def test_a_scanned_paper_says_what_to_do(language: str, message: str, folder: Path, tmp_path: Path) -> None:
    done = run(folder, str(make_scan(tmp_path / "a.pdf", 2)), "--lang", language)
    assert (done.exit_code, done.output) == (1, message + "\n")


def test_without_the_list_of_words_it_says_where_to_get_it(folder: Path, tmp_path: Path) -> None:
    (folder / "lists" / "papers.yaml").unlink()
    done = run(folder, str(make_pdf(tmp_path / "a.pdf", source_pages())))
    assert done.exit_code == 2
    assert "lists/papers.yaml saknas" in done.output
