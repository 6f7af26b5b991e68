"""A folder with faults, or none at all, is told of in the folder's own language."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

Change = Callable[[str, str, str], None]

KURESSAARE = "partner_towns/kuressaare.sv.md"
COMMANDS = {
    "diff": (),
    "ask": ("Är Tønder vänort?",),
    "status": (),
    "new": ("fact",),
    "import": ("paper.txt",),
    "review": (),
    "show": ("kuressaare",),
    "chat": (),
    "gaps": (),
    "check": (),
}


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANORT_CACHE", "")


def run(name: str, folder: Path, *options: str) -> Result:
    module = import_module("bot.commands.import_" if name == "import" else f"bot.commands.{name}")
    return CliRunner().invoke(module.command, [*COMMANDS.get(name, ()), "--knowledge", str(folder), *options])


@pytest.mark.parametrize("name", COMMANDS)
def test_faults_are_told_in_the_folders_language(name: str, folder: Path, change: Change) -> None:
    change(KURESSAARE, "---\n", "")
    swedish = run(name, folder)
    assert swedish.exit_code == 1
    assert "Filen börjar inte med" in swedish.output
    assert "The file" not in swedish.output
    change("municipality.yaml", "name: Exempelby\n", "name: Exempelby\nlanguages: [en, sv]\n")
    assert "The file does not begin with" in run(name, folder).output
    assert "Filen börjar inte med" in run(name, folder, "--lang", "sv").output


def test_init_tells_faults_of_the_folder_that_it_shares_from(folder: Path, tmp_path: Path, change: Change) -> None:
    change(KURESSAARE, "---\n", "")
    assert "Filen börjar inte med" in run("init", folder, str(tmp_path / "new"), "--no-input", "--name", "X").output


def test_faults_are_counted_in_the_folders_language(folder: Path, change: Change) -> None:
    change(KURESSAARE, "---\n", "")
    assert f"Fel i kunskapsmappen {folder}: " in run("status", folder).output
    assert f"Faults in the knowledge folder {folder}: " in run("status", folder, "--lang", "en").output


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = run("status", tmp_path / "borta")
    assert done.exit_code == 2
    assert f"Kunskapsmappen {tmp_path / 'borta'} finns inte." in done.output
