"""What the columns of the tables are made of: instants with a zone, keyed hashes, whose a row is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class Instant(sa.types.TypeDecorator[datetime]):
    """A point in time, with its zone in Python and in UTC in the database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a time without a zone: it would mean another instant on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone was given; pass datetime.now(UTC).")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """SQLite returns times without a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


HASH = sa.String(64)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def id_() -> sa.Column[int]:
    """A column that numbers the rows."""
    return sa.Column("id", ID, sa.Identity(), primary_key=True)


def tenant(**options: Any) -> sa.Column[str]:
    """A column that tells whose the row is."""
    return sa.Column("tenant", sa.String(64), nullable=False, server_default="default", **options)


def text(name: str, length: int, **options: Any) -> sa.Column[str]:
    """A column of short texts, which are never missing unless told otherwise."""
    return sa.Column(name, sa.String(length), **{"nullable": False, **options})
