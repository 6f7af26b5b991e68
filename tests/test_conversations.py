"""Whole conversations, as data: what a thread remembers and what it does not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering import answer
from bot.conversation import Memory, remember
from bot.kb.base import KnowledgeBase
from bot.question import Question
from bot.render.text import plain

CONVERSATIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "conversations.yaml").read_text("utf-8")
)


def one_of(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c["name"])
def test_conversation(base: KnowledgeBase, today: date, conversation: dict[str, Any]) -> None:
    memory = Memory()
    for turn in conversation["turns"]:
        question = Question.read(turn["say"], memory=memory)
        found = answer(question, base, today)
        memory = Memory.from_json(remember(question, found).to_json())
        told = f"{turn['say']} → {found.outcome} {found.verdict} {found.entry}\n{plain(found)}"
        assert found.outcome in one_of(turn["outcome"]), told
        if "verdict" in turn:
            assert found.verdict in one_of(turn["verdict"]), told
        if "entry" in turn:
            assert found.entry == turn["entry"], told
        if "text" in turn:
            assert re.search(turn["text"], plain(found), re.IGNORECASE), told


def test_there_are_twenty_of_three_to_five_turns() -> None:
    assert len(CONVERSATIONS) >= 20
    assert all(3 <= len(c["turns"]) <= 5 for c in CONVERSATIONS)
