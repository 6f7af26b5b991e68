"""The same subject with another date, figure, stage, outcome, start or wording; and what only looks like it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.kb.entries import AnyEntry, Entry
from bot.kb.knowledge import Item
from bot.question import Language
from bot.upkeep.contradictions import contradictions, outlived

_ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(Entry)
TODAY = date(2026, 11, 23)


def items(*drafts: Mapping[str, Any]) -> dict[str, Item]:
    found = {}
    for n, draft in enumerate(drafts):
        data = {
            "id": f"e{n}",
            "title": f"Post {n}",
            "status": "current",
            "as_of": "2026-01-01",
            "sources": [{"title": "Protokoll", "date": "2026-01-01"}],
        } | draft
        entry: Any = _ENTRY.validate_python(data)
        found[entry.id] = Item(entry, {Language.SV: entry}, {Language.SV: ("Text.",)}, {Language.SV: "x.sv.md"})
    return found


def found(*drafts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [(str(c.key[0]), c.value, c.other_value) for c in contradictions(items(*drafts))]


def figure(value: float, **more: Any) -> dict[str, Any]:
    row = {"value": value, "unit": "kommuner", "year": 2007, "what": "kommuner med vänort"} | more
    return {"type": "statistic", "values": [row]}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (figure(270), [("values", "270", "272")]),
        (figure(270, what="Kommuner med vänort!"), [("values", "270", "272")]),
        (figure(272), []),
        (figure(270, year=2008), []),
        (figure(270, unit="procent"), []),
        (figure(270, what="kommuner med partnerskap"), []),
    ],
    ids=["another figure", "same words", "same figure", "another year", "another unit", "another thing"],
)
def test_figures(other: dict[str, Any], told: list[tuple[str, str, str]]) -> None:
    assert found(figure(272), other) == told


def decision(**more: Any) -> dict[str, Any]:
    return {"type": "decision", "body": "kommunfullmäktige", "stage": "beslutat", "status": "decided"} | more


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"dnr": "KS 1"}, {"dnr": "KS 1", "stage": "förslag"}, [("stage", "beslutat", "förslag")]),
        ({"related": ["e1"]}, {"stage": "okänt", "status": "unknown"}, [("stage", "beslutat", "okänt")]),
        (
            {"related": ["e1"], "decided_on": "2024-02-12"},
            {"decided_on": "2024-02-13"},
            [("decided_on", "2024-02-12", "2024-02-13")],
        ),
        (
            {"related": ["e1"], "outcome": "besvarad"},
            {"outcome": "avslagen"},
            [("outcome", "besvarad", "avslagen")],
        ),
        (
            {"aliases": ["vänortsmotionen"]},
            {"title": "Beslut om vänortsmotionen", "stage": "justerat"},
            [("stage", "beslutat", "justerat")],
        ),
        ({"dnr": "KS 1", "related": ["e1"]}, {"dnr": "KS 2", "stage": "förslag"}, []),
        ({"related": ["e1"]}, {"body": "kommunstyrelsen", "stage": "förslag"}, []),
        ({}, {"stage": "förslag"}, []),
        ({"related": ["e1"]}, {"stage": "förslag", "status": "historical"}, []),
        ({"supersedes": "e1", "related": ["e1"]}, {"stage": "förslag"}, []),
    ],
    ids=[
        "same case number",
        "linked, one says unknown",
        "linked, another date",
        "linked, another outcome",
        "named in the title",
        "two case numbers",
        "another body",
        "nothing ties them",
        "a past step",
        "one replaces the other",
    ],
)
def test_decisions(one: dict[str, Any], other: dict[str, Any], told: list[tuple[str, str, str]]) -> None:
    assert found(decision(**one), decision(**other)) == told


def town(**more: Any) -> dict[str, Any]:
    return {"type": "partner_town", "country": "EE", "relation": "partner_town", "start": "1994"} | more


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (town(title="Kuressaares första år", start="1989"), [("start", "1994", "1989")]),
        (town(title="Kuressaare, tidigare vänort", relation="none"), [("relation", "partner_town", "none")]),
        (town(title="Haapsalu, vänort i Estland", start="1989"), []),
        (town(title="Kuressaare, vänort", start="1994"), []),
    ],
    ids=["another start", "another relation", "another town", "the same"],
)
def test_towns(other: dict[str, Any], told: list[tuple[str, str, str]]) -> None:
    assert found(town(aliases=["Kuressaare"]), other) == told


def law(**more: Any) -> dict[str, Any]:
    return {
        "type": "legal_rule",
        "statute": "2009:47",
        "chapter": 5,
        "section": "4 §",
        "wording": "Kommuner får.",
    } | more


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (law(wording="Kommuner får inte."), [("wording", "Kommuner får inte.", "Kommuner får.")]),
        (law(wording="Kommuner\n  får."), []),
        (law(wording="Kommuner får inte.", section="5 §"), []),
        (law(wording="Kommuner får inte.", secondary=True), []),
        (law(wording="Kommuner får inte.", repealed=True, status="historical"), []),
    ],
    ids=["another wording", "only spaces", "another section", "a summary", "repealed"],
)
def test_sections_of_law(other: dict[str, Any], told: list[tuple[str, str, str]]) -> None:
    assert found(law(), other) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({}, {"supersedes": "e0"}, [("e0", "e1")]),
        ({"superseded_by": "e1"}, {}, [("e0", "e1")]),
        ({"status": "historical"}, {"supersedes": "e0"}, []),
        ({"valid_until": "2025-12-31"}, {"supersedes": "e0"}, []),
        ({}, {"supersedes": "e0", "valid_from": "2027-01-01"}, []),
        ({}, {}, []),
    ],
    ids=["told by the new", "told by the old", "history", "ended", "not yet", "no successor"],
)
def test_an_entry_that_outlived_its_successor(
    old: dict[str, Any], new: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    assert list(outlived(items({"type": "fact"} | old, {"type": "fact"} | new), TODAY)) == told
