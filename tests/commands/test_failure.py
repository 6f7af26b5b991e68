"""A failure is never an answer: exit code 3, with a reference, and nothing on the standard output."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest

from bot import cli
from bot.commands import ask


def broken(*_: object) -> None:
    raise ValueError("a fault of the program")


def test_one_question_that_fails_ends_with_code_3(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(ask, "answer", broken)
    monkeypatch.setattr(cli, "SHORT", ())  # which would turn this process's garbage collection off
    monkeypatch.setattr(sys, "argv", ["vanort", "ask", "Är Nuuk vänort?", "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (3, "")
    assert "ValueError: a fault of the program" in err
    assert re.search(r"The program failed \(reference [0-9a-f]{8}\)\. This is a fault of it: report", err)
