"""The statements of the inbox, built once: building one takes longer than sending it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.store.columns import Instant
from bot.store.database import insert_into
from bot.store.items import Incoming, Item
from bot.store.once import note_once
from bot.store.scope import Scope
from bot.store.tables import FAILED, OPEN, inbox

IS_OPEN, IS_FAILED = (sa.literal_column(f"'{state}'", sa.String) for state in (OPEN, FAILED))
"""As the partial indexes say them: a parameter would not match."""

FOLLOWING = (
    sa.select(inbox)
    .where(
        inbox.c.conversation
        == sa.select(inbox.c.conversation).where(inbox.c.id == sa.bindparam("this")).scalar_subquery(),
        inbox.c.finished_at.is_(None),
        inbox.c.id + 0 > sa.bindparam("this"),
    )
    .order_by(inbox.c.id)
)
"""The open items of an item's conversation that came after it."""

_ADDED = ("tenant", "channel", "key", "conversation", "kind", "payload", "state", "received_at")


def add_item(connection: sa.Connection, scope: Scope, item: Incoming, now: datetime) -> bool:
    """Do what `Inbox.accept` does within a transaction."""
    if item.once is not None and not note_once(connection, scope, item.once, now):
        return False
    given = _row(scope, item, now)
    if scope.database.postgres:
        given["lock"] = _lock(given)
    return connection.execute(_addition(scope.database.postgres), given).first() is not None


def add_held(
    connection: sa.Connection, scope: Scope, item: Incoming, now: datetime, worker: str, until: datetime
) -> sa.Row[Any] | None:
    """Do what `Inbox.accept_held` does within a transaction; returns id, key and attempts of a new item."""
    given = _row(scope, item, now)
    if scope.database.postgres:
        # A statement of its own: the next one sees what was committed before the lock was got.
        connection.execute(_LOCKING, {"lock": _lock(given)})
    held = {"worker": worker, "until": until}
    return connection.execute(_held_addition(scope.database.postgres), given | held).one_or_none()


def _row(scope: Scope, item: Incoming, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "tenant": item.tenant,
        "channel": item.channel,
        "key": scope.hashed("inbox", item.channel, item.key),
        "conversation": scope.thread(item.channel, item.conversation),
        "kind": str(item.kind),
        "payload": scope.seal(item.payload, "inbox"),
        "state": OPEN,
        "received_at": now,
    }
    return {f"new_{name}": value for name, value in values.items()}


def _lock(given: dict[str, Any]) -> int:
    """The number of a conversation's lock in PostgreSQL."""
    return int.from_bytes(bytes.fromhex(given["new_conversation"][:16]), "big", signed=True)


_LOCKING = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("lock", type_=sa.BigInteger())))


@cache
def _held_addition(postgres: bool) -> sa.Insert:
    """Held where nothing of its conversation is open; else as any other."""
    row: dict[str, Any] = {name: sa.bindparam(f"new_{name}", type_=inbox.c[name].type) for name in _ADDED}
    earlier = inbox.alias("earlier")
    thread = sa.bindparam("new_conversation", type_=inbox.c.conversation.type)
    is_first = ~sa.exists().where(earlier.c.conversation == thread, earlier.c.finished_at.is_(None))
    row["attempts"] = sa.case((is_first, 1), else_=0)
    row["posting"] = sa.case((is_first, sa.true()), else_=sa.false())
    row["lease_owner"] = sa.case((is_first, sa.bindparam("worker", type_=inbox.c.lease_owner.type)), else_=None)
    row["lease_until"] = sa.case((is_first, sa.bindparam("until", type_=Instant())), else_=None)
    insert = insert_into(inbox, postgres=postgres).values(row)
    once = insert.on_conflict_do_nothing(index_elements=["tenant", "channel", "key"])
    return once.returning(inbox.c.id, inbox.c.key, inbox.c.attempts)


@cache
def _addition(postgres: bool) -> sa.Insert:
    insert = insert_into(inbox, postgres=postgres)
    row = {name: sa.bindparam(f"new_{name}", type_=inbox.c[name].type) for name in _ADDED}
    if postgres:
        # Two processes that accept for one conversation at once could get their numbers in one order and commit in
        # the other. The lock makes an item visible before the next one of its conversation gets its number.
        lock = sa.func.pg_advisory_xact_lock(sa.bindparam("lock", type_=sa.BigInteger()))
        columns = [value.label(name) for name, value in row.items()]
        insert = insert.from_select(list(row), sa.select(*columns).select_from(lock.alias("in_order")))
    else:
        insert = insert.values(row)
    return insert.on_conflict_do_nothing(index_elements=["tenant", "channel", "key"]).returning(inbox.c.id)


@cache
def claim_statement(channels: tuple[str, ...] | None) -> sa.sql.dml.ReturningUpdate[Any]:
    """One statement, one round trip. PostgreSQL skips the rows that others lock; in SQLite nobody else writes.

    Args:
        channels: whose items; None for all. The parameters are `now`, `worker` and `until`.
    """
    candidate, earlier = inbox.alias("candidate"), inbox.alias("earlier")
    now = sa.bindparam("now", type_=Instant())
    first_of_its_conversation = ~sa.exists().where(
        earlier.c.conversation == candidate.c.conversation,
        earlier.c.id + 0 < candidate.c.id,  # + 0: not by the primary key, which would be read from its beginning
        earlier.c.finished_at.is_(None),
    )
    wanted = sa.select(candidate.c.id).where(
        candidate.c.state == IS_OPEN,
        sa.or_(candidate.c.retry_at.is_(None), candidate.c.retry_at <= now),
        sa.or_(candidate.c.lease_until.is_(None), candidate.c.lease_until <= now),
        first_of_its_conversation,
    )
    if channels is not None:
        wanted = wanted.where(candidate.c.channel.in_(channels))
    wanted = wanted.order_by(candidate.c.id).limit(1).with_for_update(skip_locked=True, of=candidate)
    return (
        sa.update(inbox)
        .where(inbox.c.id == wanted.scalar_subquery())
        .values(
            attempts=inbox.c.attempts + 1,
            lease_owner=sa.bindparam("worker"),
            lease_until=sa.bindparam("until", type_=Instant()),
        )
        .returning(*inbox.c)
    )


def update_item(connection: sa.Connection, item: Item, **values: Any) -> bool:
    """Change an item that this attempt still holds: a later claim has a higher number."""
    given = {f"new_{name}": value for name, value in values.items()}
    statement = _update(tuple(sorted(values)))
    return connection.execute(statement, {"this": item.id, "attempt": item.attempt, **given}).rowcount == 1


@cache
def _update(names: tuple[str, ...]) -> sa.Update:
    still_held = (
        inbox.c.id == sa.bindparam("this"),
        inbox.c.attempts == sa.bindparam("attempt"),
        inbox.c.state == IS_OPEN,
    )
    values = {name: sa.bindparam(f"new_{name}", type_=inbox.c[name].type) for name in names}
    return sa.update(inbox).where(*still_held).values(values)
