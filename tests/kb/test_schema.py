"""The exported schemas take every file of the shipped folders, and refuse what the check refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from bot.commands.schema import NAMES, command
from bot.kb.documents import read_markdown, read_yaml
from bot.kb.load import models
from bot.kb.parts import entries

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


TOWN = ("entry", "tests/data/exempelby/partner_towns/tonder.sv.md")
FIGURE = ("entry", "knowledge/statistics/stat-2007.sv.md")
LAW = ("entry", "knowledge/legal_rules/befogenhetslagen-5-4.sv.md")
DETAILS = ("details", "knowledge/lists/details.yaml")
COUNTRIES = ("countries", "knowledge/lists/countries.yaml")
PROFILE = ("municipality", "tests/data/exempelby/municipality.yaml")


@pytest.mark.parametrize(
    ("of", "key", "value", "stands"),
    [
        (TOWN, ("titel",), "x", False),
        (TOWN, ("as_of",), "i mars", False),
        (TOWN, ("as_of",), "0226-03-01", False),
        (TOWN, ("as_of",), "3026-03-01", False),
        (TOWN, ("as_of",), "1926-03-01", True),
        (TOWN, ("review_by",), "1826-03-01", False),
        (TOWN, ("valid_until",), "1926-03-01", True),
        (TOWN, ("valid_until",), None, True),
        (TOWN, ("status",), "gäller", False),
        (TOWN, ("country",), "Danmark", False),
        (TOWN, ("sources",), [], False),
        (TOWN, ("aliases",), "x", False),
        (TOWN, ("title",), "  ", False),
        (TOWN, ("title",), " Tønder ", True),
        (TOWN, ("questions",), ["\t"], False),
        (TOWN, ("draft",), "yes", False),
        (TOWN, ("draft",), 1, False),
        (TOWN, ("draft",), False, True),
        (TOWN, ("end_known",), "true", False),
        (FIGURE, ("values", 0, "value"), "12", False),
        (FIGURE, ("values", 0, "value"), True, False),
        (FIGURE, ("values", 0, "value"), 12, True),
        (FIGURE, ("values", 0, "value"), 12.5, True),
        (FIGURE, ("values", 0, "year"), "2020", False),
        (FIGURE, ("values", 0, "year"), 2020, True),
        (LAW, ("chapter",), "5", False),
        (LAW, ("repealed",), "no", False),
        (DETAILS, ("details", "Bad Key"), ["x"], False),
        (DETAILS, ("details", "a" * 41), ["x"], False),
        (DETAILS, ("details", "good_key"), ["x"], True),
        (DETAILS, ("details", "good_key"), [" "], False),
        (COUNTRIES, ("countries", 0, "sanctioned"), "yes", False),
        (PROFILE, ("max_lix",), "60", False),
    ],
)
def test_an_editor_is_told_what_the_check_would_tell(
    of: tuple[str, str], key: tuple[str | int, ...], value: Any, stands: bool
) -> None:
    name, file = of
    path = ROOT / file
    document, _ = (read_markdown if path.suffix == ".md" else read_yaml)(path.parent, path)
    assert document is not None
    validator = Draft202012Validator(exported(name), format_checker=Draft202012Validator.FORMAT_CHECKER)

    def told() -> tuple[bool, bool]:
        """Whether the schema takes it, and whether the check does."""
        taken = not list(validator.iter_errors(json.loads(json.dumps(document.data, default=str))))
        check = entries().validate_python if name == "entry" else models()[name].model_validate
        try:
            check(document.data)
        except ValidationError:
            return taken, False
        return taken, True

    assert told() == (True, True)
    place: Any = document.data
    for step in key[:-1]:
        place = place[step]
    place[key[-1]] = value
    assert told() == (stands, stands)
