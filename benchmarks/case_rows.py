"""The questions that the second reading of aid is learned from: what they ask, their facts, how the rules read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks import apart
from bot import aid
from bot.aid.case import Reading
from bot.aid.features import FACTS, features, value
from bot.aid.sets import ASK, NO_CASE
from bot.focus import asks
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.question import Language
from bot.upkeep.golden import golden_cases

HERE = Path(__file__).parent
FILE = HERE / "data" / "cases.jsonl"
MESSAGES = HERE / "data" / "messages.jsonl"
SITUATIONS = HERE.parent / "tests" / "data"
TODAY = date(2026, 11, 27)
"""The day of asking, on which the dates of the country list depend."""

TOLD, KNOWN, NONE, MESSAGE = 3.0, 6.0, 1.0, 2.0
"""Weights of a question of a set, of a situation of the tests (the rules were made with them), of one kept apart or
golden, and of a message on something else: neither puts a case."""


@dataclass(frozen=True)
class Row:
    """One question: its set, what may be said to it, its facts by name, how the rules read and part it."""

    id: str
    text: str
    wanted: Sequence[str]
    facts: Sequence[Mapping[str, Any]] | None
    reading: Reading
    parted: bool
    seen: frozenset[str]
    weight: float

    @property
    def voice(self) -> str:
        """The set that the question is of."""
        return self.id.rstrip("0123456789")

    @property
    def case(self) -> str:
        """Whether it puts a case, as a value."""
        return str(self.wanted != [NO_CASE])

    def told(self, fact: str) -> str | None:
        """Return the value of one of FACTS, or None where it is not known."""
        if self.facts is not None:
            if len(self.facts) != 1 or (fact == "form" and self.facts[0].get("unexamined")):
                return None  # insurance of a gift is no form of its own
            if fact == "equipment_status" and "equipment_status" not in self.facts[0]:
                return None
            return _named(self.facts[0], fact)
        return value(self.reading.facts[0], fact) if self.weight == KNOWN and self.reading.case else None


def _named(facts: Mapping[str, Any], fact: str) -> str:
    usual = {"giver": "municipality", "equipment_status": "unknown", "unexamined": False}
    if fact in FACTS[:5]:
        return str(facts.get(fact) or usual.get(fact, "none"))
    return str(fact in facts.get("overlays", ()))


def rows(base: KnowledgeBase) -> list[Row]:
    """Return every question to learn from."""
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        data = json.loads(line)
        wanted = [ASK] if "clarify" in data["outcome"] else []
        wanted += data.get("verdict_in", [NO_CASE]) if "answer" in data["outcome"] else []
        wanted = wanted or [NO_CASE]
        found.append(_row(data["id"], data["q"], wanted, data.get("cases"), TOLD, base))
    for text, wanted in _situations():
        found.append(_row("", text, wanted, None, KNOWN, base))
    for line in MESSAGES.read_text("utf-8").splitlines():
        data = json.loads(line)
        found.append(_row(data["id"], data["q"], [NO_CASE], None, MESSAGE, base))
    others = [question.text for question in apart.to_learn()]
    others += [case.question for case in golden_cases(base.knowledge)]
    none = (_row("", text, [NO_CASE], None, NONE, base) for text in dict.fromkeys(others))
    found += [row for row in none if row is not None and not row.reading.case]
    return [row for row in found if row is not None]


def _situations() -> Iterator[tuple[str, list[str]]]:
    names = {"conditions": "allowed_with_conditions", "permit": "needs_permit", "unsupported": "not_supported"}
    names |= {"review": "needs_legal_review"}
    for file in ("aid_questions.yaml", "aid_situations.yaml"):
        for rows in yaml.safe_load((SITUATIONS / file).read_text("utf-8")).values():
            for wanted, text in rows:
                yield text, [names.get(name, name) for name in wanted.split("/")]


def _row(name: str, text: str, wanted: list[str], facts: Any, weight: float, base: KnowledgeBase) -> Row | None:
    language = detect(text, Language.SV)
    asked = [ask.text for ask in asks(text, language)][:4]
    found = aid.first_reading(asked, text, language, base, TODAY)
    if found is None:
        return None
    reading, parted = found
    return Row(name, text, wanted, facts, reading, parted, frozenset(features(reading)), weight)
