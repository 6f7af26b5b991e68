"""Where the bot's messages are, so that they can be edited, deleted and told from one another when someone votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.store.database import insert_into
from bot.store.scope import Scope
from bot.store.tables import sent


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the bot sent.

    Args:
        channel: where it went.
        about: what it is about: the reference of a question, or `enquiry:17`. Stored as a keyed hash.
        kind: what it is, in the channel's words: "answer", "card", "notice".
        name: the platform's name of it, unique in the channel, such as conversation and time stamp; stored as a
            keyed hash.
        address: what the platform needs to edit or delete it; kept encrypted.
        entry: the entry that it shows.
        asker: whom it answers, stored as a keyed hash.
    """

    channel: str
    about: str
    kind: str
    name: str
    address: Mapping[str, Any]
    entry: str | None = None
    asker: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A message that was looked up; `address` is as it was given."""

    channel: str
    kind: str
    address: Mapping[str, Any]
    entry: str | None
    sent_at: datetime


class SentMessages:
    """One tenant's sent messages."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def about(self, about: str, *, kind: str | None = None) -> list[Found]:
        """Return the messages about something, in any channel, in the order in which they were sent."""
        wanted = sa.select(sent).where(*self._is_about(about))
        if kind is not None:
            wanted = wanted.where(sent.c.kind == kind)
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted.order_by(sent.c.id)).all()
        return [self._found(row) for row in rows]

    def named(self, channel: str, name: str) -> Found | None:
        """Return the message that the platform calls so, or None."""
        wanted = sa.select(sent).where(
            sent.c.tenant == self._scope.tenant,
            sent.c.channel == channel,
            sent.c.message == self._scope.hashed("message", channel, name),
        )
        with self._scope.database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else self._found(row)

    def forget(self, about: str) -> None:
        """Forget the messages about something, once they are deleted on the platform."""
        with self._scope.database.write() as connection:
            connection.execute(sa.delete(sent).where(*self._is_about(about)))

    def _is_about(self, about: str) -> tuple[sa.ColumnElement[bool], ...]:
        return sent.c.tenant == self._scope.tenant, sent.c.about == self._scope.hashed("about", about)

    def _found(self, row: sa.Row[Any]) -> Found:
        return Found(row.channel, row.kind, self._scope.unseal(row.address, "sent"), row.entry, row.sent_at)


def record_sent(connection: sa.Connection, scope: Scope, message: Message, now: datetime) -> None:
    """Remember a message within a transaction; one of the same name is replaced."""
    values = {
        "tenant": scope.tenant,
        "channel": message.channel,
        "about": scope.hashed("about", message.about),
        "kind": message.kind,
        "message": scope.hashed("message", message.channel, message.name),
        "address": scope.seal(message.address, "sent"),
        "entry": message.entry,
        "asker": scope.person(message.channel, message.asker),
        "sent_at": now,
    }
    connection.execute(_upsert(scope.database.postgres), values)


@cache
def _upsert(postgres: bool) -> sa.Insert:
    insert = insert_into(sent, postgres=postgres)
    anew = ("about", "kind", "address", "entry", "asker", "sent_at")
    return insert.on_conflict_do_update(
        index_elements=["tenant", "channel", "message"], set_={name: insert.excluded[name] for name in anew}
    )
