"""Questions in many voices, each with the verdict that the decision rules give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.answer import Answer, Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase, open_base
from bot.question import Question

TODAY = date(2026, 11, 23)
NAMES = {
    "allowed": "allowed",
    "conditions": "allowed_with_conditions",
    "permit": "needs_permit",
    "unsupported": "not_supported",
    "review": "needs_legal_review",
}
DATA = Path(__file__).parents[1] / "data"
FILES = ("aid_questions.yaml", "aid_situations.yaml")
CASES = [
    pytest.param(verdict, text, id=f"{what}: {text[:40]}")
    for file in FILES
    for what, rows in yaml.safe_load((DATA / file).read_text("utf-8")).items()
    for verdict, text in rows
]


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    opened = open_base(Path("knowledge"), None)
    assert opened.base is not None
    return opened.base


@pytest.mark.parametrize(("wanted", "text"), CASES)
def test_a_question_gets_the_verdict_of_the_rules(wanted: str, text: str, base: KnowledgeBase) -> None:
    found = answer(Question.read(text), base, TODAY)
    assert any(_is(one, found) for one in wanted.split("/"))
    if found.verdict is not None:
        assert "inte juridisk rådgivning" in _text(found) or "not legal advice" in _text(found)


def _is(wanted: str, found: Answer) -> bool:
    """Tell whether an answer is what a mark of the data stands for."""
    asked = None if found.clarify is None else found.clarify.fact
    if wanted == "ask":
        return found.outcome is Outcome.CLARIFY and asked not in (None, "entry") and found.verdict is None
    if wanted == "none":
        return found.verdict is None and asked in (None, "entry")
    return str(found.verdict) == NAMES[wanted]


def _text(found: Answer) -> str:
    return " ".join(paragraph.text for paragraph in found.paragraphs)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [(date(2026, 12, 31), "allowed_with_conditions"), (date(2027, 1, 1), None)],
    ids=["within the strategy", "after its last day"],
)
def test_a_strategy_counts_to_its_last_day(day: date, wanted: str | None, base: KnowledgeBase) -> None:
    rows = base.knowledge.lists["countries"].countries
    row = next(r for r in rows if r.state_aid == "yes" and r.valid_until == date(2026, 12, 31))
    found = answer(Question.read(f"Får vi utbilda lärare i {row.sv} gratis?"), base, day)
    assert (str(found.verdict) if found.verdict else None) == wanted
    if wanted is None:
        assert found.clarify is not None
        assert found.clarify.fact == "country"
