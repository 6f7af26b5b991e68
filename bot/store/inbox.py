"""What came in and is not answered yet: taken down before it is acknowledged, handled once, by whichever process is alive.

An item is open until it is done or given up. A worker claims it for a number of seconds (a lease); when the worker dies,
the lease runs out and another one claims it. Each claim has a number, the attempt: what an earlier attempt still tries to
write is refused. Items of one conversation are handled one at a time, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import sent as sent_messages
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.keys import Keys
from bot.store.questions import Logged, QuestionLog
from bot.store.sent import Sent
from bot.store.tables import OPEN, inbox

DONE = "done"
FAILED = "failed"
UNREADABLE = "unreadable"
"""The error id of an item that the secret key does not open."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something to handle.

    Args:
        channel: the name of the channel, such as "slack".
        key: what makes it this event and no other, whatever number of times it is delivered.
        conversation: the thread or chat that it belongs to.
        kind: what it is, in the channel's words: "question", "edit", "feedback".
        payload: what the channel needs to handle it, the delivery address included; plain data, kept encrypted.
        tenant: the municipality.
    """

    channel: str
    key: str
    conversation: str
    kind: str
    payload: Mapping[str, Any]
    tenant: str = "default"


@dataclass(frozen=True, slots=True)
class Item:
    """An incoming item that this worker holds until its lease runs out.

    Args:
        id: its place in the order.
        reference: an opaque name of the item, the same at every attempt; may be shown to a platform, as a marker.
        attempt: 1 at the first claim.
        maybe_posted: an earlier attempt ended between `mark_posting` and `done`: look before posting again.
        received_at: when it was accepted.
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


@dataclass(frozen=True, slots=True)
class Depth:
    """How full the inbox of a channel is.

    Args:
        waiting: open and held by nobody.
        held: open and held by a worker.
        failed: given up, until `purge` removes them.
        oldest_seconds: the age of the oldest open item; 0 where none is open.
    """

    waiting: int = 0
    held: int = 0
    failed: int = 0
    oldest_seconds: float = 0.0


class Inbox:
    """The inbox of all tenants; an item carries its tenant."""

    def __init__(self, database: Database, keys: Keys, log: QuestionLog) -> None:
        self._database = database
        self._keys = keys
        self._log = log

    def accept(self, item: Incoming, now: datetime) -> bool:
        """Take down an item; when this returns, it survives the death of the process and of the machine.

        Returns:
            False where an item with this tenant, channel and key was accepted before.

        Raises:
            StoreUnavailable: nothing is sure to be taken down; let the platform deliver it again.
        """
        thread = self._keys.pseudonym("conversation", item.tenant, item.channel, item.conversation)
        key = self._keys.pseudonym("inbox", item.tenant, item.channel, item.key)
        values: dict[str, Any] = {
            "tenant": item.tenant,
            "channel": item.channel,
            "key": key,
            "conversation": thread,
            "kind": item.kind,
            "payload": self._keys.seal(item.payload, "inbox", item.tenant, key),
            "state": OPEN,
            "available_at": now,
            "received_at": now,
        }
        insert = self._database.insert(inbox)
        if self._database.postgres:
            # Two processes that accept for one conversation at once could get their numbers in one order and commit in
            # the other; the lock makes an item visible before the next one of its conversation gets a number.
            lock = sa.func.pg_advisory_xact_lock(int.from_bytes(bytes.fromhex(thread[:16]), "big", signed=True))
            row = [sa.bindparam(None, value, type_=inbox.c[name].type).label(name) for name, value in values.items()]
            insert = insert.from_select(list(values), sa.select(*row).select_from(lock.alias("ordered")))
        else:
            insert = insert.values(values)
        with self._database.single() as connection:
            done = connection.execute(insert.on_conflict_do_nothing(index_elements=["tenant", "channel", "key"]))
            return done.rowcount == 1

    def claim(
        self, worker: str, now: datetime, lease_seconds: float, *, channels: Collection[str] | None = None
    ) -> Item | None:
        """Take the oldest item that can be handled now, for `lease_seconds`.

        Args:
            worker: who claims, for people who look into the database.
            channels: only items of these channels; None for all.

        Returns:
            None where nothing is to be done. No two workers get an item at once.
        """
        earlier = inbox.alias()
        is_open = sa.text(f"state = '{OPEN}'")  # as the indexes say it: a parameter would not match them
        wanted = (
            sa.select(inbox.c.id)
            .where(
                inbox.c.state == sa.literal_column(f"'{OPEN}'"),
                inbox.c.available_at <= now,
                sa.or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= now),
                ~sa.exists().where(
                    earlier.c.conversation == inbox.c.conversation,
                    earlier.c.id < inbox.c.id,
                    earlier.c.state == sa.literal_column(f"'{OPEN}'"),
                ),
            )
            .order_by(inbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=inbox)
        )
        del is_open
        if channels is not None:
            wanted = wanted.where(inbox.c.channel.in_(sorted(channels)))
        claim = (
            sa.update(inbox)
            .where(inbox.c.id == wanted.scalar_subquery())
            .values(
                attempts=inbox.c.attempts + 1,
                lease_owner=worker,
                lease_until=now + timedelta(seconds=lease_seconds),
            )
            .returning(*inbox.c)
        )
        while True:
            with self._database.single() as connection:
                row = connection.execute(claim).one_or_none()
            if row is None:
                return None
            try:
                payload = self._keys.unseal(row.payload, "inbox", row.tenant, row.key)
            except StoreError:
                # One row that cannot be read must not stop all others; it is counted as failed.
                self._finish(row.id, row.attempts, now, FAILED, UNREADABLE)
                continue
            return Item(
                row.id,
                row.tenant,
                row.channel,
                row.kind,
                row.key,
                payload,
                row.attempts,
                row.posting,
                row.received_at,
            )
