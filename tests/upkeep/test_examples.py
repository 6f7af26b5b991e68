"""The example municipality is complete, marked as invented, and answers its own golden questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answer import Outcome, Verdict
from bot.answering import answer
from bot.kb.base import KnowledgeBase, open_base
from bot.kb.entries import Decision, PartnerTown
from bot.question import Language, Question
from bot.render.text import plain
from bot.status import find_topic
from bot.upkeep.golden import golden_cases, golden_fault

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "examples" / "provsunda"
MARK = "påhittat exempel"


@pytest.fixture(scope="module")
def example() -> KnowledgeBase:
    opened = open_base(FOLDER)
    assert opened.base is not None, opened.problems
    return opened.base


def own(base: KnowledgeBase) -> set[str]:
    return {key for key, item in base.knowledge.items.items() if MARK in item.entry.sources[0].title}


def test_it_is_marked_as_invented(example: KnowledgeBase) -> None:
    first, second = (FOLDER / "municipality.yaml").read_text("utf-8").splitlines()[:2]
    assert first.startswith("# EXEMPEL: Provsunda finns inte.")
    assert second.startswith("# EXAMPLE: Provsunda does not exist.")
    for key, item in example.knowledge.items.items():
        if isinstance(item.entry, PartnerTown | Decision):
            assert all(MARK in source.title for source in item.entry.sources), key


def test_it_is_complete(example: KnowledgeBase) -> None:
    types = {example.knowledge.items[key].entry.type for key in own(example)}
    assert types == {"partner_town", "cooperation", "decision", "statistic", "process", "contact", "fact"}
    assert len(own(example)) >= 14
    assert all(set(item.words) == set(Language) for item in example.knowledge.items.values())


def test_its_towns_and_decision_are_others(example: KnowledgeBase, base: KnowledgeBase) -> None:
    def names(knowledge: KnowledgeBase) -> set[str]:
        towns = [item for item in knowledge.knowledge.items.values() if isinstance(item.entry, PartnerTown)]
        return {alias for item in towns for words in item.words.values() for alias in words.aliases}

    assert names(example)
    assert not names(example) & names(base)
    decision = example.knowledge.items["agreement-prykladne-2025"].entry
    assert isinstance(decision, Decision)
    assert (decision.stage, decision.outcome) == ("laga kraft", "delvis bifall")


def test_its_golden_questions(example: KnowledgeBase) -> None:
    cases = [case for case in golden_cases(example.knowledge) if case.entry in own(example)]
    assert len(cases) >= 40
    assert {case.question: f for case in cases if (f := golden_fault(case, example, TODAY))} == {}


@pytest.mark.parametrize(
    ("question", "outcome", "verdict", "says"),
    [
        ("Vad hände med motionen om Ukraina?", Outcome.ANSWER, None, "godkände den 16 juni 2025"),
        ("Får vi skänka en brandbil till Prykladne?", Outcome.ANSWER, Verdict.ALLOWED_WITH_CONDITIONS, "Ukraina"),
        ("Are we twinned with Nuuk?", Outcome.ANSWER, None, "one partner town"),
        ("Kommer Prykladne på besök?", Outcome.NO_ANSWER, None, "inte bestämt"),
    ],
)
def test_it_answers(
    example: KnowledgeBase, question: str, outcome: Outcome, verdict: Verdict | None, says: str
) -> None:
    found = answer(Question.read(question), example, TODAY)
    assert (found.outcome, found.verdict) == (outcome, verdict)
    assert says in plain(found)


def test_its_status_cards_name_entries_that_it_has(example: KnowledgeBase) -> None:
    topic = find_topic(("ukraina",), example.knowledge)
    assert topic is not None
    named = [key for row in topic.rows for key in row.entries]
    assert named[:3] == ["prykladne", "agreement-prykladne-2025", "fire-engine-2026"]


def test_it_has_every_sentence_that_an_aid_answer_may_need(example: KnowledgeBase, base: KnowledgeBase) -> None:
    for name in ("words", "sentences"):
        ours, theirs = example.knowledge.lists[name], base.knowledge.lists[name]
        for field in type(ours).model_fields:
            missing = getattr(theirs, field).keys() - getattr(ours, field).keys()
            assert missing == set(), "run python examples/refresh.py"
