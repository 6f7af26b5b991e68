"""An enquiry as a value: its states, the steps between them, who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where an enquiry stands."""

    OPEN = "open"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"


WAITING = (State.OPEN, State.TAKEN)
"""The states of an enquiry that waits for its answer."""

NOT_CLOSED = (*WAITING, State.ANSWERED)
"""The states in which an enquiry is still its asker's business."""

LEGAL: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.TAKEN, State.ANSWERED, State.CLOSED}),
    State.TAKEN: frozenset({State.OPEN, State.ANSWERED, State.CLOSED}),
    State.ANSWERED: frozenset({State.ANSWERED, State.CLOSED}),  # a second answer adds to the first
    State.CLOSED: frozenset(),
}
"""From which state an enquiry may go to which; from taken to open it is handed back."""


class Result(StrEnum):
    """What came of a step."""

    DONE = "done"
    REPEATED = "repeated"  # this very step was taken before, by its key: go on with what follows it
    REFUSED = "refused"  # the state does not allow it, or somebody else has taken the enquiry
    UNKNOWN = "unknown"  # no such enquiry


@dataclass(frozen=True, slots=True)
class Party:
    """A person, as a channel knows them.

    Args:
        channel: the channel.
        person: what the channel calls them; stored as a keyed hash.
        address: how to reach or show them; plain data, kept encrypted.
    """

    channel: str
    person: str
    address: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """An enquiry; `address` and `handler` are the addresses of asker and coordinator, None once it is settled."""

    id: int
    state: State
    channel: str
    language: str
    question: str
    context: str
    answer: str | None
    address: Mapping[str, Any] | None
    handler: Mapping[str, Any] | None
    raised_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a step, and the enquiry after it (None only where it is unknown)."""

    result: Result
    enquiry: Enquiry | None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long an enquiry took to its first answer; `answered_at` is None where there is none. Nobody is told."""

    state: State
    raised_at: datetime
    answered_at: datetime | None
