"""Commands that read what people asked say where they run, and make no database."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

COMMANDS = {
    "gaps": (),
    "report": ("out.html",),
    "adopt": ("abcd", "kuressaare"),
    "draft": ("7",),
    "digest": ("--print",),
}
SERVER = "Det körs på servern, med serverns inställningar, av den som sköter driften."


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "VANORT_DATA", "VANORT_SECRET_KEY", "VANORT_TENANTS"):
        monkeypatch.delenv(name, raising=False)


def run(name: str, folder: Path, *options: str) -> Result:
    command = import_module(f"bot.commands.{name}").command
    return CliRunner().invoke(command, [*COMMANDS[name], "--knowledge", str(folder), *options])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_missing_setting_is_told_in_the_folders_language(name: str, folder: Path) -> None:
    done = run(name, folder)
    assert done.exit_code == 2
    assert "Error: Inställningen VANORT_SECRET_KEY saknas.\n" in done.output
    assert SERVER in done.output
    assert "The setting VANORT_SECRET_KEY is missing.\n" in run(name, folder, "--lang", "en").output


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("url", [None, "sqlite:///other/store.db"])
def test_where_there_is_no_database_none_is_made(
    name: str, url: str | None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANORT_SECRET_KEY", "a key for tests, of more than 32 bytes")
    if url is not None:
        monkeypatch.setenv("DATABASE_URL", url)
    done = run(name, folder)
    assert done.exit_code == 2
    file = "other/store.db" if url else str(tmp_path / "data" / "vanort.db")
    assert f"Error: Det finns ingen databas i {file}, så här syns ingenting av vad någon har frågat." in done.output
    assert SERVER in done.output
    assert list(tmp_path.rglob("*.db")) == []
    assert not (tmp_path / "out.html").exists()
