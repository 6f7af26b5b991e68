"""`vanort diff`: what an edit changes, told before it is live, and refused where it breaks a golden question."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import writing
from click.testing import CliRunner, Result

from bot.commands.diff import command
from bot.store import Logged, TenantStore

KURESSAARE = "partner_towns/kuressaare.sv.md"
COSTS = "facts/travel-costs-unknown.sv.md"
OLD = "Kuressaare i Estland är Exempelbys enda vänort, sedan 1994."
Change = Callable[[str, str, str], None]


@pytest.fixture(autouse=True)
def _git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is committed in a repository of its own."""
    monkeypatch.setenv("VANORT_CACHE", "")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent.parent))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Någon")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "x@example.org")
    git(folder.parent, "init", "-q")
    save(folder, "Första")


def git(place: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(place), *arguments], check=True, capture_output=True)


def save(folder: Path, subject: str) -> None:
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-q", "-m", subject)


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2026-11-23", *options])


def test_nothing_changed(folder: Path) -> None:
    done = run(folder)
    assert (done.output, done.exit_code) == ("Ingen fråga besvaras annorlunda.\n", 0)
    assert run(folder, "--format", "markdown", "--lang", "en").output == "### No question is answered otherwise.\n"


def test_another_text_changes_every_answer_from_it(folder: Path, change: Change) -> None:
    change(KURESSAARE, "sedan 1994", "sedan 1995")
    done = run(folder)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "Frågor som besvaras annorlunda: 6 av 20"
    assert "\n".join(lines[2:9]) == TABLE


TABLE = """\
Fråga                              | Före                                     | Efter
-----------------------------------+------------------------------------------+-----------------------------------------
Är Kuressare vår vänort?           | kuressaare: Kuressaare i Estland är      | kuressaare: Kuressaare i Estland är
(testfråga)                        | Exempelbys enda vänort, sedan 1994.      | Exempelbys enda vänort, sedan 1995.
-----------------------------------+------------------------------------------+-----------------------------------------
Kuressaare, vänort i Estland       | kuressaare: Kuressaare i Estland är      | kuressaare: Kuressaare i Estland är
(rubrik)                           | Exempelbys enda vänort, sedan 1994.      | Exempelbys enda vänort, sedan 1995."""


def test_a_broken_golden_question_is_refused_with_the_old_and_the_new_answer(folder: Path, change: Change) -> None:
    change(COSTS, "golden: {reach: [Vem betalar för resan till Kuressaare?]}\n", "")
    change(COSTS, "questions: [Vem betalar resan till Kuressaare?, ", "questions: [")
    change(KURESSAARE, "questions:\n", "questions:\n  - Vem betalar resan till Kuressaare?\n")
    # The question itself stays a golden one, of the entry that answered it.
    change(COSTS, "status:", "golden: {reach: [Vem betalar för resan till Kuressaare?]}\nstatus:")
    done = run(folder, "--format", "markdown")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    costs = "Det finns inget beslut om vem som betalar resor till vänorten. Avtalet säger inget om kostnader."
    assert lines[:5] == [
        "### Testfrågor som gick rätt förut och går fel nu: 1",
        "",
        "| Fråga | Före | Efter |",
        "|---|---|---|",
        f"| Vem betalar för resan till Kuressaare? (testfråga) | travel-costs-unknown: {costs} | kuressaare: {OLD} |",
    ]
    assert "### Frågor som besvaras annorlunda: " in done.output


def test_a_near_miss_that_is_answered_is_broken_too(folder: Path, change: Change) -> None:
    change(KURESSAARE, "near_miss: [Är Tønder vår vänort?]", "near_miss: [Är Tønder vår vänort?, Är Kuressaare fin?]")
    change(KURESSAARE, "  - När blev Kuressaare vänort?\n", "")
    change(KURESSAARE, "aliases: [Kuressaare, Arensburg]", "aliases: [Arensburg]")
    save(folder, "Före")
    before = run(folder, "HEAD~1")
    change(KURESSAARE, "  - Vilken är vår vänort?\n", "  - Vilken är vår vänort?\n  - Är Kuressaare en fin stad?\n")
    done = run(folder)
    broken = "Testfrågor som gick rätt förut och går fel nu: 1"
    assert broken not in before.output
    assert done.output.startswith(broken + "\n"), done.output
    assert "Är Kuressaare fin? (testfråga)" in done.output
    assert done.exit_code == 1


def test_a_golden_question_that_moves_with_its_answer_is_not_broken(folder: Path) -> None:
    for language in ("sv", "en"):
        old = folder / "facts" / f"travel-costs-unknown.{language}.md"
        new = folder / "facts" / f"travel-costs.{language}.md"
        new.write_text(old.read_text("utf-8").replace("id: travel-costs-unknown", "id: travel-costs"), "utf-8")
        old.unlink()
    done = run(folder)
    assert done.exit_code == 0
    assert "Vem betalar för resan till" in done.output
    assert "travel-costs-unknown: Det finns" in done.output
    assert "travel-costs: Det finns inget" in done.output


def test_against_a_named_revision(folder: Path, change: Change) -> None:
    change(KURESSAARE, "sedan 1994", "sedan 1995")
    save(folder, "Andra")
    assert run(folder).output == "Ingen fråga besvaras annorlunda.\n"
    assert run(folder, "HEAD~1").output.splitlines()[0] == "Frågor som besvaras annorlunda: 6 av 20"


def test_many_questions_are_asked_in_two_processes(
    folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(KURESSAARE, "sedan 1994", "sedan 1995")
    alone = run(folder).output
    monkeypatch.setattr("bot.upkeep.compare.APART", 0)
    done = run(folder)
    assert done.stdout == alone
    assert done.stderr == "Ställer 20 frågor före och efter. Det tar någon minut.\n"


def test_markdown_shows_the_text_as_it_stands(folder: Path, change: Change) -> None:
    change(KURESSAARE, "sedan 1994.", "sedan *1994* | <b>@alla</b> & #1.")
    shown = run(folder, "--format", "markdown").output
    assert r"sedan \*1994\* \| &lt;b&gt;&#64;alla&lt;/b&gt; &amp; \#1. |" in shown


def test_a_revision_that_does_not_exist(folder: Path) -> None:
    done = run(folder, "nope")
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == (
        f"Error: Mappen {folder} går inte att läsa som den var vid nope: fatal: Needed a single revision. "
        "Ange en commit, gren eller tagg i det git-förråd som mappen ligger i."
    )


def test_a_revision_before_the_folder(folder: Path) -> None:
    git(folder.parent, "checkout", "-q", "--orphan", "annan")
    git(folder.parent, "rm", "-rq", "--cached", ".")
    git(folder.parent, "commit", "-q", "--allow-empty", "-m", "Tom")
    done = run(folder, "annan")
    assert done.exit_code == 2
    assert f"Error: Mappen {folder} går inte att läsa som den var vid annan: " in done.output


def test_a_revision_with_faults(folder: Path, change: Change) -> None:
    change(KURESSAARE, "country: EE", "countri: EE")
    save(folder, "Fel")
    change(KURESSAARE, "countri: EE", "country: EE")
    done = run(folder)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == (
        f"Error: Mappen {folder} hade fel vid HEAD och kan inte jämföras med. "
        "Ange en revision där vanort check går igenom."
    )


def test_edited_files_with_faults(folder: Path, change: Change) -> None:
    change(KURESSAARE, "country: EE", "countri: EE")
    done = run(folder)
    assert done.exit_code == 1
    assert f"Fel i kunskapsmappen {folder}: 2. Kör vanort check och rätta dem." in done.output


def test_what_people_asked_is_asked_too(folder: Path, change: Change, tenant: TenantStore) -> None:
    for text, day in (("Är vår vänort kuresaare?", date(2026, 11, 20)), ("vänorten kuressaare", date(2026, 9, 1))):
        writing.log(tenant, Logged(text, "answer", "slack", "sv", day, asker="U1"))
    change(KURESSAARE, "sedan 1994", "sedan 1995")
    without, with_ = run(folder).output, run(folder, "--logged", "30").output
    assert "(ställd fråga)" not in without
    (row,) = [line for line in with_.splitlines() if "Är vår vänort kuresaare?" in line]
    assert row.startswith("Är vår vänort kuresaare? (ställd ")
    assert "vänorten kuressaare" not in with_


def test_ways_to_ask_are_asked_of_entries_that_differ_or_of_all(folder: Path, change: Change) -> None:
    change(KURESSAARE, "sedan 1994", "sedan 1995")
    assert run(folder).output.splitlines()[0].endswith("av 20")
    assert run(folder, "--all").output.splitlines()[0].endswith("av 31")
    change("municipality.yaml", "name: Exempelby", "max_lix: 40\nname: Exempelby")  # it may bear on every entry
    assert run(folder).output.splitlines()[0].endswith("av 31")


def test_a_folder_without_git_is_told_how_to_begin(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = Path(shutil.copytree(folder, tmp_path_factory.mktemp("apart") / "knowledge"))
    done = run(place)
    assert done.exit_code == 2
    assert "fatal" not in done.output
    assert f"Error: Mappen {place} ligger inte i något git-förråd" in done.output
    assert "Kör git init i mappen" in done.output
    assert "Run git init in it" in run(place, "--lang", "en").output
