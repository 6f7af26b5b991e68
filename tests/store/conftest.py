"""A store on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.store import Retention, Store, Tenant, open_store

KEY = b"a key for tests, of more than 32 bytes"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RETENTION = Retention(text_days=90, decision="KS 2026/77")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url, key=KEY, retention=RETENTION, tenants={"exempelby": Retention()})
    yield opened
    opened.close()


@pytest.fixture
def tenant(store: Store) -> Tenant:
    return store.tenant()
