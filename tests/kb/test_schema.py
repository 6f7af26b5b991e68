"""The exported schemas take every file of the shipped folders, and refuse what the check refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from bot.commands.schema import NAMES, command
from bot.kb.documents import read_markdown, read_yaml

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "knowledge", ROOT / "examples" / "provsunda", ROOT / "tests" / "data" / "exempelby"]


def exported(name: str) -> Any:
    done = CliRunner().invoke(command, [name])
    assert done.exit_code == 0
    return json.loads(done.output)


def schema_of(path: Path) -> str:
    if path.suffix == ".md":
        return "entry" if path.name.endswith(".sv.md") else "translation"
    return path.stem


def data_of(root: Path, path: Path) -> Any:
    document, problems = (read_markdown if path.suffix == ".md" else read_yaml)(root, path)
    assert document is not None, problems
    return json.loads(json.dumps(document.data, default=str))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_takes_every_file(name: str) -> None:
    schema = exported(name)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    taken = 0
    for root in FOLDERS:
        for path in (*root.rglob("*.md"), *root.rglob("*.yaml")):
            if path.name != "README.md" and schema_of(path) == name:
                assert [e.message for e in validator.iter_errors(data_of(root, path))] == [], path
                taken += 1
    assert taken


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("titel", "x"),
        ("as_of", "i mars"),
        ("status", "gäller"),
        ("country", "Danmark"),
        ("sources", []),
        ("aliases", "x"),
    ],
)
def test_an_editor_is_told_what_the_check_would_tell(key: str, value: Any) -> None:
    root = FOLDERS[-1]
    data = data_of(root, root / "partner_towns" / "tonder.sv.md")
    validator = Draft202012Validator(exported("entry"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert not list(validator.iter_errors(data))
    assert list(validator.iter_errors({**data, key: value}))
