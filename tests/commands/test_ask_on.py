"""`vanort ask --on DATE`: what applied then, by valid_from and valid_until."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.ask import command

ENTRY = """---
id: {id}
type: fact
title: Bidraget till skolresor
questions: [{question}]
status: {status}
as_of: 2026-03-01
{valid}
sources: [{{title: Fullmäktiges protokoll, date: 2026-03-01}}]
---
{text}
"""


@pytest.fixture(autouse=True)
def _two_rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANORT_CACHE", "")
    rows = [
        (
            "grant-2010",
            "Vad ger kommunen i bidrag till skolresor?",
            "expired",
            "valid_from: 2010-01-01\nvalid_until: 2015-12-31",
            "Bidraget till skolresor är 500 kronor.",
        ),
        (
            "grant-2018",
            "Vilket bidrag ger kommunen till skolresor?",
            "current",
            "valid_from: 2018-01-01",
            "Bidraget till skolresor är 900 kronor.",
        ),
    ]
    for id_, question, status, valid, text in rows:
        entry = ENTRY.format(id=id_, question=question, status=status, valid=valid, text=text)
        (folder / "facts" / f"{id_}.sv.md").write_text(entry, "utf-8")


@pytest.mark.parametrize(
    "question", ["Vad ger kommunen i bidrag till skolresor?", "Vilket bidrag ger kommunen till skolresor?"]
)
@pytest.mark.parametrize(
    ("on", "entry", "stale"),
    [
        ("2010-01-01", "grant-2010", False),
        ("2015-12-31", "grant-2010", False),
        ("2016-06-01", "grant-2010", True),  # none applied: the last one tells until when it held
        ("2018-01-01", "grant-2018", False),
        ("2026-11-23", "grant-2018", False),
    ],
)
def test_the_entry_that_applied_answers(folder: Path, question: str, on: str, entry: str, stale: bool) -> None:
    done = CliRunner().invoke(command, ["--knowledge", str(folder), "--on", on, "--json", question])
    found = json.loads(done.output)
    assert (found["entry"], found["stale"]) == (entry, stale)


def test_the_ended_one_says_until_when_it_held(folder: Path) -> None:
    question = "Vad ger kommunen i bidrag till skolresor?"
    done = CliRunner().invoke(command, ["--knowledge", str(folder), "--on", "2016-06-01", question])
    assert "Uppgiften gällde till och med 2015-12-31. Kontrollera med kanslichefen vad som gäller nu." in done.output


@pytest.mark.parametrize("other", [["--today", "2020-01-01"], ["--batch", "-"]])
def test_it_goes_with_one_question_and_no_other_day(folder: Path, other: list[str]) -> None:
    question = [] if "--batch" in other else ["Är Tønder vänort?"]
    done = CliRunner().invoke(command, ["--knowledge", str(folder), "--on", "2020-01-01", *other, *question])
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == (
        "Error: --on takes one question, and is itself the day: leave out --batch and --today."
    )
