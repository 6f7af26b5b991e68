"""A failure is never an answer: exit code 3, with a reference, and nothing on the standard output."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.commands import ask


def broken(*_: object) -> None:
    raise ValueError("a fault of the program")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """Return the exit code of a command line."""
    monkeypatch.setattr(cli, "SHORT", ())  # which would turn this process's garbage collection off
    monkeypatch.setattr(sys, "argv", ["vanort", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    return ended.value.code


def test_a_place_that_cannot_be_written_is_told_and_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    app = ("--app-id", "3f2c0000-0000-4000-8000-000000000000", "--website", "https://kommunen.se/bot")
    (tmp_path / "folder.zip").mkdir()
    for name, reason in (("none/x.zip", "No such file or directory"), ("folder.zip", "Is a directory")):
        out = tmp_path / name
        assert run(monkeypatch, "teams", "package", *app, "--out", str(out)) == 2
        told = f"Error: {out}: {reason}. Name another place, or see to it that it is there and may be used.\n"
        assert capsys.readouterr() == ("", told)


def test_a_missing_file_without_a_name_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def missing(*_: object) -> None:
        raise FileNotFoundError("nothing there")

    monkeypatch.setattr(ask, "answer", missing)
    assert run(monkeypatch, "ask", "Är Nuuk vänort?") == 3
    assert "This is a fault of it" in capsys.readouterr().err


def test_one_question_that_fails_ends_with_code_3(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(ask, "answer", broken)
    code = run(monkeypatch, "ask", "Är Nuuk vänort?", "--json")
    out, err = capsys.readouterr()
    assert (code, out) == (3, "")
    assert "ValueError: a fault of the program" in err
    assert re.search(r"The program failed \(reference [0-9a-f]{8}\)\. This is a fault of it: report", err)
