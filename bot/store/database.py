"""One way to two databases: an SQLite file, or PostgreSQL with psycopg 3."""

from __future__ import annotations

import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.errors import StoreError, StoreUnavailable

POOL_SIZE = 5  # connections a process; small managed databases allow 20 in all
POOL_WAIT_SECONDS = 5
IDLE_SECONDS = 5.0  # a connection that was not used for longer is tried before it is used again
BUSY_MS = 10_000  # how long an SQLite writer waits for another one
BUSY_STEP_SECONDS = 0.01  # between two tries where SQLite itself does not wait
_POSTGRES: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "vanort",
    "tcp_user_timeout": 15_000,  # milliseconds until a dead network is told
}


class Database:
    """An engine, and transactions that tell a database that is down from a fault in the program.

    Args:
        url: see `normalise`.
        pool_size: connections that this process may hold.
    """

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self.url = normalise(url)
        self.postgres = self.url.get_backend_name() == "postgresql"
        common: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": 0,
            "pool_timeout": POOL_WAIT_SECONDS,
            "hide_parameters": True,  # an error's text ends in logs: it must not hold a question
        }
        if self.postgres:
            args = {name: value for name, value in _POSTGRES.items() if name not in self.url.query}
            self.engine = sa.create_engine(self.url, connect_args=args, **common)
            sa.event.listen(self.engine, "checkin", _note_use)
            sa.event.listen(self.engine, "checkout", _try_connection)
            self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            self._writer = self.engine
        else:
            _make_folder(Path(str(self.url.database)).parent)
            self.engine = sa.create_engine(self.url, connect_args={"timeout": BUSY_MS / 1000}, **common)
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
            self._writer = self._single = self.engine.execution_options(vanort_writes=True)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that writes; on SQLite it holds the only write lock from its start.

        Raises:
            StoreUnavailable: the database does not answer, or is locked for too long.
        """
        with _told(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def single(self) -> Iterator[sa.Connection]:
        """A transaction of one statement, which costs one round trip on PostgreSQL. Raises as `write`."""
        with _told(), self._single.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to read with. Raises as `write`."""
        reader = self._single if self.postgres else self.engine
        with _told(), reader.connect() as connection:
            yield connection

    def insert(self, table: sa.Table) -> postgresql.Insert:
        """Return an INSERT that knows ON CONFLICT, in the database's dialect (both have the same methods)."""
        return insert_into(table, postgres=self.postgres)

    def forget_deleted(self) -> None:
        """Make deleted texts leave the write-ahead log of an SQLite file too; PostgreSQL's autovacuum needs no call."""
        if not self.postgres:
            with _told(), self.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                if raw is not None:
                    # On the raw connection: a checkpoint cannot run inside the transaction that SQLAlchemy begins.
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def insert_into(table: sa.Table, *, postgres: bool) -> postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, for one of the two databases."""
    if postgres:
        return postgresql.insert(table)
    return sqlite.insert(table)  # type: ignore[return-value]  # same methods, no common class


def normalise(url: str) -> sa.URL:
    """Return the address of the database as SQLAlchemy wants it; Heroku's `postgres://` is understood.

    Raises:
        StoreError: it is neither a PostgreSQL address nor an SQLite file. The address itself is not repeated, since
            it may hold a password.
    """
    wanted = "Give postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:///PATH/vanort.db."
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise StoreError(f"DATABASE_URL is not the address of a database. {wanted}") from None
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if not parsed.database or parsed.database == ":memory:":
            raise StoreError(f"DATABASE_URL names SQLite without a file; what is stored must last. {wanted}")
        return parsed.set(drivername="sqlite+pysqlite")
    raise StoreError(f"DATABASE_URL begins with {parsed.drivername}://, which is not supported. {wanted}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
        raise StoreUnavailable(f"The database does not answer: {_cause(error)}. Try again later.") from error
    except sa.exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable(f"The database closed the connection: {_cause(error)}. Try again later.") from error


def _note_use(_: Any, record: sa.pool.ConnectionPoolEntry) -> None:
    record.info["used_at"] = time.monotonic()


def _try_connection(connection: Any, record: sa.pool.ConnectionPoolEntry, _: Any) -> None:
    """Replace a connection that broke while nobody used it.

    A server that ended it has said so, which costs no round trip to see; a network that dropped it says nothing.
    """
    idle = time.monotonic() - record.info.get("used_at", time.monotonic())
    if idle < IDLE_SECONDS and not select.select([connection.fileno()], [], [], 0)[0]:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise sa.exc.DisconnectionError("broken while idle") from error


def _cause(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder of the database cannot be made: {error}. Name another one in VANORT_DATA or DATABASE_URL."
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own: `_begin_sqlite` does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # deleted texts are overwritten
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Set the journal mode, which fails at once, busy_timeout or not, while another process sets it in a new file."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(BUSY_STEP_SECONDS)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("vanort_writes")
    # A transaction that reads first and writes later could fail half-way, busy_timeout or not; so writers lock first.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
