"""A store on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from bot.store import Retention, Store, TenantStore, open_store

KEY = b"a key for tests, of more than 32 bytes"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RETENTION = Retention(text_days=90, decision="KS 2026/77")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, key=KEY, retention=RETENTION, tenants={"exempelby": Retention()})
    yield opened
    opened.close()


@pytest.fixture
def tenant(store: Store) -> TenantStore:
    return store.tenant()


def wait_for_a_lock(admin: psycopg.Connection) -> None:
    """Return once some connection to the database waits for a lock that another one holds."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(100_000):
        row = admin.execute(waiting).fetchone()
        if row is not None and row[0]:
            return
    pytest.fail("nobody waits for a lock")
