"""What a thread remembers, as a value that a store can keep: the last question and answer, and what was asked back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.answer import Answer, Outcome
from bot.question import MAX_CHARS, Language, Question

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
        labels: the options in words, in the same order.
        full: the last question in its asker's words, with the one that it follows on; for people to read.
        near: the same of a question that was not answered, while the entries near it are offered.
        case: the same of the question that put the last aid case.
    """

    question: str = ""
    entry: str | None = None
    language: Language | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    aside: int = 0
    asked: str | None = None
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    full: str = ""
    near: str = ""
    case: str = ""

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
            labels=tuple(data.get("labels") or ()),
            full=str(data.get("full") or ""),
            near=str(data.get("near") or ""),
            case=str(data.get("case") or ""),
        )


def remember(question: Question, answer: Answer) -> Memory:
    """Return what the thread remembers after an answer.

    Small talk and an unanswered question leave the topic as it was; an open ask-back is closed by any real answer.
    The entries near a question can be chosen by number, also where an entry says that the answer is not known.
    """
    before = question.memory or Memory()
    if answer.repeats:
        return replace(before, language=answer.language)
    options, labels = _offered(answer)
    if answer.outcome is Outcome.CHAT and not answer.forgets:
        return replace(before, options=options, labels=labels) if options else before
    told = in_full(question, answer)
    offer = Memory(language=answer.language, options=options, labels=labels)
    if answer.forgets and answer.entry is None:
        return replace(offer, near=told)
    offer = _with_case(offer, before, answer, answer.question or told)
    if answer.clarify is not None:
        asked_of = question.text if not before.asked else before.question or question.text
        return replace(offer, question=asked_of, entry=answer.entry, asked=answer.clarify.fact, full=told)
    if answer.outcome is Outcome.NO_ANSWER and answer.entry is None:
        topic, full = (before.question, before.full) if before.question else (question.text, told)
        return replace(offer, question=topic, entry=before.entry, full=full, near=told)
    topic, full = answer.question or question.text, answer.question or told
    return replace(offer, question=topic, entry=answer.entry, full=full)


def _offered(answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values and the words of what an answer lets choose."""
    if answer.clarify is not None:
        return tuple(o.value for o in answer.clarify.options), tuple(o.label for o in answer.clarify.options)
    return tuple(s.entry for s in answer.suggestions), tuple(s.title for s in answer.suggestions)


def _with_case(memory: Memory, before: Memory, answer: Answer, told: str) -> Memory:
    """Add the case of aid that a thread goes on to remember, and how many answers since have not been about it."""
    if answer.facts:
        return replace(memory, facts=dict(answer.facts), case=told)
    if answer.forgets or not before.facts or before.aside >= MOST_ASIDE:
        return memory
    return replace(memory, facts=before.facts, aside=before.aside + 1, case=before.case)


def worded(question: Question) -> Question:
    """Return a question whose text is its choice in the words that were offered, where the thread still knows them."""
    label = _label(question) if question.choice is not None else None
    return replace(question, text=label) if label else question


def follows(found: Answer, *earlier: str) -> Answer:
    """Return an answer as one that belongs to an earlier question of its thread: the first of these that is known."""
    return replace(found, after=next((question for question in earlier if question), None))


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
