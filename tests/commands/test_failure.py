"""A failure is never an answer: exit code 3, with a reference, and nothing on the standard output."""

from __future__ import annotations

import errno
import os
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


ENGLISH = "Name another place, or see to it that it is there and may be used."
SWEDISH = "Ange en annan plats, eller se till att den finns och får användas."
APP = ("--app-id", "3f2c0000-0000-4000-8000-000000000000", "--website", "https://kommunen.se/bot")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none/x.zip", "No such file or directory"),
        ("folder.zip", "Is a directory"),
        (f"{'x' * 300}.zip", "File name too long"),
        ("loop.zip", "Too many levels of symbolic links"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_and_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path, folder: Path, name: str, reason: str
) -> None:
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "loop.zip").symlink_to("loop.zip")
    out = tmp_path / name
    assert run(monkeypatch, "teams", "package", *APP, "--out", str(out), "--knowledge", str(folder)) == 2
    assert capsys.readouterr() == ("", f"Error: {out}: {reason}. {SWEDISH}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_told_and_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, folder: Path
) -> None:
    assert run(monkeypatch, "teams", "package", *APP, "--out", "/dev/full", "--knowledge", str(folder)) == 2
    told = "Error: No space left on device. Gör plats där, eller ange en annan plats.\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize(
    ("code", "reason"), [(errno.EROFS, "Read-only file system"), (errno.EACCES, "Permission denied")]
)
def test_it_is_told_in_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, code: int, reason: str
) -> None:
    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code), "/a/place")

    monkeypatch.setattr(ask, "answer", refused)
    for arguments, advice in ((("--lang", "en"), ENGLISH), (("--lang", "sv"), SWEDISH), ((), SWEDISH)):
        assert run(monkeypatch, "ask", "Är Nuuk vänort?", *arguments) == 2
        assert capsys.readouterr().err == f"Error: /a/place: {reason}. {advice}\n"


def test_a_folder_that_cannot_be_read_is_told_in_swedish(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    knowledge = tmp_path / ("x" * 300)
    assert run(monkeypatch, "ask", "Är Nuuk vänort?", "--knowledge", str(knowledge)) == 2
    assert f"{knowledge}: File name too long. {SWEDISH}" in capsys.readouterr().err


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
