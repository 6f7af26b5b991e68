"""The tables, as SQLAlchemy Core sees them. Migrations make them; a test keeps the two alike.

Columns of `HASH` hold keyed hashes (see `bot.store.keys`); columns of `LargeBinary` hold sealed values. Neither can be
read without the secret key.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.store.columns import HASH, ID, Instant, id_, tenant, text

metadata = sa.MetaData()

OPEN, DONE, FAILED = "open", "done", "failed"
"""The states of an item; they stand in the conditions of the inbox's indexes, too."""

inbox = sa.Table(
    "inbox",
    metadata,
    id_(),
    tenant(),
    text("channel", 32),
    sa.Column("key", HASH, nullable=False),
    sa.Column("conversation", HASH, nullable=False),
    text("kind", 32),
    sa.Column("payload", sa.LargeBinary),
    text("state", 16),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("waits", sa.Integer, nullable=False, server_default="0"),
    sa.Column("posting", sa.Boolean, nullable=False, server_default=sa.false()),
    text("lease_owner", 128, nullable=True),
    sa.Column("lease_until", Instant),
    sa.Column("retry_at", Instant),
    text("error_id", 64, nullable=True),
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
    tenant(primary_key=True),
    sa.Column("thread", HASH, primary_key=True),
    sa.Column("memory", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("asker", HASH),
    sa.Column("expires_at", Instant, nullable=False, index=True),
)

question_log = sa.Table(
    "question_log",
    metadata,
    id_(),
    tenant(),
    sa.Column("reference", HASH),
    sa.Column("text", sa.Text, nullable=False),
    text("outcome", 16),
    text("verdict", 32, nullable=True),
    text("entry", 200, nullable=True),
    sa.Column("confidence", sa.Float, nullable=False),
    text("language", 8),
    text("channel", 32),
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
    id_(),
    tenant(),
    sa.Column("answer", HASH),
    sa.Column("person", HASH),
    text("vote", 8),
    sa.Column("reason", sa.Text),
    text("entry", 200, nullable=True),
    text("channel", 32),
    sa.Column("day", sa.Date, nullable=False),
    sa.UniqueConstraint("tenant", "person", "answer", name="feedback_once"),
    sa.Index("feedback_day", "tenant", "day"),
    sqlite_autoincrement=True,
)

enquiry = sa.Table(
    "enquiry",
    metadata,
    id_(),
    tenant(),
    sa.Column("key", HASH, nullable=False),
    text("state", 16),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("answer", sa.Text),
    text("channel", 32),
    text("language", 8),
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
    id_(),
    tenant(),
    sa.Column("enquiry", ID, sa.ForeignKey("enquiry.id", ondelete="CASCADE"), nullable=False),
    sa.Column("key", HASH, nullable=False),
    text("before", 16, nullable=True),
    text("after", 16),
    sa.Column("actor", HASH),
    sa.Column("at", Instant, nullable=False),
    sa.UniqueConstraint("enquiry", "key", name="enquiry_event_key"),
    sa.Index("enquiry_event_actor", "tenant", "actor"),
    sqlite_autoincrement=True,
)

sent = sa.Table(
    "sent",
    metadata,
    id_(),
    tenant(),
    text("channel", 32),
    sa.Column("about", HASH, nullable=False),
    text("kind", 32),
    sa.Column("message", HASH, nullable=False),
    sa.Column("address", sa.LargeBinary, nullable=False),
    text("entry", 200, nullable=True),
    sa.Column("asker", HASH),
    sa.Column("sent_at", Instant, nullable=False, index=True),
    sa.UniqueConstraint("tenant", "channel", "message", name="sent_message"),
    sa.Index("sent_about", "tenant", "about"),
    sqlite_autoincrement=True,
)

installation = sa.Table(
    "installation",
    metadata,
    text("channel", 32, primary_key=True),
    text("workspace", 200, primary_key=True),
    tenant(),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("installed_at", Instant, nullable=False),
)

install_state = sa.Table(
    "install_state",
    metadata,
    sa.Column("state", HASH, primary_key=True),
    tenant(),
    sa.Column("expires_at", Instant, nullable=False),
)

privacy_record = sa.Table(
    "privacy_record",
    metadata,
    id_(),
    tenant(),
    sa.Column("at", Instant, nullable=False),
    text("action", 16),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("decision", sa.Text),
    sqlite_autoincrement=True,
)

daily_count = sa.Table(
    "daily_count",
    metadata,
    tenant(primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    text("outcome", 16, primary_key=True),
    text("entry", 200, primary_key=True),  # "" where no entry answered: NULL would not be alike
    text("channel", 32, primary_key=True),
    text("language", 8, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)

once = sa.Table(
    "once",
    metadata,
    tenant(primary_key=True),
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
