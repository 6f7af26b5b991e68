"""How many answers a day, by outcome, entry, channel and language: figures that stay, of nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlalchemy as sa

from bot.store.database import insert_into
from bot.store.scope import Scope
from bot.store.tables import daily_count


@dataclass(frozen=True, slots=True)
class Count:
    """The number of answers of one kind on one day; `entry` is None where no entry answered."""

    day: date
    outcome: str
    entry: str | None
    channel: str
    language: str
    number: int = 1


class Counts:
    """One tenant's daily counts."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def between(self, first: date, last: date) -> list[Count]:
        """Return the counts of the days from first to last, both included, in order of day."""
        c = daily_count.c
        wanted = (
            sa.select(c.day, c.outcome, c.entry, c.channel, c.language, c.number)
            .where(c.tenant == self._scope.tenant, c.day >= first, c.day <= last)
            .order_by(c.day, c.outcome, c.entry, c.channel, c.language)
        )
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted).all()
        return [Count(r.day, r.outcome, r.entry or None, r.channel, r.language, r.number) for r in rows]


def add_count(connection: sa.Connection, scope: Scope, count: Count) -> None:
    """Add to a day's count within a transaction, also for what is no answer, such as a failure."""
    values = {
        "tenant": scope.tenant,
        "day": count.day,
        "outcome": str(count.outcome),
        "entry": count.entry or "",
        "channel": count.channel,
        "language": str(count.language),
        "number": count.number,
    }
    connection.execute(_addition(scope.database.postgres), values)


@cache
def _addition(postgres: bool) -> sa.Insert:
    insert = insert_into(daily_count, postgres=postgres)
    keys = [column.name for column in daily_count.primary_key]
    more = daily_count.c.number + insert.excluded.number
    return insert.on_conflict_do_update(index_elements=keys, set_={"number": more})
