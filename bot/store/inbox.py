"""What came in and is not answered yet: taken down before it is acknowledged, handled by whichever process is alive.

An item is open until it is done or given up. A worker claims it for a number of seconds (a lease); when the worker
dies, the lease runs out and another one claims it. Each claim has a number, the attempt: what an earlier attempt still
tries to write is refused. Items of one conversation are handled one at a time, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.conversations import Saved, save_thread
from bot.store.errors import StoreError
from bot.store.items import Depth, Incoming, Item
from bot.store.once import note_once
from bot.store.questions import Logged, log_question
from bot.store.scope import DEFAULT_TENANT, Scope
from bot.store.sent import Message, record_sent
from bot.store.tables import DONE, FAILED, OPEN, inbox

UNREADABLE = "unreadable"
"""The error id of an item that the secret key does not open."""

_OPEN, _FAILED = (sa.literal_column(f"'{state}'", sa.String) for state in (OPEN, FAILED))
"""As the partial indexes say them: a parameter would not match."""


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
        claim = _claim(worker, now, lease_seconds, channels)
        while True:
            with self._database.single() as connection:
                row = connection.execute(claim).one_or_none()
            if row is None:
                return None
            item = self._item(row)
            if item.payload is not None:
                return item
            # One row that cannot be read must not stop all the others; `depth` shows it as failed.
            self.fail(item, now, UNREADABLE)

    def following(self, item: Item) -> list[Item]:
        """Return the open items of the same conversation that came after this one, in order; nobody gets them so."""
        mine = sa.select(inbox.c.conversation).where(inbox.c.id == item.id).scalar_subquery()
        later = sa.select(inbox).where(
            inbox.c.conversation == mine, inbox.c.finished_at.is_(None), inbox.c.id + 0 > item.id
        )
        with self._database.read() as connection:
            rows = connection.execute(later.order_by(inbox.c.id)).all()
        return [item for item in map(self._item, rows) if item.payload is not None]

    def mark_posting(self, item: Item, now: datetime, lease_seconds: float) -> bool:
        """Note that the answer is about to be posted, and hold the item for `lease_seconds` from now.

        Returns:
            False where another worker has claimed the item since: do not post.
        """
        with self._database.single() as connection:
            return _update(connection, item, posting=True, lease_until=now + timedelta(seconds=lease_seconds))

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
        with self._database.write() as connection:
            if not _update(connection, item, **_ended(DONE, now)):
                return False
            scope = self._scope(item.tenant)
            for message in sent:
                record_sent(connection, scope, message, now)
            if logged is not None:
                log_question(connection, scope, logged)
            if memory is not None:
                save_thread(connection, scope, item.channel, memory, now)
            # In one order everywhere: each item locks its conversation until the commit.
            for following in sorted(then, key=lambda one: scope.thread(one.channel, one.conversation)):
                add_item(connection, scope, following, now)
            return True

    def fail(
        self, item: Item, now: datetime, error_id: str, *, retry_at: datetime | None = None, posted: bool | None = None
    ) -> bool:
        """Put an item back to be tried again, or give it up.

        Args:
            error_id: the reference that the log and the asker got.
            retry_at: not before then; None gives the item up, and its payload and address are removed.
            posted: False where the platform said that nothing was posted; None where that is not known, and the next
                attempt is told `maybe_posted` if this one had come to `mark_posting`.

        Returns:
            False where another worker has claimed the item since; then nothing was changed.
        """
        values: dict[str, Any] = {"error_id": error_id}
        if retry_at is None:
            values |= _ended(FAILED, now)
        else:
            values |= {"retry_at": retry_at, "lease_owner": None, "lease_until": None}
        if posted is not None:
            values["posting"] = posted
        with self._database.single() as connection:
            return _update(connection, item, **values)

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
        )

    def depth(self, now: datetime) -> dict[str, Depth]:
        """Return how full the inbox is, by channel, for metrics; channels without items are left out."""
        is_open, is_held = inbox.c.state == _OPEN, inbox.c.lease_until > now
        wanted = (
            sa.select(
                inbox.c.channel,
                sa.func.count().filter(is_open, sa.func.coalesce(~is_held, sa.true())).label("waiting"),
                sa.func.count().filter(is_open, is_held).label("held"),
                sa.func.count().filter(inbox.c.state == FAILED).label("failed"),
                sa.func.min(inbox.c.received_at).filter(is_open).label("oldest"),
            )
            .where(sa.or_(inbox.c.state == _OPEN, inbox.c.state == _FAILED))
            .group_by(inbox.c.channel)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return {
            r.channel: Depth(
                r.waiting, r.held, r.failed, max(0.0, (now - r.oldest).total_seconds()) if r.oldest else 0.0
            )
            for r in rows
        }


def add_item(connection: sa.Connection, scope: Scope, item: Incoming, now: datetime) -> bool:
    """Do what `Inbox.accept` does within a transaction."""
    if item.once is not None and not note_once(connection, scope, item.once, now):
        return False
    thread = scope.thread(item.channel, item.conversation)
    values: dict[str, Any] = {
        "tenant": item.tenant,
        "channel": item.channel,
        "key": scope.hashed("inbox", item.channel, item.key),
        "conversation": thread,
        "kind": item.kind,
        "payload": scope.seal(item.payload, "inbox"),
        "state": OPEN,
        "received_at": now,
    }
    insert = scope.database.insert(inbox)
    if scope.database.postgres:
        # Two processes that accept for one conversation at once could get their numbers in one order and commit in
        # the other. The lock makes an item visible before the next one of its conversation gets its number.
        lock = sa.func.pg_advisory_xact_lock(int.from_bytes(bytes.fromhex(thread[:16]), "big", signed=True))
        row = [sa.bindparam(None, value, type_=inbox.c[name].type).label(name) for name, value in values.items()]
        insert = insert.from_select(list(values), sa.select(*row).select_from(lock.alias("in_order")))
    else:
        insert = insert.values(values)
    once = insert.on_conflict_do_nothing(index_elements=["tenant", "channel", "key"])
    return connection.execute(once.returning(inbox.c.id)).first() is not None


def _claim(
    worker: str, now: datetime, lease_seconds: float, channels: Collection[str] | None
) -> sa.sql.dml.ReturningUpdate[Any]:
    """One statement, one round trip. PostgreSQL skips the rows that others lock; in SQLite nobody else writes."""
    candidate, earlier = inbox.alias("candidate"), inbox.alias("earlier")
    first_of_its_conversation = ~sa.exists().where(
        earlier.c.conversation == candidate.c.conversation,
        earlier.c.id + 0 < candidate.c.id,  # + 0: not by the primary key, which would be read from its beginning
        earlier.c.finished_at.is_(None),
    )
    wanted = sa.select(candidate.c.id).where(
        candidate.c.state == _OPEN,
        sa.or_(candidate.c.retry_at.is_(None), candidate.c.retry_at <= now),
        sa.or_(candidate.c.lease_until.is_(None), candidate.c.lease_until <= now),
        first_of_its_conversation,
    )
    if channels is not None:
        wanted = wanted.where(candidate.c.channel.in_(sorted(channels)))
    wanted = wanted.order_by(candidate.c.id).limit(1).with_for_update(skip_locked=True, of=candidate)
    lease = {"lease_owner": worker, "lease_until": now + timedelta(seconds=lease_seconds)}
    return (
        sa.update(inbox)
        .where(inbox.c.id == wanted.scalar_subquery())
        .values(attempts=inbox.c.attempts + 1, **lease)
        .returning(*inbox.c)
    )


def _update(connection: sa.Connection, item: Item, **values: Any) -> bool:
    """Change an item that this attempt still holds: a later claim has a higher number."""
    still_held = (inbox.c.id == item.id, inbox.c.attempts == item.attempt, inbox.c.state == _OPEN)
    return connection.execute(sa.update(inbox).where(*still_held).values(**values)).rowcount == 1


def _ended(state: str, now: datetime) -> dict[str, Any]:
    return {"state": state, "payload": None, "lease_owner": None, "lease_until": None, "finished_at": now}
