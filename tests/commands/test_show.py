"""`vanort show`: an entry as it stands, and its history from git."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.show import command

Change = Callable[[str, str, str], None]


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No cache, and git looks for no repository above the test's folder."""
    monkeypatch.setenv("VANORT_CACHE", "")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Någon")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "x@example.org")
        monkeypatch.setenv(f"GIT_{name}_DATE", "2026-05-04T12:00:00Z")


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2027-11-23", *options])


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_decision_with_its_stage_and_history(folder: Path, change: Change) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Första versionen")
    change("decisions/agreement-2025.sv.md", "stage: laga kraft", "dnr: KS 2025/7\nstage: laga kraft")
    change(
        "decisions/agreement-2025.sv.md", "- {title: Fullmäktiges", "- {quote: till och med 2030, title: Fullmäktiges"
    )
    git(folder, "commit", "-q", "-a", "-m", "Diarienumret: KS 2025/7")
    first, second = git(folder, "log", "--reverse", "--format=%h").splitlines()
    change("facts/travel-costs-unknown.sv.md", "resor", "färder")
    git(folder, "commit", "-q", "-a", "-m", "En annan post")
    done = run(folder, "agreement-2025")
    assert done.exit_code == 0
    assert done.output == (
        "Fullmäktige förlängde avtalet 2025\n"
        "agreement-2025 (decision, decided)\n"
        "\n"
        "Fullmäktige beslutade den 20 november 2025 att förlänga avtalet med Kuressaare till och med 2030.\n"
        "\n"
        "Per 2025-11-20\n"
        "Skede: laga kraft, kommunfullmäktige, 2025-11-20, KS 2025/7\n"
        "Källa: Fullmäktiges protokoll, § 98, 2025-11-20\n"
        "  ”till och med 2030”\n"
        "Filer: decisions/agreement-2025.en.md, decisions/agreement-2025.sv.md\n"
        "\n"
        "Ändringar, de senaste först:\n"
        f"  2026-05-04  {second}  Diarienumret: KS 2025/7\n"
        f"  2026-05-04  {first}  Första versionen\n"
    )


def test_dates_and_relations_in_english_without_git(folder: Path, change: Change) -> None:
    change(
        "partner_towns/kuressaare.sv.md",
        "review_by: 2027-03-01",
        "review_by: 2027-03-01\nvalid_until: 2030-12-31\nrelated: [agreement-2025]",
    )
    assert run(folder, "kuressaare", "--lang", "en").output.splitlines()[-9:] == [
        "",
        "As of 2026-03-01",
        "Was due for review by 2027-03-01",
        "Holds from … until 2030-12-31",
        "Source: Fullmäktiges protokoll, § 12, 2026-03-01",
        "Goes with: agreement-2025",
        "Files: partner_towns/kuressaare.en.md, partner_towns/kuressaare.sv.md",
        "",
        "No history: the folder lies in no git repository.",
    ]


def test_a_file_that_was_never_saved_in_git(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Tom")
    assert run(folder, "tonder").output.splitlines()[-1] == "Ingen ändring är sparad i git än."


def test_an_unknown_entry(folder: Path) -> None:
    done = run(folder, "agrement")
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == (
        "Error: Det finns ingen post med id agrement. Menade du någon av: agreement-2025?"
    )


def test_a_faulty_folder(folder: Path, change: Change) -> None:
    change("partner_towns/tonder.sv.md", "country: DK", "countri: DK")
    done = run(folder, "kuressaare")
    assert done.exit_code == 1
    assert f"Fel i kunskapsmappen {folder}: 2. Kör vanort check och rätta dem." in done.output


def test_a_folder_without_git_has_no_history(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = Path(shutil.copytree(folder, tmp_path_factory.mktemp("apart") / "knowledge"))
    done = run(place, "kuressaare")
    assert done.exit_code == 0
    assert done.output.splitlines()[-1] == "Ingen historik: mappen ligger inte i något git-förråd."
