"""What happens when the database is away, and what its errors tell."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
import writing

from bot.store import Count, Incoming, StoreUnavailable, WrongKey, database, open_store, upgrade

from .conftest import KEY, NOW

MARKED = "Ring Anna Andersson på Storgatan"
ITEM = Incoming("loopback", "1", "C1", "question", {"text": MARKED})


def cut_connections(url: str) -> None:
    """End all connections to a database, as a restart of its server does."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )


def test_a_store_whose_connections_were_cut_works_again_by_itself(postgres: Callable[[bool], str]) -> None:
    url = postgres(True)
    store = open_store(url, key=KEY, pool_size=3)
    gate = threading.Barrier(3)

    def ping(_: int) -> None:
        gate.wait()
        store.ping()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(ping, range(3)))
    cut_connections(url)
    try:
        # A connection that ends just when it is used fails that one call; none fails twice.
        for _ in range(4):
            with contextlib.suppress(StoreUnavailable):
                store.inbox.accept(ITEM, NOW)
                break
        assert store.inbox.claim("w", NOW, 60) is not None
    finally:
        store.close()


def test_a_transaction_whose_connection_is_cut_is_told_and_leaves_nothing(postgres: Callable[[bool], str]) -> None:
    url = postgres(True)
    store = open_store(url, key=KEY)

    def cut_off() -> None:
        with store._database.write() as connection:
            connection.execute(sa.text("DELETE FROM database_key"))
            cut_connections(url)
            connection.execute(sa.select(1))

    with pytest.raises(StoreUnavailable, match=r"^The database does not answer: .* Try again later\.$"):
        cut_off()
    with store._database.read() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM database_key")).scalar_one() == 1
    store.close()


def test_a_locked_sqlite_file_is_told_as_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 1)
    store = open_store(f"sqlite:///{tmp_path}/v.db", key=KEY)
    with store._database.write():
        with pytest.raises(StoreUnavailable, match="The database does not answer: database is locked"):
            store.inbox.accept(ITEM, NOW)
        store.ping()  # who reads does not wait for who writes
    assert store.inbox.accept(ITEM, NOW)
    store.close()


def test_a_pool_without_free_connections_is_told_as_unavailable(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "POOL_WAIT_SECONDS", 0.01)
    store = open_store(database_url, key=KEY, pool_size=1)
    with store._database.read(), pytest.raises(StoreUnavailable):
        store.ping()
    store.ping()
    store.close()


def test_what_fails_in_a_transaction_leaves_nothing_behind(database_url: str) -> None:
    store = open_store(database_url, key=KEY)

    def fail() -> None:
        with store._database.write() as connection:
            connection.execute(sa.text("DELETE FROM database_key"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    store.close()
    with pytest.raises(WrongKey):
        open_store(database_url, key=KEY + b"!")


def test_errors_do_not_repeat_what_was_to_be_stored(empty_url: str) -> None:
    upgrade(empty_url)
    store = open_store(empty_url, key=KEY)
    with store._database.write() as connection:
        connection.execute(sa.text("DROP TABLE daily_count"))
    with pytest.raises(Exception, match="daily_count") as failed:
        writing.count(store.tenant(), Count(NOW.date(), MARKED, None, "slack", "sv"))
    shown = f"{failed.value!r} {failed.value}"
    assert MARKED not in shown
    store.close()


def test_an_sqlite_store_is_durable_and_overwrites_what_it_deletes(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/v.db", key=KEY)
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    with store._database.read() as connection:
        found = [connection.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in names]
    assert found == ["wal", 2, 1, 1]
    store.close()
