"""An answer that only one person saw, shown to others: what it takes to give the very same one again, as plain data.

Answers are not stored. The button under one carries what was asked, what the thread remembered, and a mark of what was
answered; by the mark it is seen whether the knowledge gives another answer since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Self

from bot.answer import Answer
from bot.conversation import Memory, in_full
from bot.question import Choice, Language, Question
from bot.render.text import plain

MARK_CHARS = 16
_FOR_PEOPLE = ("labels", "full", "near")
"""What a memory holds for people to read; it changes no answer."""


@dataclass(frozen=True, slots=True)
class Again:
    """A question that was answered.

    Args:
        question: with what its thread remembered before it.
        full: what was asked, so that it can be read alone; may be empty.
        mark: of the answer.
    """

    question: Question
    full: str
    mark: str

    @classmethod
    def of(cls, question: Question, answer: Answer) -> Self:
        """Return what it takes to give an answer again."""
        return cls(question, in_full(question, answer), mark(answer))

    @classmethod
    def from_json(cls, data: Mapping[str, Any], asker: str | None = None) -> Self:
        """Build from the data of `to_json`."""
        language, choice = data.get("language"), data.get("choice")
        question = Question(
            data["text"],
            Language(language) if language else None,
            Memory.from_json(data.get("memory") or {}),
            Choice(*choice) if choice else None,
            asker,
        )
        return cls(question, data.get("full", question.text), data["mark"])

    def to_json(self) -> dict[str, Any]:
        """Return plain data that is as small as can be: a button holds little."""
        question = self.question
        found = {
            "text": question.text,
            "full": None if self.full == question.text else self.full,
            "language": question.language,
            "choice": question.choice and [question.choice.fact, question.choice.value],
            "memory": _needed(question.memory or Memory()),
            "mark": self.mark,
        }
        return {key: value for key, value in found.items() if value is not None}


def mark(answer: Answer) -> str:
    """Return what tells an answer from one that says anything else."""
    return sha256(f"{answer.verdict}\n{plain(answer)}".encode("utf-8", "surrogatepass")).hexdigest()[:MARK_CHARS]


def _needed(memory: Memory) -> dict[str, Any] | None:
    new, told = Memory(), memory.to_json()
    names = [one.name for one in fields(memory) if one.name not in _FOR_PEOPLE]
    return {name: told[name] for name in names if getattr(memory, name) != getattr(new, name)} or None
