"""Every combination of facts, against the decision rules written out as a table."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner

from bot.commands.aid import command

REVIEW, PERMIT, NO, CONDITIONS, YES = (
    "needs_legal_review",
    "needs_permit",
    "not_supported",
    "allowed_with_conditions",
    "allowed",
)

# The first row whose conditions all hold gives the verdict. A condition is a fact and the values it may have.
RULES: list[tuple[dict[str, set[str]], str]] = [
    ({"overlay": {"military_or_dual_use", "sanctioned"}}, REVIEW),
    ({"overlay": {"staff_collection", "others_goods"}}, REVIEW),
    ({"form": {"money"}, "money_purpose": {"other"}}, NO),
    ({"overlay": {"paid_by_receiver"}, "form": {"advice", "training"}}, CONDITIONS),
    ({"overlay": {"paid_by_receiver"}}, REVIEW),
    ({"overlay": {"mutual_exchange"}, "form": {"advice", "training", "other"}}, YES),
    ({"form": {"equipment"}, "equipment_status": {"no_longer_needed"}}, YES),
    ({"state_aid": {"yes"}}, CONDITIONS),
    ({"state_aid": {"no"}, "form": {"transport"}, "equipment_status": {"no_longer_needed"}}, CONDITIONS),
    ({"state_aid": {"no"}}, PERMIT),
]
# What a circumstance does to a verdict that the rules gave.
AT_BEST_CONDITIONS = {("giver", "company"), ("overlay", "via_relief_organisation")}

VALUES = {
    "form": ["equipment", "advice", "training", "money", "transport", "other"],
    "money_purpose": ["training_or_advice", "other", "unknown"],
    "state_aid": ["yes", "no", "unknown"],
    "equipment_status": ["no_longer_needed", "still_used", "unknown"],
    "giver": ["municipality", "company"],
    "overlay": [
        None,
        "military_or_dual_use",
        "sanctioned",
        "paid_by_receiver",
        "via_relief_organisation",
        "others_goods",
        "staff_collection",
        "mutual_exchange",
    ],
}


def applies(fact: str, form: str) -> bool:
    if fact == "money_purpose":
        return form == "money"
    return fact != "equipment_status" or form in ("equipment", "transport")


def verdict_of(facts: dict[str, Any]) -> str:
    found = next(v for row, v in RULES if all(facts[fact] in values for fact, values in row.items()))
    if found == YES and any(facts[fact] == value for fact, value in AT_BEST_CONDITIONS):
        return CONDITIONS
    return found


def expected(facts: dict[str, Any]) -> str:
    """The verdict over every completion of the unknown facts."""
    cases = [facts]
    for fact in ("money_purpose", "state_aid", "equipment_status"):
        if facts[fact] == "unknown":
            cases = [{**case, fact: value} for case in cases for value in VALUES[fact] if value != "unknown"]
    verdicts = {verdict_of(case) for case in cases}
    if len(verdicts) == 1:
        return verdicts.pop()
    return CONDITIONS if verdicts <= {YES, CONDITIONS} else "clarify"


def combinations() -> dict[tuple[Any, ...], str]:
    table = {}
    for values in product(*VALUES.values()):
        facts = dict(zip(VALUES, values, strict=True))
        plain = {f: (v if applies(f, facts["form"]) else None) for f, v in facts.items()}
        table[tuple(plain.values())] = expected(plain)
    return table


@pytest.fixture(scope="module")
def printed() -> dict[tuple[Any, ...], dict[str, Any]]:
    result = CliRunner().invoke(command, ["--table", "--json"])
    assert result.exit_code == 0, result.output
    found = {}
    for line in result.output.splitlines():
        row = json.loads(line)
        overlay = row["overlays"][0] if row["overlays"] else None
        found[*(row[fact] for fact in VALUES if fact != "overlay"), overlay] = row
    return found


def test_the_table_holds_every_combination_once(printed: dict[tuple[Any, ...], dict[str, Any]]) -> None:
    assert printed.keys() == combinations().keys()
    assert len(printed) == 576


def test_every_verdict_is_that_of_the_rules(printed: dict[tuple[Any, ...], dict[str, Any]]) -> None:
    wrong = {key: (row["verdict"], combinations()[key]) for key, row in printed.items()}
    assert {key: pair for key, pair in wrong.items() if pair[0] != pair[1]} == {}


def test_every_row_names_its_rules_and_sections(printed: dict[tuple[Any, ...], dict[str, Any]]) -> None:
    for row in printed.values():
        assert row["rules"], row
        assert row["refs"], row
        if row["giver"] == "company":
            assert "kommunallagen-10-1" in row["refs"], row
        if "via_relief_organisation" in row["overlays"]:
            assert "befogenhetslagen-5-7" in row["refs"], row


# The rule, the facts and the section that must be named, each a sentence of the decision rules.
CASES = [
    ("goods that may be military go to the lawyer", ["--form", "equipment", "--overlay", "military_or_dual_use"], REVIEW, "1992:1300"),  # noqa: E501
    ("a sanctioned country goes to the lawyer", ["--form", "equipment", "--country", "Ryssland"], REVIEW, "2025:327"),
    ("an occupied town goes to the lawyer", ["--form", "training", "--country", "Mariupol"], REVIEW, "2025:327"),
    ("money for other things has no support", ["--form", "money", "--purpose", "other", "--country", "UA"], NO, "4 och 5 §§"),  # noqa: E501
    ("sold advice is service export", ["--form", "advice", "--country", "Norge", "--overlay", "paid_by_receiver"], CONDITIONS, "5 kap. 1–3 §§"),  # noqa: E501
    ("an ordinary visit is not aid", ["--form", "other", "--country", "Vanda", "--overlay", "mutual_exchange"], YES, "2 kap. 1 §"),  # noqa: E501
    ("surplus goes anywhere", ["--form", "equipment", "--equipment", "no_longer_needed"], YES, "5 kap. 9 §"),
    ("equipment to Ukraine", ["--form", "equipment", "--country", "Lviv"], CONDITIONS, "Sida"),
    ("freight to Ukraine", ["--form", "transport", "--country", "Ukraina"], CONDITIONS, "skälig omfattning"),
    ("freight of surplus to Poland", ["--form", "transport", "--equipment", "no_longer_needed", "--country", "Polen"], CONDITIONS, "5 kap. 6 §"),  # noqa: E501
    ("used equipment to Poland", ["--form", "equipment", "--equipment", "still_used", "--country", "PL"], PERMIT, "tillstånd"),  # noqa: E501
    ("a company needs the council's decision", ["--form", "equipment", "--country", "UA", "--giver", "company"], CONDITIONS, "10 kap. 1 och 3 §§"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("options", "verdict", "says"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_case_by_options(options: list[str], verdict: str, says: str) -> None:
    result = CliRunner().invoke(command, [*options, "--json", "--knowledge", "knowledge", "--today", "2026-11-23"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["verdict"] == verdict
    assert says in found["text"]
    assert "inte juridisk rådgivning" in found["text"]


def test_an_unknown_country_is_told_and_not_guessed() -> None:
    result = CliRunner().invoke(command, ["--form", "money", "--country", "Atlantis", "--knowledge", "knowledge"])
    assert result.exit_code == 2
    assert "The country Atlantis is not in lists/countries.yaml" in result.output
