"""What a new entry's files bring is known before they are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.kb.manifest import digest
from bot.upkeep.trial import copied, tried

TODAY = date(2026, 11, 23)
ENTRY = """---
id: orchestra
type: fact
status: current
as_of: {as_of}
title: Skolorkestern
sources: [{{title: Årsberättelse, date: 2026-01-01}}]
golden:
  reach: [{question}]
---

Skolorkestern spelar i Estland varje vår.
"""


def files(as_of: str = "2026-01-01", question: str = "När spelar skolorkestern?") -> dict[str, str]:
    return {"facts/orchestra.sv.md": ENTRY.format(as_of=as_of, question=question)}


def test_an_entry_that_answers_its_test_questions_brings_nothing_and_is_not_written(folder: Path) -> None:
    before = digest(folder)
    found = tried(folder, files(), "orchestra", TODAY)
    assert (found.faults, found.unreached, found.warnings) == ((), {}, ())
    assert digest(folder) == before


@pytest.mark.parametrize(("as_of", "id_"), [("in spring", "VK123"), ("2027-01-01", "VK212")])
def test_faults_are_told_instead_of_test_questions(folder: Path, as_of: str, id_: str) -> None:
    found = tried(folder, files(as_of, "Var ligger Kuressaare?"), "orchestra", TODAY)
    assert [(problem.id, problem.file) for problem in found.faults] == [(id_, "facts/orchestra.sv.md")]
    assert found.unreached == {}


def test_a_test_question_that_another_entry_answers_is_told(folder: Path) -> None:
    found = tried(folder, files(question="Är Kuressaare vänort?"), "orchestra", TODAY)
    assert found.faults == ()
    assert list(found.unreached) == ["Är Kuressaare vänort?"]


def test_the_history_of_a_folder_is_not_copied(folder: Path) -> None:
    (folder / ".git").mkdir()
    with copied(folder) as copy:
        assert digest(copy) == digest(folder)
        assert not (copy / ".git").exists()
