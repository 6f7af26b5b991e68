"""The same statement with another figure in two entries; and what only looks like it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.kb.load import load
from bot.upkeep.restated import restated

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "data" / "exempelby"
ENTRY = """---
id: one
type: fact
title: En uppgift
status: current
as_of: 2026-01-01
sources: [{title: Lista, date: 2026-01-01}]
---
"""


def pairs(folder: Path) -> list[tuple[str, str]]:
    knowledge = load(folder).knowledge
    assert knowledge is not None
    return [(one.text, other.text) for one, other in restated(knowledge)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "k"))


SAID = "Skolorna skickade 40 elever till Kuressaare våren 2025."


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("Våren 2025 skickade skolorna 41 elever till Kuressaare.", True),
        ("Skolorna skickade 41 elever till Kuressaare våren 2025.", True),
        ("Skolorna sände 40 elever till Kuressaare våren 2024.", True),
        ("Skolorna skickade 41 elever till Kuressaare våren 2024.", False),
        ("Skolorna skickade 40 elever till Kuressaare våren 2025.", False),
        ("Biblioteket köpte 41 böcker från Tallinn hösten 2025.", False),
        ("Det står ”Skolorna skickade 41 elever till Kuressaare våren 2025.”", False),
    ],
)
def test_one_figure_that_differs(folder: Path, other: str, told: bool) -> None:
    (folder / "facts" / "one.sv.md").write_text(ENTRY + SAID + "\n", "utf-8")
    (folder / "facts" / "two.sv.md").write_text(ENTRY.replace("one", "two") + other + "\n", "utf-8")
    assert pairs(folder) == ([(SAID, other)] if told else [])


def test_another_section_of_an_act_is_another_thing(folder: Path) -> None:
    (folder / "facts" / "one.sv.md").write_text(
        ENTRY + "Regeln om det här står i 5 kap. 5 § befogenhetslagen.\n", "utf-8"
    )
    text = ENTRY.replace("one", "two") + "Regeln om det här står i 5 kap. 6 § befogenhetslagen.\n"
    (folder / "facts" / "two.sv.md").write_text(text, "utf-8")
    assert pairs(folder) == []


@pytest.mark.parametrize("name", ["knowledge", "examples/provsunda"])
def test_the_shipped_folders_say_each_thing_with_one_figure(name: str) -> None:
    assert pairs(ROOT / name) == []
