"""Questions that people put to the coordinator: raised, taken, answered, closed, each step once and by one person.

An enquiry is the core's: any channel can raise it, take it, answer it and show it. Question, context and answer are
masked; the addresses, with which asker and handler are reached, are kept encrypted until `settle`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.question import clean
from bot.store.enquiry import LEGAL, Change, Enquiry, Party, Result, State, Wait
from bot.store.masking import mask
from bot.store.scope import Scope
from bot.store.tables import enquiry, enquiry_event


class Enquiries:
    """One tenant's enquiries. Each step has a key, such as the inbox item's reference: repeated, it changes nothing."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def raise_(
        self,
        asker: Party,
        question: str,
        *,
        key: str,
        conversation: str,
        language: str,
        now: datetime,
        context: str = "",
    ) -> Change:
        """Put a question to the coordinator.

        Args:
            asker: with the address that the answer goes to.
            conversation: the thread in which it was asked; stored as a keyed hash.
            context: earlier lines of the thread.

        Returns:
            `DONE`, or `REPEATED` with the enquiry that the key raised before.
        """
        hashed = self._scope.hashed("enquiry", key)
        with self._scope.database.write() as connection:
            insert = self._scope.database.insert(enquiry).values(
                tenant=self._scope.tenant,
                key=hashed,
                state=State.OPEN,
                question=_kept(question),
                context=_kept(context),
                channel=asker.channel,
                language=language,
                conversation=self._scope.thread(asker.channel, conversation),
                asker=self._scope.person(asker.channel, asker.person),
                address=self._sealed(asker),
                raised_at=now,
                changed_at=now,
            )
            once = insert.on_conflict_do_nothing(index_elements=["tenant", "key"])
            new = connection.execute(once.returning(enquiry.c.id)).first() is not None
            row = connection.execute(self._rows().where(enquiry.c.key == hashed)).one()
            if new:
                self._note(connection, row.id, hashed, None, State.OPEN, row.asker, now)
        return Change(Result.DONE if new else Result.REPEATED, self._read(row))

    def take(self, number: int, by: Party, *, key: str, now: datetime) -> Change:
        """Take an open enquiry: of two who try, one gets it and the other is refused."""
        return self._step(number, State.TAKEN, by, key, now)

    def hand_back(self, number: int, by: Party, *, key: str, now: datetime) -> Change:
        """Make a taken enquiry open again; a colleague may do it for one who is away."""
        return self._step(number, State.OPEN, by, key, now)

    def answer(self, number: int, by: Party, text: str, *, key: str, now: datetime) -> Change:
        """Answer an open enquiry, or one that the same person has taken or answered (which adds to the answer).

        The text is stored masked; what is delivered is the caller's to keep until then (its inbox item holds it).
        """
        return self._step(number, State.ANSWERED, by, key, now, _kept(text))

    def close(self, number: int, by: Party, *, key: str, now: datetime) -> Change:
        """Close an enquiry, answered or not; asker and any coordinator may."""
        return self._step(number, State.CLOSED, by, key, now)

    def settle(self, number: int) -> None:
        """Remove the addresses of a closed enquiry, once everybody was told; `purge` does it for those left over."""
        c = enquiry.c
        is_closed = (c.tenant == self._scope.tenant, c.id == number, c.state == State.CLOSED)
        with self._scope.database.single() as connection:
            connection.execute(sa.update(enquiry).where(*is_closed).values(address=None, handler_address=None))

    def find(self, number: int) -> Enquiry | None:
        """Return an enquiry of this tenant, or None."""
        with self._scope.database.read() as connection:
            row = connection.execute(self._rows().where(enquiry.c.id == number)).one_or_none()
        return None if row is None else self._read(row)

    def in_state(
        self, states: Collection[State], *, asker: Party | None = None, newest_first: bool = False, limit: int = 100
    ) -> list[Enquiry]:
        """Return the first enquiries in some states, of one asker or of all, oldest first or newest first."""
        wanted = self._rows_in(states, asker)
        with self._scope.database.read() as connection:
            order = enquiry.c.id.desc() if newest_first else enquiry.c.id
            rows = connection.execute(wanted.order_by(order).limit(limit)).all()
        return [self._read(row) for row in rows]

    def count_in_state(self, states: Collection[State], *, asker: Party | None = None) -> int:
        """Return how many enquiries are in some states, of one asker or of all."""
        wanted = self._rows_in(states, asker).subquery()
        with self._scope.database.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(wanted)).scalar_one()

    def answered_at(self, number: int) -> datetime | None:
        """Return when an enquiry was last answered, or None."""
        e, v = enquiry.c, enquiry_event.c
        wanted = (
            sa.select(sa.func.max(v.at))
            .select_from(enquiry.join(enquiry_event, v.enquiry == e.id))
            .where(e.tenant == self._scope.tenant, e.id == number, v.after == State.ANSWERED)
        )
        with self._scope.database.read() as connection:
            found: datetime | None = connection.execute(wanted).scalar_one()
        return found

    def waits(self, since: datetime) -> list[Wait]:
        """Return how long each enquiry raised since an instant took to its first answer, oldest first."""
        e, v = enquiry.c, enquiry_event.c
        first = sa.func.min(v.at).filter(v.after == State.ANSWERED).label("answered_at")
        wanted = (
            sa.select(e.state, e.raised_at, first)
            .select_from(enquiry.join(enquiry_event, v.enquiry == e.id))
            .where(e.tenant == self._scope.tenant, e.raised_at >= since)
            .group_by(e.id, e.state, e.raised_at)
            .order_by(e.id)
        )
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted).all()
        return [Wait(State(row.state), row.raised_at, row.answered_at) for row in rows]

    def _step(self, number: int, to: State, by: Party, key: str, now: datetime, text: str | None = None) -> Change:
        hashed = self._scope.hashed("enquiry", key)
        actor = self._scope.person(by.channel, by.person)
        with self._scope.database.write() as connection:
            # The lock makes two who act at once follow each other; SQLite has locked the whole file already.
            row = connection.execute(self._rows().where(enquiry.c.id == number).with_for_update()).one_or_none()
            if row is None:
                return Change(Result.UNKNOWN, None)
            if _is_noted(connection, number, hashed):
                return Change(Result.REPEATED, self._read(row))
            before = State(row.state)
            another_has_it = to is State.ANSWERED and row.handler not in (None, actor)
            if to not in LEGAL[before] or another_has_it:
                return Change(Result.REFUSED, self._read(row))
            values: dict[str, Any] = {"state": to, "changed_at": now}
            if to is State.OPEN:
                values |= {"handler": None, "handler_address": None}
            elif to is not State.CLOSED and row.handler is None:
                values |= {"handler": actor, "handler_address": self._sealed(by)}
            if text is not None:
                values["answer"] = text if row.answer is None else f"{row.answer}\n\n{text}"
            update = sa.update(enquiry).where(enquiry.c.id == number).values(**values)
            row = connection.execute(update.returning(*enquiry.c)).one()
            self._note(connection, number, hashed, before, to, actor, now)
        return Change(Result.DONE, self._read(row))

    def _rows(self) -> sa.Select[Any]:
        return sa.select(enquiry).where(enquiry.c.tenant == self._scope.tenant)

    def _rows_in(self, states: Collection[State], asker: Party | None) -> sa.Select[Any]:
        wanted = self._rows().where(enquiry.c.state.in_(sorted(states)))
        if asker is None:
            return wanted
        return wanted.where(enquiry.c.asker == self._scope.person(asker.channel, asker.person))

    def _note(
        self,
        connection: sa.Connection,
        number: int,
        key: str,
        before: State | None,
        after: State,
        actor: str | None,
        now: datetime,
    ) -> None:
        event = {"enquiry": number, "key": key, "before": before, "after": after, "actor": actor, "at": now}
        connection.execute(sa.insert(enquiry_event).values(tenant=self._scope.tenant, **event))

    def _sealed(self, party: Party) -> bytes | None:
        return None if party.address is None else self._scope.seal(party.address, "enquiry")

    def _read(self, row: sa.Row[Any]) -> Enquiry:
        return Enquiry(
            id=row.id,
            state=State(row.state),
            channel=row.channel,
            language=row.language,
            question=row.question,
            context=row.context,
            answer=row.answer,
            address=self._scope.unseal(row.address, "enquiry"),
            handler=self._scope.unseal(row.handler_address, "enquiry"),
            raised_at=row.raised_at,
            changed_at=row.changed_at,
        )


def _is_noted(connection: sa.Connection, number: int, key: str) -> bool:
    step = sa.select(enquiry_event.c.id).where(enquiry_event.c.enquiry == number, enquiry_event.c.key == key)
    return connection.execute(step).first() is not None


def _kept(text: str) -> str:
    return mask(clean(text))
