"""The groups of aid/words.yaml: the list of names is what the code asks for and what the shipped files have."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.kb.groups import KNOWN, PARTS, READ
from bot.kb.lists import AidWords
from bot.kb.load import load
from bot.question import Language

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "knowledge", ROOT / "examples" / "provsunda"]
WORDS = "aid/words.yaml"
HEADS = {"heads_of"}
PHRASES = {"has", "spans", "opens", "blank"}
EITHER = {"says", "spots"}


def literals() -> set[str]:
    nodes = (node for path in (ROOT / "bot" / "aid").glob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def asked(methods: set[str]) -> set[str]:
    """The groups that bot/aid names where it looks for one."""
    found = set()
    for path in (ROOT / "bot" / "aid").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
                found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def test_the_code_asks_for_the_groups_that_are_read_and_no_others() -> None:
    assert asked(HEADS) <= READ["heads"]
    assert asked(PHRASES) <= READ["phrases"]
    assert asked(EITHER) <= READ["heads"] | READ["phrases"]
    assert READ["heads"] | READ["phrases"] <= literals()
    assert not literals() & KNOWN["heads"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_shipped_files_have_just_these_groups(folder: Path) -> None:
    words = yaml.safe_load((folder / WORDS).read_text("utf-8"))
    assert {name for name in words["heads"] if not name.startswith(PARTS)} == READ["heads"] | KNOWN["heads"]
    assert set(words["phrases"]) == READ["phrases"] | KNOWN["phrases"]


@pytest.mark.parametrize("group", ["special_goods", "sanctioned", "money", "via_relief_organisation", "military"])
def test_a_misspelt_group_is_told_once_with_the_name_that_is_meant(tmp_path: Path, group: str) -> None:
    folder = Path(shutil.copytree(FOLDERS[1], tmp_path / "k"))
    path = folder / WORDS
    text = path.read_text("utf-8")
    line = text[: text.index(f"\n  {group}:")].count("\n") + 2
    path.write_text(text.replace(f"\n  {group}:", f"\n  {group[:-1]}:", 1), "utf-8")
    loaded = load(folder)
    assert loaded.knowledge is None
    told = [(p.id, p.file, p.line) for p in loaded.faults]
    assert told == [("VK137", WORDS, line)]
    assert f"{group}." in loaded.faults[0].remedy(Language.EN)
    schema = Draft202012Validator(AidWords.model_json_schema())
    assert not schema.is_valid(yaml.safe_load(path.read_text("utf-8")))


def test_a_part_of_the_things_may_have_any_name(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDERS[1], tmp_path / "k"))
    path = folder / WORDS
    path.write_text(
        path.read_text("utf-8").replace("\n  things_office:", "\n  things_office: [pall]\n  things_desk:", 1)
    )
    assert load(folder).faults == ()
