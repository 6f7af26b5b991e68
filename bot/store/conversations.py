"""What threads remember, for some days, without the thread's name and readable with the secret key only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.conversation import Memory
from bot.store.masking import mask
from bot.store.scope import Scope
from bot.store.tables import conversation

NEW = 0
"""The version of a thread that nothing is remembered of."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a thread remembers, and the version to give back when it is saved."""

    memory: Memory
    version: int


class Conversations:
    """One tenant's threads."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def load(self, channel: str, thread: str, now: datetime) -> Remembered:
        """Return what a thread remembers; an empty memory of version `NEW` where nothing is, or not any more."""
        c = conversation.c
        wanted = sa.select(c.memory, c.version).where(*self._is(channel, thread), c.expires_at > now)
        with self._scope.database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return Remembered(Memory(), NEW)
        return Remembered(Memory.from_json(self._scope.unseal(row.memory, "memory")), row.version)

    def save(
        self, channel: str, thread: str, memory: Memory, *, version: int, now: datetime, asker: str | None = None
    ) -> bool:
        """Remember a thread for the tenant's `memory_days`, its question masked.

        Args:
            version: as `load` returned it.
            asker: whose question it is, so that `vanort privacy` finds it.

        Returns:
            False where someone else saved the thread since; nothing was changed: load again.
        """
        masked = replace(memory, question=mask(memory.question))
        values = {
            "memory": self._scope.seal(masked.to_json(), "memory"),
            "asker": self._scope.person(channel, asker),
            "expires_at": now + timedelta(days=self._scope.retention.memory_days),
        }
        with self._scope.database.single() as connection:
            if version != NEW:
                same = (*self._is(channel, thread), conversation.c.version == version)
                update = sa.update(conversation).where(*same).values(version=version + 1, **values)
                return connection.execute(update).rowcount == 1
            insert = self._scope.database.insert(conversation).values(
                tenant=self._scope.tenant, thread=self._scope.thread(channel, thread), version=1, **values
            )
            # An expired memory that is not yet purged is overwritten; its version goes on, so that a late `save` fails.
            anew = {name: insert.excluded[name] for name in values} | {"version": conversation.c.version + 1}
            upsert = insert.on_conflict_do_update(
                index_elements=["tenant", "thread"], set_=anew, where=conversation.c.expires_at <= now
            )
            return connection.execute(upsert.returning(conversation.c.version)).first() is not None

    def forget(self, channel: str, thread: str) -> None:
        """Forget a thread, when its question was deleted."""
        with self._scope.database.single() as connection:
            connection.execute(sa.delete(conversation).where(*self._is(channel, thread)))

    def _is(self, channel: str, thread: str) -> tuple[sa.ColumnElement[bool], ...]:
        hashed = self._scope.thread(channel, thread)
        return conversation.c.tenant == self._scope.tenant, conversation.c.thread == hashed
