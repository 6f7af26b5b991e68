"""What threads remember, for some days, without the thread's name and readable with the secret key only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.conversation import Memory
from bot.question import Choice
from bot.store.columns import Instant
from bot.store.database import insert_into
from bot.store.masking import mask
from bot.store.scope import Scope
from bot.store.tables import conversation

_REMEMBERED = sa.select(conversation.c.memory, conversation.c.version).where(
    conversation.c.tenant == sa.bindparam("tenant"),
    conversation.c.thread == sa.bindparam("thread"),
    conversation.c.expires_at > sa.bindparam("now", type_=Instant()),
)
"""What a thread remembers that has not expired; built once, as the statements of the inbox."""

NEW = 0
"""The version of a thread that nothing is remembered of."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last question of a thread, so that it can be edited and deleted.

    Args:
        reference: what the channel calls it.
        text: as it was asked; masked when it is stored.
        before: what the thread remembered before it.
        choice: the option that it chose, where it is no text of the person's own.
        start: what the thread remembered before the first answer under this reference, where a choice has the one of
            the question that was asked back on; None: the same as `before`.
    """

    reference: str
    text: str
    before: Memory
    choice: Choice | None = None
    start: Memory | None = None

    @property
    def without(self) -> Memory:
        """What the thread would remember if it had not been asked."""
        return self.before if self.start is None else self.start


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a thread remembers, and the version to give back when it is saved."""

    memory: Memory
    version: int
    last: Last | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a thread is to remember.

    Args:
        thread: its name in the channel.
        memory: what it remembers.
        version: as `Conversations.load` returned it.
        last: its last question.
        asker: whose question it is, so that `vanort privacy` finds it; None leaves it with whose it was.
    """

    thread: str
    memory: Memory
    version: int
    last: Last | None = None
    asker: str | None = None


class Conversations:
    """One tenant's threads."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def load(self, channel: str, thread: str, now: datetime) -> Remembered:
        """Return what a thread remembers; an empty memory of version `NEW` where nothing is, or not any more."""
        which = {"tenant": self._scope.tenant, "thread": self._scope.thread(channel, thread), "now": now}
        with self._scope.database.read() as connection:
            row = connection.execute(_REMEMBERED, which).one_or_none()
        if row is None:
            return Remembered(Memory(), NEW)
        kept = self._scope.unseal(row.memory, "memory")
        return Remembered(Memory.from_json(kept["memory"]), row.version, _last(kept["last"]))


def save_thread(connection: sa.Connection, scope: Scope, channel: str, saved: Saved, now: datetime) -> bool:
    """Remember a thread for the tenant's `memory_days` within a transaction, its questions masked.

    Returns:
        False where someone else saved the thread since; nothing was changed: load again.
    """
    kept = {"memory": _masked(saved.memory), "last": saved.last and _kept(saved.last)}
    values = {
        "memory": scope.seal(kept, "memory"),
        "asker": scope.person(channel, saved.asker),
        "expires_at": now + timedelta(days=scope.retention.memory_days),
    }
    if saved.version != NEW:
        if saved.asker is None:
            del values["asker"]
        same = (*_is(scope, channel, saved.thread), conversation.c.version == saved.version)
        update = sa.update(conversation).where(*same).values(version=saved.version + 1, **values)
        return connection.execute(update).rowcount == 1
    new = {"tenant": scope.tenant, "thread": scope.thread(channel, saved.thread), "version": 1, **values}
    return connection.execute(_beginning(scope.database.postgres), {**new, "now": now}).first() is not None


@cache
def _beginning(postgres: bool) -> sa.Insert:
    insert = insert_into(conversation, postgres=postgres)
    # An expired memory that is not yet purged is overwritten; its version goes on, so that a late `save_thread` fails.
    anew = {name: insert.excluded[name] for name in ("memory", "asker", "expires_at")}
    return (
        insert.values({column.name: sa.bindparam(column.name) for column in conversation.c})
        .on_conflict_do_update(
            index_elements=["tenant", "thread"],
            set_=anew | {"version": conversation.c.version + 1},
            where=conversation.c.expires_at <= sa.bindparam("now", type_=Instant()),
        )
        .returning(conversation.c.version)
    )


def _kept(last: Last) -> dict[str, Any]:
    choice = last.choice and [last.choice.fact, last.choice.value]
    start = last.start and _masked(last.start)
    told = {"reference": last.reference, "text": mask(last.text), "before": _masked(last.before)}
    return told | {"choice": choice, "start": start}


def _last(kept: dict[str, Any] | None) -> Last | None:
    if kept is None:
        return None
    choice, start = kept.get("choice"), kept.get("start")
    return Last(
        kept["reference"],
        kept["text"],
        Memory.from_json(kept["before"]),
        Choice(*choice) if choice else None,
        Memory.from_json(start) if start else None,
    )


def _masked(memory: Memory) -> dict[str, Any]:
    question, full, near, case = map(mask, (memory.question, memory.full, memory.near, memory.case))
    return replace(memory, question=question, full=full, near=near, case=case).to_json()


def _is(scope: Scope, channel: str, thread: str) -> tuple[sa.ColumnElement[bool], ...]:
    return conversation.c.tenant == scope.tenant, conversation.c.thread == scope.thread(channel, thread)
