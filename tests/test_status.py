"""The manager's card: what it says, and that it is short enough to read in ten seconds."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answer import Kind, Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.kb.entries import Status
from bot.question import Language, Question
from bot.render.text import plain
from bot.status import card, find_topic

CARDS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "data" / "status.yaml").read_text("utf-8"))
ASKED = [(found["topic"], text) for found in CARDS for text in found["asked"]]


@pytest.mark.parametrize(("topic", "text"), ASKED)
def test_a_question_for_status_gets_the_card_of_its_topic(
    base: KnowledgeBase, today: date, topic: str, text: str
) -> None:
    found = answer(Question.read(text), base, today)
    assert (found.outcome, found.topic) == (Outcome.ANSWER, topic), plain(found)


@pytest.mark.parametrize("wanted", CARDS, ids=lambda c: c["topic"])
def test_the_rows_of_a_card(base: KnowledgeBase, today: date, wanted: dict[str, Any]) -> None:
    topic = next(t for t in base.knowledge.municipality.status if t.id == wanted["topic"])
    shown = card(topic, Language.SV, base.knowledge, today)
    assert [row.label for row in shown.rows] == list(wanted["rows"])
    for row in shown.rows:
        assert re.search(wanted["rows"][row.label], row.text), row
        assert row.as_of is not None
        assert len(row.text) <= 330, "a row that is longer is not read at a glance"


def test_a_card_warns_where_a_review_is_overdue(base: KnowledgeBase) -> None:
    topic = base.knowledge.municipality.status[0]
    fresh = card(topic, Language.SV, base.knowledge, date(2023, 12, 1))
    late = card(topic, Language.SV, base.knowledge, date(2026, 11, 23))
    assert fresh.due == 0
    assert not any(row.stale for row in fresh.rows)
    assert late.due == sum(item.stale(date(2026, 11, 23)) for item in base.knowledge.items.values()) > 0
    assert [row.stale for row in late.rows] == [True, True, True, False]


@pytest.mark.parametrize("topic", ["", "ukraina"])
def test_a_card_tells_its_sources_and_what_counts_the_whole_base(base: KnowledgeBase, today: date, topic: str) -> None:
    found = answer(Question.read(f"status {topic}"), base, today)
    told = plain(found)
    named = {source for key in found.entries for source in base.knowledge.items[key].sources()}
    assert set(found.sources) == named
    assert not [source.title for source in named if source.title not in told]
    due = sum(item.stale(today) for item in base.knowledge.items.values())
    assert f"I hela kunskapsbasen har {due} av {len(base.knowledge.items)} uppgifter" in told
    assert re.search(r"^- .* ⚠ granskning försenad$", told, re.M)
    assert not re.search(r"⚠$", told, re.M), "a sign alone says nothing to who hears it"


def test_what_changed_last_is_never_what_is_not_known(base: KnowledgeBase, today: date) -> None:
    unknown = {i.title(Language.SV) for i in base.knowledge.items.values() if i.entry.status is Status.UNKNOWN}
    for topic in base.knowledge.municipality.status:
        shown = card(topic, Language.SV, base.knowledge, today)
        assert shown.changed
        assert not unknown & {row.label for row in shown.changed}


def test_the_card_in_english_says_the_same_rows(base: KnowledgeBase, today: date) -> None:
    found = answer(Question.read("status ukraine", language=Language.EN), base, today)
    assert [p.kind for p in found.paragraphs].count(Kind.CONDITION) == 5
    assert "not known" in plain(found)


ELSEWHERE = [
    "status bananer",
    "läget i kriget i Ukraina",
    "Hur går det med Ronnebys vänort i Ukraina?",
    "hur går det till?",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_words_beside_the_topics_are_no_call_for_a_card(base: KnowledgeBase, today: date, text: str) -> None:
    assert answer(Question.read(text), base, today).topic is None


def test_the_topic_named_last_is_shown(base: KnowledgeBase) -> None:
    asked = (("bistand", "ukraina"), ("ukraina", "lagen"), ("bananer",))
    found = [find_topic(words, base.knowledge) for words in asked]
    assert [topic and topic.id for topic in found] == ["ukraina", "bistand", None]
