"""What the law asks of a store of questions: to delete in time, to show people their rows, to forget a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.store import tables as t
from bot.store.enquiry import State
from bot.store.export import export
from bot.store.once import first_use, is_once
from bot.store.scope import Scope

SETTLED_AFTER = timedelta(days=1)
"""Addresses of a closed enquiry that nobody settled are removed after this time."""


class Action(StrEnum):
    """What a record of removal is about."""

    PURGE = "purge"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Record:
    """What was removed, when and by which decision: numbers, no texts and no person."""

    at: datetime
    action: Action
    counts: Mapping[str, int]
    decision: str | None


class Privacy:
    """The privacy duties for one tenant's rows. Every method raises StoreUnavailable, and then has changed nothing."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def purge(self, now: datetime) -> Mapping[str, int]:
        """Remove what is past its time; counts stay. Called again at the same time it removes nothing more.

        Returns:
            How many rows were removed or emptied, by what they are; what is 0 is left out.
        """
        retention = self._scope.retention
        with self._scope.database.write() as connection:
            work = _Removal(connection, self._scope.tenant)
            self._purge_work(work, now, retention.work_before(now))
            texts_before = retention.texts_before(now)
            if texts_before is not None:
                work.delete("questions", t.question_log, t.question_log.c.day < texts_before.date())
                is_old = (t.feedback.c.reason.is_not(None), t.feedback.c.day < texts_before.date())
                work.empty("reasons", t.feedback, ("reason",), *is_old)
                work.delete(
                    "enquiries", t.enquiry, t.enquiry.c.state == State.CLOSED, t.enquiry.c.changed_at < texts_before
                )
            if work.counts:
                self._record(connection, Action.PURGE, work.counts, retention.decision, now)
        self._scope.database.forget_deleted()
        return work.counts

    def export(self, channel: str, person: str) -> dict[str, list[dict[str, Any]]]:
        """Return what is stored of a person; see `bot.store.export`."""
        return export(self._scope, channel, person)

    def forget(self, channel: str, person: str, *, decision: str, now: datetime) -> Mapping[str, int]:
        """Remove what is stored of a person: votes stay without a voter, enquiries without asker and texts.

        The person's enquiries are closed, since an answer can no longer reach them; those that they had taken as a
        coordinator are open again. Items in the inbox are left alone: they are gone in seconds.

        Args:
            decision: the case or decision that this is done under, for the record.

        Returns:
            How many rows were removed or emptied, by what they are; what is 0 is left out.
        """
        who = self._scope.person(channel, person)
        asked, handled = t.enquiry.c.asker == who, t.enquiry.c.handler == who
        with self._scope.database.write() as connection:
            work = _Removal(connection, self._scope.tenant)
            work.delete("questions", t.question_log, t.question_log.c.asker == who)
            work.delete("conversations", t.conversation, t.conversation.c.asker == who)
            work.delete("messages", t.sent, t.sent.c.asker == who)
            work.delete("first_use", t.once, *is_once(self._scope, first_use(channel, person)))
            work.empty("votes", t.feedback, ("person", "answer", "reason"), t.feedback.c.person == who)
            self._move(connection, State.CLOSED, now, asked, t.enquiry.c.state != State.CLOSED)
            texts = {"question": "", "context": ""}
            work.empty("enquiries", t.enquiry, ("asker", "address", "conversation", "answer"), asked, **texts)
            self._move(connection, State.OPEN, now, handled, t.enquiry.c.state == State.TAKEN)
            work.empty("enquiries_handled", t.enquiry, ("handler", "handler_address"), handled)
            work.empty("enquiry_steps", t.enquiry_event, ("actor",), t.enquiry_event.c.actor == who)
            self._record(connection, Action.FORGET, work.counts, decision, now)
        self._scope.database.forget_deleted()
        return work.counts

    def records(self) -> list[Record]:
        """Return what was removed so far, oldest first."""
        c = t.privacy_record.c
        wanted = sa.select(c.at, c.action, c.counts, c.decision).where(c.tenant == self._scope.tenant).order_by(c.id)
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted).all()
        return [Record(row.at, Action(row.action), json.loads(row.counts), row.decision) for row in rows]

    def _purge_work(self, work: _Removal, now: datetime, before: datetime) -> None:
        work.delete("inbox", t.inbox, t.inbox.c.finished_at < before)
        work.delete("conversations", t.conversation, t.conversation.c.expires_at <= now)
        work.delete("messages", t.sent, t.sent.c.sent_at < before)
        work.delete("once", t.once, t.once.c.at < now - timedelta(days=self._scope.retention.once_days))
        work.delete("install_states", t.install_state, t.install_state.c.expires_at <= now)
        voter_is_old = (t.feedback.c.person.is_not(None), t.feedback.c.day < before.date())
        work.empty("voters", t.feedback, ("person", "answer"), *voter_is_old)
        idle = (t.enquiry.c.state == State.ANSWERED, t.enquiry.c.changed_at < before)
        self._move(work.connection, State.CLOSED, now, *idle)
        unsettled = (
            t.enquiry.c.state == State.CLOSED,
            t.enquiry.c.changed_at < now - SETTLED_AFTER,
            sa.or_(t.enquiry.c.address.is_not(None), t.enquiry.c.handler_address.is_not(None)),
        )
        work.empty("addresses", t.enquiry, ("address", "handler_address"), *unsettled)

    def _move(self, connection: sa.Connection, to: State, now: datetime, *where: sa.ColumnElement[bool]) -> None:
        """Put enquiries into a state and note it in their history, as done by nobody."""
        c = t.enquiry.c
        wanted = sa.select(c.id, c.state).where(c.tenant == self._scope.tenant, *where).with_for_update()
        for row in connection.execute(wanted).all():
            connection.execute(sa.update(t.enquiry).where(c.id == row.id).values(state=to, changed_at=now))
            event = {"before": row.state, "after": to, "at": now, "enquiry": row.id}
            key = self._scope.hashed("enquiry", "privacy", to, now.isoformat())
            connection.execute(sa.insert(t.enquiry_event).values(tenant=self._scope.tenant, key=key, **event))

    def _record(
        self,
        connection: sa.Connection,
        action: Action,
        counts: Mapping[str, int],
        decision: str | None,
        now: datetime,
    ) -> None:
        record = {"action": action, "counts": json.dumps(counts), "decision": decision, "at": now}
        connection.execute(sa.insert(t.privacy_record).values(tenant=self._scope.tenant, **record))


class _Removal:
    """Removes rows of one tenant in one transaction and counts them."""

    def __init__(self, connection: sa.Connection, tenant: str) -> None:
        self.connection = connection
        self.counts: dict[str, int] = {}
        self._tenant = tenant

    def delete(self, name: str, table: sa.Table, *where: sa.ColumnElement[bool]) -> None:
        """Delete the rows for which all conditions hold."""
        self._run(name, sa.delete(table).where(table.c.tenant == self._tenant, *where))

    def empty(
        self, name: str, table: sa.Table, columns: tuple[str, ...], *where: sa.ColumnElement[bool], **values: str
    ) -> None:
        """Set columns to NULL where all conditions hold, and others to a value."""
        nulls = dict.fromkeys(columns)
        self._run(name, sa.update(table).where(table.c.tenant == self._tenant, *where).values(**nulls, **values))

    def _run(self, name: str, statement: sa.Delete | sa.Update) -> None:
        number = self.connection.execute(statement).rowcount
        if number:
            self.counts[name] = number
