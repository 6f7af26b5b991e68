"""The values that go in and out of the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.scope import DEFAULT_TENANT


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something to handle.

    Args:
        channel: the name of the channel, such as "slack".
        key: what makes it this event and no other, however often it is delivered; stored as a keyed hash.
        conversation: the thread or chat that it belongs to; stored as a keyed hash.
        kind: what it is, in the channel's words: "question", "edit", "feedback".
        payload: what the channel needs to handle it, the delivery address included; plain data, kept encrypted until
            the item is done or given up.
        tenant: the municipality.
        once: the name of something that is done once in a while at most, whatever asks for it (`once.py`); None where
            the key is enough. Stored as a keyed hash.
        prompt: a free worker of the process that accepts it may get it at once, held and marked as about to be posted:
            one commit in the place of three. Only for what can be looked up, since whoever takes it over looks first.
    """

    channel: str
    key: str
    conversation: str
    kind: str
    payload: Mapping[str, Any]
    tenant: str = DEFAULT_TENANT
    once: str | None = None
    prompt: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item that a worker holds until its lease runs out.

    Args:
        id: its place in the order.
        reference: an opaque name of it, the same at every attempt; may be shown to a platform, as a marker.
        attempt: 1 at the first claim; no two claims have the same.
        maybe_posted: an earlier attempt went on from `mark_posting` and did not come to `done`: look before posting.
        received_at: when it was accepted.
        marked: it was accepted as about to be posted, and is held since then.
        waits: how many earlier attempts ended because it was not its turn.
    """

    id: int
    tenant: str
    channel: str
    kind: str
    reference: str
    payload: Mapping[str, Any]
    attempt: int
    maybe_posted: bool
    received_at: datetime
    marked: bool = False
    waits: int = 0

    @property
    def tries(self) -> int:
        """The attempts that count: this one, and those that did not end in waiting."""
        return self.attempt - self.waits


@dataclass(frozen=True, slots=True)
class Depth:
    """How full the inbox is of one channel's items.

    Args:
        waiting: open and held by nobody.
        held: open and held by a worker.
        failed: given up, until `purge` removes them.
        oldest_seconds: the age of the oldest open item; 0 where none is open.
    """

    waiting: int
    held: int
    failed: int
    oldest_seconds: float
