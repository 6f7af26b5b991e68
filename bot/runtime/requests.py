"""What an item of the inbox asks for, as values; a channel reads them out of what its platform sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.question import Language, Question
from bot.runtime.again import Again
from bot.store import Vote

Address = Mapping[str, Any]
"""Where something is posted, or where it was, as its channel understands it: plain data, kept encrypted."""


class Kind(StrEnum):
    """The kinds of item. Those that a press of a button asks for are named as the button (`bot.render.actions`)."""

    QUESTION = "question"  # Asked; a choice by button, too
    EDIT = "edit"  # Asked, with the new text and the reference of the question that was edited
    DELETE = "delete"  # Deleted
    VOTE = "feedback"  # Voted
    REASON = "feedback:reason"  # Voted, with a reason
    RAISE = "enquiry:raise"  # Raised
    TAKE = "enquiry:take"  # Stepped, as the three below
    HAND_BACK = "enquiry:hand_back"
    ANSWER = "enquiry:answer"
    CLOSE = "enquiry:close"
    OWN = "enquiry:own"  # Listed
    CARD = "card"  # the core's own: show an enquiry in a place, or bring what is shown up to date
    NOTICE = "notice"  # the core's own: tell something, once


STEPS = (Kind.TAKE, Kind.HAND_BACK, Kind.ANSWER, Kind.CLOSE)
PLATFORM = tuple(kind for kind in Kind if kind not in (Kind.CARD, Kind.NOTICE))
"""What a channel reads; the others are the core's own and no channel sees them."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who did something: `id` as the channel names people, and the name to show, where it is known."""

    id: str
    name: str | None = None


class Terms(StrEnum):
    """On which terms a question is answered."""

    ALWAYS = "always"
    IF_SURE = "if_sure"  # it was not put to the bot: only where an entry answers it, else not at all


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, or a question's new text.

    Args:
        question: without the thread's memory, which the core adds; with its asker.
        conversation: the thread, whose memory completes the question. The same text as in `Incoming.conversation`, so
            that what happens in a thread is handled in order.
        reference: what the channel calls the question; its buttons carry it, its edits and deletion name it.
        where: where the answer goes.
        terms: on which it is answered.
        chooses: of a choice: the reference of the question that was asked back on, where choices of earlier questions
            can still be pressed. A choice is not taken for an answer to what was asked since.
        again: set where the asker wants others to see the answer that they alone were shown: that very answer is
            posted, or nothing.
    """

    question: Question
    conversation: str
    reference: str
    where: Address
    terms: Terms = Terms.ALWAYS
    chooses: str | None = None
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class Deleted:
    """The question of this reference was deleted."""

    conversation: str
    reference: str


@dataclass(frozen=True, slots=True)
class Voted:
    """What someone thinks of the answer to the question of this reference.

    Args:
        reference: the question's.
        vote: up or down.
        person: who, as the channel names people.
        reason: why, in their words; may be empty.
    """

    reference: str
    vote: Vote
    person: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """A question put to the coordinator.

    Args:
        text: the question.
        conversation: the thread that it comes from: its last question and answer go along.
        asker: who asks.
        where: where the coordinator's answer goes.
        language: of the asker; None to go by the text.
    """

    text: str
    conversation: str
    asker: Person
    where: Address
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step that somebody wants to take with an enquiry; the item's kind says which.

    Args:
        enquiry: its number.
        by: who.
        text: of an answer.
        where: where to tell them if it cannot be done; None where there is no way.
    """

    enquiry: int
    by: Person
    text: str = ""
    where: Address | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody wants to see their own questions to the coordinator.

    Args:
        person: who.
        where: where they asked.
        alone: whether nobody else reads along there.
        language: theirs.
    """

    person: Person
    where: Address
    alone: bool
    language: Language


Request = Asked | Deleted | Voted | Raised | Stepped | Listed
