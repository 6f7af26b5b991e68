"""The commands of .github/workflows/knowledge.yml, run as GitHub runs them, on a clone that an edit breaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "knowledge.yml").read_text("utf-8"))
STEPS = WORKFLOW["jobs"]["knowledge"]["steps"]
GOLDEN = "Vem betalar för resan till Kuressaare?"


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(place), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone, as GitHub checks out a pull request, of a repository with the small folder as knowledge/."""
    costs, town = folder / "facts" / "travel-costs-unknown.sv.md", folder / "partner_towns" / "kuressaare.sv.md"
    costs.write_text(costs.read_text("utf-8").replace("status:", f"golden: {{reach: ['{GOLDEN}']}}\nstatus:"), "utf-8")
    town.write_text(town.read_text("utf-8").replace(", Vilken vänort har kommunen nu?", ""), "utf-8")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Någon")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "x@example.org")
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "-q", "-m", "Före")
    git(tmp_path, "clone", "-q", str(folder.parent), "clone")
    git(tmp_path / "clone", "checkout", "-q", "-b", "edit")
    return tmp_path / "clone"


def commit(repository: Path) -> None:
    git(repository, "commit", "-q", "-a", "-m", "Ändring")


def step(command: str, repository: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run the step that calls a command, with the shell that `shell: bash` stands for."""
    assert WORKFLOW["jobs"]["knowledge"]["defaults"]["run"]["shell"] == "bash"
    (script,) = (s["run"] for s in STEPS if s.get("run", "").startswith(command))
    tools = tmp_path / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "vanort").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m bot "$@"\n')
    (tools / "vanort").chmod(0o755)
    env = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "BASE": git(repository, "rev-parse", "origin/HEAD"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "VANORT_CACHE": "",
    }
    env.pop("VANORT_KNOWLEDGE", None)
    bash = [str(shutil.which("bash")), "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(bash, cwd=repository, env=env, capture_output=True, text=True, check=False)


def test_it_runs_where_knowledge_is_touched_and_may_write_nothing() -> None:
    trigger = WORKFLOW[True]  # YAML reads the key “on” as true
    assert trigger == {"pull_request": {"paths": ["knowledge/**"]}}
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert STEPS[0]["with"]["fetch-depth"] == 0
    assert [s["run"].split()[:2] for s in STEPS if s.get("run", "").startswith("vanort")] == [
        ["vanort", "check"],
        ["vanort", "diff"],
    ]


def test_a_sound_edit_passes(repository: Path, tmp_path: Path) -> None:
    town = repository / "knowledge" / "partner_towns" / "kuressaare.sv.md"
    town.write_text(town.read_text("utf-8").replace("sedan 1994.", "sedan våren 1994."), "utf-8")
    commit(repository)
    assert step("vanort check", repository, tmp_path).returncode == 0
    done = step("vanort diff", repository, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "summary.md").read_text("utf-8") == done.stdout
    assert "sedan våren 1994" in done.stdout


def test_an_edit_that_breaks_a_golden_question_is_refused(repository: Path, tmp_path: Path) -> None:
    """With the question, the old and the new answer, by both steps."""
    costs = repository / "knowledge" / "facts" / "travel-costs-unknown.sv.md"
    town = repository / "knowledge" / "partner_towns" / "kuressaare.sv.md"
    question = "Vem betalar resan till Kuressaare?"
    costs.write_text(costs.read_text("utf-8").replace(f"[{question}, ", "["), "utf-8")
    town.write_text(town.read_text("utf-8").replace("questions:\n", f"questions:\n  - {question}\n"), "utf-8")
    commit(repository)
    checked = step("vanort check", repository, tmp_path)
    assert checked.returncode == 1
    assert checked.stdout.startswith(
        "::error file=knowledge/facts/travel-costs-unknown.sv.md,line=6,title=VK208::"
        f"Testfrågan ”{GOLDEN}” når kuressaare i stället för den här posten."
    )
    compared = step("vanort diff", repository, tmp_path)
    assert compared.returncode == 1
    assert (tmp_path / "summary.md").read_text("utf-8").splitlines()[:5] == [
        "### Testfrågor som gick rätt förut och går fel nu: 1",
        "",
        "| Fråga | Före | Efter |",
        "|---|---|---|",
        f"| {GOLDEN} (testfråga) | travel-costs-unknown: Det finns inget beslut om vem som betalar resor till "
        "vänorten. Avtalet säger inget om kostnader. | kuressaare: Kuressaare i Estland är Exempelbys enda vänort, "
        "sedan 1994. |",
    ]
