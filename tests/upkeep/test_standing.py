"""What an entry says of its own standing, in the example municipality."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.check import command
from bot.kb.load import load
from bot.kb.problem import Problem
from bot.upkeep.lines import Lines
from bot.upkeep.standing import decided_by_proposals, unclear_towns, unlisted_towns

EXAMPLE = Path(__file__).parents[2] / "examples" / "provsunda"
BUDGET = "decisions/exchange-budget-2026.sv.md"
MINUTES = "title: Provsunda kommunstyrelse, protokoll (påhittat exempel)"
FORMER = "partner_towns/proveby.sv.md"
TOWN = "partner_towns/naidislinn.sv.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "k"))


def change(folder: Path, file: str, *pairs: tuple[str, str]) -> None:
    text = (folder / file).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / file).write_text(text, "utf-8")


def told(folder: Path) -> list[tuple[str, str]]:
    knowledge = load(folder).knowledge
    assert knowledge is not None
    found: list[Problem] = []
    for problems in (decided_by_proposals, unclear_towns, unlisted_towns):
        found += problems(knowledge, Lines(folder))
    return [(p.id, p.file) for p in found]


def test_the_example_is_clear(folder: Path) -> None:
    assert told(folder) == []


@pytest.mark.parametrize("title", ["Förslag till beslut", "Tjänsteutlåtande som föreslår ett bidrag", "A proposal"])
def test_what_a_proposal_says_is_not_decided(folder: Path, title: str) -> None:
    change(folder, BUDGET, (MINUTES, f"title: {title}"))
    assert told(folder) == [("VK214", BUDGET)]


def test_minutes_beside_a_proposal_decide(folder: Path) -> None:
    change(folder, BUDGET, (f"- {MINUTES}", f"- title: Förslag till beslut\n  date: 2026-01-20\n- {MINUTES}"))
    assert told(folder) == []


def test_a_town_is_not_both_current_and_former(folder: Path) -> None:
    change(folder, TOWN, ("relation: partner_town", "relation: partner_town\nend: '2020'"))
    change(folder, FORMER, ("end_known: true", "end_known: false"), ("end: '2011'\n", ""))
    assert told(folder) == [("VK318", TOWN)]
    change(folder, FORMER, ("end_known: false\n", ""))
    assert told(folder) == [("VK318", TOWN), ("VK319", FORMER)]


def test_a_town_that_the_list_of_all_leaves_out(folder: Path) -> None:
    for file in folder.glob("facts/partner-towns-now.*.md"):
        file.write_text(file.read_text("utf-8").replace("Näidislinn", "Tartu"), "utf-8")
    assert told(folder) == [("VK320", TOWN)]


def test_a_decision_by_proposals_fails_the_check(folder: Path) -> None:
    change(folder, BUDGET, (MINUTES, "title: Förslag till beslut"))
    done = CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2026-11-23", "--json"])
    assert [p["id"] for p in json.loads(done.output)["problems"] if p["severity"] == "fault"] == ["VK214"]
    assert done.exit_code == 1
