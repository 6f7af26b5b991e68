"""What the program writes together with an answer, each by itself: for tests of what is read."""

from __future__ import annotations

from datetime import datetime

from bot.store import Count, Logged, Message, Saved, TenantStore
from bot.store.conversations import save_thread
from bot.store.counts import add_count
from bot.store.questions import log_question
from bot.store.sent import record_sent


def log(tenant: TenantStore, logged: Logged) -> bool:
    """Log a question; returns whether its text was kept."""
    scope = tenant.questions._scope
    with scope.database.write() as connection:
        return log_question(connection, scope, logged)


def count(tenant: TenantStore, counted: Count) -> None:
    """Add to a day's count."""
    scope = tenant.counts._scope
    with scope.database.write() as connection:
        add_count(connection, scope, counted)


def save(tenant: TenantStore, channel: str, saved: Saved, now: datetime) -> bool:
    """Remember a thread; returns False where someone else saved it since."""
    scope = tenant.conversations._scope
    with scope.database.write() as connection:
        return save_thread(connection, scope, channel, saved, now)


def record(tenant: TenantStore, message: Message, now: datetime) -> None:
    """Remember a message that was sent."""
    scope = tenant.sent._scope
    with scope.database.write() as connection:
        record_sent(connection, scope, message, now)
