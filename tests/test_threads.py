"""What a thread's case must not be taken to say: half understood messages, side remarks, questions, suppositions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.answering import answer
from bot.conversation import Memory, remember
from bot.kb.base import KnowledgeBase
from bot.question import Question
from bot.render.text import plain

THREADS: list[list[str]] = yaml.safe_load((Path(__file__).parent / "data" / "threads.yaml").read_text("utf-8"))


@pytest.mark.parametrize("messages", THREADS, ids=lambda messages: " / ".join(messages))
def test_nothing_is_permitted_by_what_is_not_said_plainly(
    base: KnowledgeBase, today: date, messages: list[str]
) -> None:
    memory = Memory()
    for text in messages:
        question = Question.read(text, memory=memory)
        found = answer(question, base, today)
        memory = Memory.from_json(remember(question, found).to_json())
    assert found.verdict is None or not found.verdict.permits, plain(found)
