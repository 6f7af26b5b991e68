"""The tables, as SQLAlchemy Core sees them. Migrations make them; a test keeps the two alike.

Columns of `HASH` hold keyed hashes (see `bot.store.keys`); columns of `LargeBinary` hold sealed values. Neither can be
read without the secret key.
"""

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
metadata = sa.MetaData()


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, sa.Identity(), primary_key=True)


def _tenant(**options: Any) -> sa.Column[str]:
    return sa.Column("tenant", sa.String(64), nullable=False, server_default="default", **options)


def _text(name: str, length: int, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), **{"nullable": False, **options})


OPEN, DONE, FAILED = "open", "done", "failed"
"""The states of an item; they stand in the conditions of the inbox's indexes, too."""

inbox = sa.Table(
    "inbox",
    metadata,
    _id(),
    _tenant(),
    _text("channel", 32),
    sa.Column("key", HASH, nullable=False),
    sa.Column("conversation", HASH, nullable=False),
    _text("kind", 32),
    sa.Column("payload", sa.LargeBinary),
    _text("state", 16),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("posting", sa.Boolean, nullable=False, server_default=sa.false()),
    _text("lease_owner", 128, nullable=True),
    sa.Column("lease_until", Instant),
    sa.Column("retry_at", Instant),
    _text("error_id", 64, nullable=True),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    sa.UniqueConstraint("tenant", "channel", "key", name="inbox_key"),
    # Identifiers are never used again: they give the order, and an old claim must not fit a new row.
    sqlite_autoincrement=True,
)


def _partial(name: str, condition: str, *columns: sa.ColumnElement[Any]) -> None:
    sa.Index(name, *columns, postgresql_where=sa.text(condition), sqlite_where=sa.text(condition))


# An inbox's statistics are always old: nearly all rows were done when they were taken. So each part of the claim is
# served by one index and can be served by no other; the conditions say "open" in two ways for that reason.
_partial("inbox_queue", f"state = '{OPEN}'", inbox.c.id)
_partial("inbox_order", "finished_at IS NULL", inbox.c.conversation)
_partial("inbox_failed", f"state = '{FAILED}'", inbox.c.id)
_partial("inbox_finished", "finished_at IS NOT NULL", inbox.c.finished_at)

conversation = sa.Table(
    "conversation",
    metadata,
    _tenant(primary_key=True),
    sa.Column("thread", HASH, primary_key=True),
    sa.Column("memory", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("asker", HASH),
    sa.Column("expires_at", Instant, nullable=False, index=True),
)

question_log = sa.Table(
    "question_log",
    metadata,
    _id(),
    _tenant(),
    sa.Column("reference", HASH),
    sa.Column("text", sa.Text, nullable=False),
    _text("outcome", 16),
    _text("verdict", 32, nullable=True),
    _text("entry", 200, nullable=True),
    sa.Column("confidence", sa.Float, nullable=False),
    _text("language", 8),
    _text("channel", 32),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("asker", HASH),
    sa.UniqueConstraint("tenant", "reference", name="question_log_reference"),
    sa.Index("question_log_day", "tenant", "day"),
    sa.Index("question_log_asker", "tenant", "asker"),
    sqlite_autoincrement=True,
)

feedback = sa.Table(
    "feedback",
    metadata,
    _id(),
    _tenant(),
    sa.Column("answer", HASH),
    sa.Column("person", HASH),
    _text("vote", 8),
    sa.Column("reason", sa.Text),
    _text("entry", 200, nullable=True),
    _text("channel", 32),
    sa.Column("day", sa.Date, nullable=False),
    sa.UniqueConstraint("tenant", "person", "answer", name="feedback_once"),
    sa.Index("feedback_day", "tenant", "day"),
    sqlite_autoincrement=True,
)

enquiry = sa.Table(
    "enquiry",
    metadata,
    _id(),
    _tenant(),
    sa.Column("key", HASH, nullable=False),
    _text("state", 16),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("answer", sa.Text),
    _text("channel", 32),
    _text("language", 8),
    sa.Column("conversation", HASH),
    sa.Column("asker", HASH),
    sa.Column("address", sa.LargeBinary),
    sa.Column("handler", HASH),
    sa.Column("handler_address", sa.LargeBinary),
    sa.Column("raised_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.UniqueConstraint("tenant", "key", name="enquiry_key"),
    sa.Index("enquiry_state", "tenant", "state"),
    sa.Index("enquiry_asker", "tenant", "asker"),
    sqlite_autoincrement=True,
)

enquiry_event = sa.Table(
    "enquiry_event",
    metadata,
    _id(),
    _tenant(),
    sa.Column("enquiry", ID, sa.ForeignKey("enquiry.id", ondelete="CASCADE"), nullable=False),
    sa.Column("key", HASH, nullable=False),
    _text("before", 16, nullable=True),
    _text("after", 16),
    sa.Column("actor", HASH),
    sa.Column("at", Instant, nullable=False),
    sa.UniqueConstraint("enquiry", "key", name="enquiry_event_key"),
    sa.Index("enquiry_event_actor", "tenant", "actor"),
    sqlite_autoincrement=True,
)

sent = sa.Table(
    "sent",
    metadata,
    _id(),
    _tenant(),
    _text("channel", 32),
    sa.Column("about", HASH, nullable=False),
    _text("kind", 32),
    sa.Column("message", HASH, nullable=False),
    sa.Column("address", sa.LargeBinary, nullable=False),
    _text("entry", 200, nullable=True),
    sa.Column("asker", HASH),
    sa.Column("sent_at", Instant, nullable=False, index=True),
    sa.UniqueConstraint("tenant", "channel", "message", name="sent_message"),
    sa.Index("sent_about", "tenant", "about"),
    sqlite_autoincrement=True,
)

installation = sa.Table(
    "installation",
    metadata,
    _text("channel", 32, primary_key=True),
    _text("workspace", 200, primary_key=True),
    _tenant(),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("installed_at", Instant, nullable=False),
)

install_state = sa.Table(
    "install_state",
    metadata,
    sa.Column("state", HASH, primary_key=True),
    _tenant(),
    sa.Column("expires_at", Instant, nullable=False),
)

privacy_record = sa.Table(
    "privacy_record",
    metadata,
    _id(),
    _tenant(),
    sa.Column("at", Instant, nullable=False),
    _text("action", 16),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("decision", sa.Text),
    sqlite_autoincrement=True,
)

daily_count = sa.Table(
    "daily_count",
    metadata,
    _tenant(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    _text("outcome", 16, primary_key=True),
    _text("entry", 200, primary_key=True),  # "" where no entry answered: NULL would not be alike
    _text("channel", 32, primary_key=True),
    _text("language", 8, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)

once = sa.Table(
    "once",
    metadata,
    _tenant(primary_key=True),
    sa.Column("name", HASH, primary_key=True),
    sa.Column("at", Instant, nullable=False, index=True),
)

# Of the database, not of a tenant: which secret key it was written with.
database_key = sa.Table(
    "database_key",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("fingerprint", HASH, nullable=False),
)
