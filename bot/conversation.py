"""What a thread remembers, as a value that a store can keep: the last question and answer, and what was asked back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.answer import Answer, Outcome
from bot.question import Language, Question

MOST_ASIDE = 3
"""After so many answers that are not about it, a thread's case of aid is forgotten."""

_NUMBER = re.compile(r"^\W*(\d{1,2})\W*$")


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one thread.

    Args:
        question: the last question that was answered, as text that stands alone.
        entry: the entry that answered it.
        language: the language of the thread.
        facts: the facts of the last aid case.
        aside: how many answers since have not been about that case.
        asked: the fact that was asked back, while the ask-back is open.
        options: the values offered, in order, so that a number can choose; of an ask-back or of nearest entries.
    """

    question: str = ""
    entry: str | None = None
    language: Language | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    aside: int = 0
    asked: str | None = None
    options: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain data, for a store."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Memory:
        """Build a memory from `to_json`'s data; unknown keys are left out."""
        language = data.get("language")
        return cls(
            question=str(data.get("question") or ""),
            entry=data.get("entry"),
            language=Language(language) if language else None,
            facts=dict(data.get("facts") or {}),
            aside=int(data.get("aside") or 0),
            asked=data.get("asked"),
            options=tuple(data.get("options") or ()),
        )


def remember(question: Question, answer: Answer) -> Memory:
    """Return what the thread remembers after an answer.

    Small talk and an unanswered question leave the topic as it was; an open ask-back is closed by any real answer.
    """
    before = question.memory or Memory()
    if answer.forgets:
        return Memory(language=answer.language, options=tuple(s.entry for s in answer.suggestions))
    if answer.outcome is Outcome.CHAT:
        return before
    facts, aside = _case(before, answer)
    if answer.clarify is not None:
        options = tuple(o.value for o in answer.clarify.options)
        asked_of = question.text if not before.asked else before.question or question.text
        return Memory(asked_of, answer.entry, answer.language, facts, aside, answer.clarify.fact, options)
    if answer.outcome is Outcome.NO_ANSWER and answer.entry is None:
        options = tuple(s.entry for s in answer.suggestions)
        topic = before.question or question.text
        return Memory(topic, before.entry, answer.language, facts, aside, None, options)
    topic = answer.question or question.text
    return Memory(topic, answer.entry, answer.language, facts, aside, None, ())


def _case(before: Memory, answer: Answer) -> tuple[Mapping[str, Any], int]:
    """The case of aid that a thread goes on to remember, and how many answers since have not been about it."""
    if answer.facts:
        return dict(answer.facts), 0
    if before.aside >= MOST_ASIDE:
        return {}, 0
    return before.facts, before.aside + 1 if before.facts else 0


def is_number(text: str) -> bool:
    """Tell whether a reply is a number that may choose an option, and nothing else."""
    return _NUMBER.match(text) is not None


def chosen(text: str, options: Sequence[str]) -> str | None:
    """Return the option that a reply of one number chooses, or None."""
    found = _NUMBER.match(text)
    if found and 1 <= int(found[1]) <= len(options):
        return options[int(found[1]) - 1]
    return None
