"""What a thread remembers, as a value that a store can keep: the last question and answer, and what was asked back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.answer import Answer, Outcome
from bot.question import MAX_CHARS, Language, Question

_NUMBER = re.compile(r"^\W*(\d{1,2})\W*$")


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of one thread.

    Args:
        question: the last question that was answered, as text that stands alone.
        entry: the entry that answered it.
        language: the language of the thread.
        facts: the facts of the last aid case.
        asked: the fact that was asked back, while the ask-back is open.
        options: the values offered, in order, so that a number can choose; of an ask-back or of nearest entries.
        labels: the options in words, in the same order.
        full: the last question in its asker's words, with the one that it follows on; for people to read.
        near: the same of a question that was not answered, while the entries near it are offered.
    """

    question: str = ""
    entry: str | None = None
    language: Language | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    asked: str | None = None
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    full: str = ""
    near: str = ""

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
            asked=data.get("asked"),
            options=tuple(data.get("options") or ()),
            labels=tuple(data.get("labels") or ()),
            full=str(data.get("full") or ""),
            near=str(data.get("near") or ""),
        )


def remember(question: Question, answer: Answer) -> Memory:
    """Return what the thread remembers after an answer.

    Small talk and an unanswered question leave the topic as it was; an open ask-back is closed by any real answer.
    The entries near a question can be chosen by number, also where an entry says that the answer is not known.
    """
    before = question.memory or Memory()
    if answer.outcome is Outcome.CHAT:
        return before
    full = in_full(question, answer)
    if answer.clarify is not None:
        options = tuple(o.value for o in answer.clarify.options)
        labels = tuple(o.label for o in answer.clarify.options)
        asked_of = question.text if not before.asked else before.question or question.text
        facts = dict(answer.facts)
        return Memory(asked_of, answer.entry, answer.language, facts, answer.clarify.fact, options, labels, full)
    options = tuple(s.entry for s in answer.suggestions)
    labels = tuple(s.title for s in answer.suggestions)
    if answer.outcome is Outcome.NO_ANSWER and answer.entry is None:
        return replace(before, language=answer.language, asked=None, options=options, labels=labels, near=full)
    topic, told = answer.question or question.text, answer.question or full
    return Memory(topic, answer.entry, answer.language, dict(answer.facts), None, options, labels, told)


def worded(question: Question) -> Question:
    """Return a question whose text is its choice in the words that were offered, where the thread still knows them."""
    label = _label(question) if question.choice is not None else None
    return replace(question, text=label) if label else question


def in_full(question: Question, answer: Answer) -> str:
    """Return what was asked so that it can be read alone: "May we send money? (I do not know)".

    Args:
        question: the question, with what its thread remembered before it.
        answer: its answer.

    Returns:
        The person's own words; those of a choice, a reply or a follow-up in brackets behind the question that they
        belong to. Empty where that of a choice is not known any more.
    """
    if answer.after is None:
        lost = question.choice is not None and question.choice.fact != "entry"
        return "" if lost else question.text
    full = f"{answer.after} ({_label(question) or question.text})"
    return full if len(full) <= MAX_CHARS else answer.after


def _label(question: Question) -> str | None:
    """The words of the option that a question chooses, by button or number."""
    memory = question.memory or Memory()
    value = question.choice.value if question.choice else chosen(question.text, memory.options)
    return dict(zip(memory.options, memory.labels, strict=False)).get(value or "")


def is_number(text: str) -> bool:
    """Tell whether a reply is a number that may choose an option, and nothing else."""
    return _NUMBER.match(text) is not None


def chosen(text: str, options: Sequence[str]) -> str | None:
    """Return the option that a reply of one number chooses, or None."""
    found = _NUMBER.match(text)
    if found and 1 <= int(found[1]) <= len(options):
        return options[int(found[1]) - 1]
    return None
