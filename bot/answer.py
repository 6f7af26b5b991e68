"""What the bot says, as a value: renderers show it, channels send it, nothing else knows how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.question import Language


class Outcome(StrEnum):
    """What kind of reply an answer is. A failure is not among them: it is an error with an id."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    NO_ANSWER = "no_answer"
    CHAT = "chat"


class Verdict(StrEnum):
    """The legal verdict on a case of aid abroad, in the order of strictness (strictest first)."""

    NOT_SUPPORTED = "not_supported"
    NEEDS_PERMIT = "needs_permit"
    NEEDS_LEGAL_REVIEW = "needs_legal_review"
    ALLOWED_WITH_CONDITIONS = "allowed_with_conditions"
    ALLOWED = "allowed"

    @property
    def permits(self) -> bool:
        """True where the municipality may go ahead, with or without conditions."""
        return self in (Verdict.ALLOWED, Verdict.ALLOWED_WITH_CONDITIONS)


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the strictest of some verdicts.

    Raises:
        ValueError: where there is none.
    """
    return min(verdicts, key=list(Verdict).index)


class Kind(StrEnum):
    """What a paragraph of an answer is for; a renderer decides how each kind looks."""

    LEAD = "lead"  # the answer itself
    BODY = "body"  # what goes with it
    CONDITION = "condition"  # one condition or duty of a verdict: a list item
    DIFFERENCE = "difference"  # where the source paper and the statute differ
    GUIDANCE = "guidance"  # guidance, not legal advice
    WARNING = "warning"  # past its review date, or a rule not in force
    REFERRAL = "referral"  # whom to ask
    UNANSWERED = "unanswered"  # a part of the message that was not answered
    EXAMPLE = "example"  # a question that one could ask: a list item


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One curated or fixed piece of text and what it is for."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; `date` is the day the source speaks for."""

    title: str
    ref: str | None = None
    date: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A choice to offer: the value to send back and the words to show."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Clarify:
    """An ask-back: the fact that decides, the question to the asker, the choices."""

    fact: str
    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry near the question, offered when the bot does not know."""

    entry: str
    title: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a question that asks about several: its facts and its verdict (None while it is asked back)."""

    facts: Mapping[str, object]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, complete: every sentence in it is curated or a fixed phrase of the program.

    `entry` is the entry that answers (also for a `no_answer` that an entry states); `entries` are all that were used.
    `as_of` is the oldest date among the entries used; `stale` tells that a review date has passed.
    """

    outcome: Outcome
    language: Language
    paragraphs: tuple[Paragraph, ...]
    verdict: Verdict | None = None
    cases: tuple[Case, ...] = ()
    entry: str | None = None
    entries: tuple[str, ...] = ()
    confidence: float = 0.0
    sources: tuple[Source, ...] = ()
    as_of: date | None = None
    stale: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)
    clarify: Clarify | None = None
    suggestions: tuple[Suggestion, ...] = ()
    topic: str | None = None
    """The status topic that the answer is a card of, or None."""
    question: str | None = None
    """The question as it was understood, where the thread's earlier words completed it."""
    after: str | None = None
    """The thread's question that this answers a reply or a follow-up to, as people read it; None where it is new."""

    forgets: bool = False
    """The thread's case of aid was taken back: it is not to be gone on with."""
    repeats: bool = False
    """The thread's last answer once more: it is neither remembered nor counted anew."""
    refers: bool = False
    """Small talk that sends to the coordinator: the form to ask is offered all the same."""
