"""Votes on answers: one a person and answer, which may be changed; figures by entry, never by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from bot.question import clean
from bot.store.masking import mask
from bot.store.scope import Scope
from bot.store.tables import feedback


class Vote(StrEnum):
    """What someone thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's vote on one answer.

    Args:
        channel: where it was given.
        person: who, as the channel names people; stored as a keyed hash.
        answer: the reference of the question that it answers, as `Logged` has it; stored as the same keyed hash.
        vote: up or down.
        day: when, in the municipality's time zone.
        entry: the entry that answered.
        reason: in the person's words; masked, and stored only where the tenant has a retention.
    """

    channel: str
    person: str
    answer: str
    vote: Vote
    day: date
    entry: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """What people think of an entry's answers; `entry` is None for answers that came from no entry."""

    entry: str | None
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody voted so, without who."""

    entry: str | None
    vote: Vote
    text: str
    day: date


class Feedback:
    """One tenant's feedback."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def give(self, opinion: Opinion) -> None:
        """Record a vote, in the place of the person's earlier one on that answer.

        A vote without a reason keeps the earlier reason, if it says the same. Raises: StoreUnavailable.
        """
        keeps = self._scope.retention.text_days is not None
        insert = self._scope.database.insert(feedback).values(
            tenant=self._scope.tenant,
            answer=self._scope.hashed("question", opinion.channel, opinion.answer),
            person=self._scope.person(opinion.channel, opinion.person),
            vote=opinion.vote,
            reason=mask(clean(opinion.reason)) if opinion.reason and keeps else None,
            entry=opinion.entry,
            channel=opinion.channel,
            day=opinion.day,
        )
        new = insert.excluded
        earlier = sa.case((feedback.c.vote == new.vote, feedback.c.reason), else_=None)
        anew = {
            "vote": new.vote,
            "entry": new.entry,
            "day": new.day,
            "reason": sa.func.coalesce(new.reason, earlier),
        }
        with self._scope.database.single() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["tenant", "person", "answer"], set_=anew))

    def votes(self, since: date) -> list[Votes]:
        """Return the votes from a day on, by entry."""
        c = feedback.c
        up, down = (sa.func.count().filter(c.vote == vote).label(vote) for vote in Vote)
        wanted = sa.select(c.entry, up, down).where(c.tenant == self._scope.tenant, c.day >= since)
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted.group_by(c.entry).order_by(c.entry)).all()
        return [Votes(row.entry, row.up, row.down) for row in rows]

    def reasons(self, since: date, *, limit: int = 1000) -> list[Reason]:
        """Return the reasons that were given from a day on, newest first."""
        c = feedback.c
        wanted = (
            sa.select(c.entry, c.vote, c.reason, c.day)
            .where(c.tenant == self._scope.tenant, c.day >= since, c.reason.is_not(None))
            .order_by(c.id.desc())
            .limit(limit)
        )
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted).all()
        return [Reason(row.entry, Vote(row.vote), row.reason, row.day) for row in rows]
