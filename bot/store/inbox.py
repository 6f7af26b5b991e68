"""What came in and is not answered yet: taken down before it is acknowledged, handled by whichever process is alive.

An item is open until it is done or given up. A worker claims it for a number of seconds (a lease); when the worker
dies, the lease runs out and another one claims it. Each claim has a number, the attempt: what an earlier attempt still
tries to write is refused. Items of one conversation are handled one at a time, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.conversations import Saved, save_thread
from bot.store.counts import Count, add_count
from bot.store.errors import StoreError
from bot.store.inbox_depth import read_depth
from bot.store.inbox_statements import FOLLOWING, add_held, add_item, claim_statement, update_item
from bot.store.items import Depth, Incoming, Item
from bot.store.questions import Logged, log_question
from bot.store.scope import DEFAULT_TENANT, Scope
from bot.store.sent import Message, record_sent
from bot.store.tables import DONE, FAILED

UNREADABLE = "unreadable"
"""The error id of an item that the secret key does not open."""


class Inbox:
    """The inbox of all tenants; each item carries its tenant.

    Args:
        scope: gives the scope of a tenant by its name.
    """

    def __init__(self, scope: Callable[[str], Scope]) -> None:
        self._scope = scope
        self._database = scope(DEFAULT_TENANT).database

    def accept(self, item: Incoming, now: datetime) -> bool:
        """Take down an item; when this returns, the item survives the death of the process and of the machine.

        Returns:
            False where an item of this tenant, channel and key was accepted before.

        Raises:
            StoreUnavailable: it is not sure to be taken down; let the platform deliver it again.
        """
        scope = self._scope(item.tenant)
        with self._database.write() if item.once else self._database.single() as connection:
            return add_item(connection, scope, item, now)

    def accept_held(self, item: Incoming, now: datetime, worker: str, lease_seconds: float) -> tuple[bool, Item | None]:
        """Accept an item as `accept`, `claim` and `mark_posting` would one after another, in one commit.

        Args:
            item: without `once`; one that can be looked up, since whoever takes it over is told `maybe_posted`.
            now: with its zone.
            worker: who is to handle it.
            lease_seconds: for how long it is held.

        Returns:
            Whether it is new; and the item, held, unless something of its conversation is open: then it waits its turn.

        Raises:
            StoreUnavailable: it is not sure to be taken down; let the platform deliver it again.
        """
        scope, until = self._scope(item.tenant), now + timedelta(seconds=lease_seconds)
        with self._database.write() if self._database.postgres else self._database.single() as connection:
            row = add_held(connection, scope, item, now, worker, until)
        if row is None or row.attempts == 0:
            return row is not None, None
        return True, Item(
            id=row.id,
            tenant=item.tenant,
            channel=item.channel,
            kind=str(item.kind),
            reference=row.key,
            payload=item.payload,
            attempt=row.attempts,
            maybe_posted=False,
            received_at=now,
            marked=True,
        )

    def claim(
        self, worker: str, now: datetime, lease_seconds: float, *, channels: Collection[str] | None = None
    ) -> Item | None:
        """Take the oldest item that can be handled now; no two workers get the same one.

        Args:
            worker: who claims, for people who look into the database.
            now: with its zone; leases are compared with it, so the clocks of the hosts should agree to some seconds.
            lease_seconds: for how long; at least the time that handling takes, posting with its retries included.
            channels: only items of these channels; None for all.

        Returns:
            None where nothing is to be done now.

        Raises:
            StoreUnavailable: as everywhere; try again later.
        """
        claim = claim_statement(None if channels is None else tuple(sorted(channels)))
        lease = {"now": now, "worker": worker, "until": now + timedelta(seconds=lease_seconds)}
        while True:
            with self._database.single() as connection:
                row = connection.execute(claim, lease).one_or_none()
            if row is None:
                return None
            item = self._item(row)
            if item.payload is not None:
                return item
            # One row that cannot be read must not stop all the others; `depth` shows it as failed.
            self.give_up(item, now, UNREADABLE)

    def following(self, item: Item) -> list[Item]:
        """Return the open items of the same conversation that came after this one, in order; nobody gets them so."""
        with self._database.read() as connection:
            rows = connection.execute(FOLLOWING, {"this": item.id}).all()
        return [item for item in map(self._item, rows) if item.payload is not None]

    def mark_posting(self, item: Item, now: datetime, lease_seconds: float) -> bool:
        """Note that the answer is about to be posted, and hold the item for `lease_seconds` from now.

        Returns:
            False where another worker has claimed the item since: do not post.
        """
        with self._database.single() as connection:
            return update_item(connection, item, posting=True, lease_until=now + timedelta(seconds=lease_seconds))

    def done(
        self,
        item: Item,
        now: datetime,
        *,
        sent: Sequence[Message] = (),
        logged: Logged | None = None,
        memory: Saved | None = None,
        then: Sequence[Incoming] = (),
    ) -> bool:
        """Finish an item: payload and address are removed, what came of it is recorded, all or nothing.

        Args:
            sent: the messages that were posted.
            logged: the question, for the log and the counts.
            memory: what the thread remembers from now on.
            then: items of the same tenant that follow from this one.

        Returns:
            False where another worker has claimed the item since; then nothing was recorded.
        """
        return self._end(item, now, {"state": DONE}, sent=sent, logged=logged, memory=memory, then=then)

    def put_back(
        self, item: Item, error_id: str, *, retry_at: datetime, posted: bool | None = None, waited: bool = False
    ) -> bool:
        """Put an item back to be tried again.

        Args:
            error_id: the reference that the log gets.
            retry_at: not before then.
            posted: False where the platform said that nothing was posted; None where that is not known, and the next
                attempt is told `maybe_posted` if this one had come to `mark_posting`.
            waited: it was not its turn, and this attempt counts for none.

        Returns:
            False where another worker has claimed the item since; then nothing was changed.
        """
        values: dict[str, Any] = {"error_id": error_id, "retry_at": retry_at, "lease_owner": None, "lease_until": None}
        if posted is not None:
            values["posting"] = posted
        if waited:
            values["waits"] = item.waits + 1
        with self._database.single() as connection:
            return update_item(connection, item, **values)

    def give_up(
        self, item: Item, now: datetime, error_id: str, *, sent: Sequence[Message] = (), counted: Count | None = None
    ) -> bool:
        """End an item as failed: payload and address are removed, what came of it is recorded, all or nothing.

        Args:
            error_id: the reference that the log and the asker got.
            sent: the messages that were posted: an apology, or an answer that turned out to be there.
            counted: what the counts get.

        Returns:
            False where another worker has claimed the item since; then nothing was recorded.
        """
        return self._end(item, now, {"state": FAILED, "error_id": error_id}, sent=sent, counted=counted)

    def _end(
        self,
        item: Item,
        now: datetime,
        values: Mapping[str, Any],
        *,
        sent: Sequence[Message],
        logged: Logged | None = None,
        counted: Count | None = None,
        memory: Saved | None = None,
        then: Sequence[Incoming] = (),
    ) -> bool:
        gone = {"payload": None, "lease_owner": None, "lease_until": None}
        with self._database.write() as connection:
            if not update_item(connection, item, **values, **gone, finished_at=now):
                return False
            scope = self._scope(item.tenant)
            for message in sent:
                record_sent(connection, scope, message, now)
            if logged is not None:
                log_question(connection, scope, logged)
            if counted is not None:
                add_count(connection, scope, counted)
            if memory is not None:
                save_thread(connection, scope, item.channel, memory, now)
            # In one order everywhere: each item locks its conversation until the commit.
            for following in sorted(then, key=lambda one: scope.thread(one.channel, one.conversation)):
                add_item(connection, scope, following, now)
            return True

    def _item(self, row: sa.Row[Any]) -> Item:
        """The item of a row; its payload is None where the secret key does not open it."""
        try:
            payload = self._scope(row.tenant).unseal(row.payload, "inbox")
        except StoreError:
            payload = None
        return Item(
            id=row.id,
            tenant=row.tenant,
            channel=row.channel,
            kind=row.kind,
            reference=row.key,
            payload=payload,
            attempt=row.attempts,
            maybe_posted=row.posting,
            received_at=row.received_at,
            waits=row.waits,
        )

    def depth(self, now: datetime) -> dict[str, Depth]:
        """Return how full the inbox is, by channel, for metrics; channels without items are left out."""
        with self._database.read() as connection:
            return read_depth(connection, now)
