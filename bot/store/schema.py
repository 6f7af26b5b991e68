"""Which tables the database has, and the way to those that this version of the program needs."""

from __future__ import annotations

from importlib.resources import files

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.errors import SchemaMismatch

SCHEMA = "0003"
"""The newest migration; a test compares it with the folder of migrations."""

_LOCK = 0x76616E6F7274  # any number that every process of this program agrees on
_version = sa.table("alembic_version", sa.column("version_num", sa.String))


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database's tables to the newest schema, in one transaction; several processes may do it at once.

    Args:
        url: see `bot.store.database.normalise`; the folder of an SQLite file is made.

    Returns:
        The schema before (None for a new database) and after.

    Raises:
        StoreUnavailable: the database does not answer.
        SchemaMismatch: a newer version of the program made the database.
    """
    database = Database(url, pool_size=1)
    try:
        with database.write() as connection:
            if database.postgres:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            before = _found(connection)
            if before != SCHEMA:
                _refuse_newer(before)
                _run_migrations(connection)
            return before, SCHEMA
    finally:
        database.close()


def create_in_new_file(database: Database) -> None:
    """Make the tables in an SQLite file that has none: SQLite needs no set-up. Raises: StoreUnavailable."""
    with database.read() as connection:
        if sa.inspect(connection).get_table_names():
            return
    with database.write() as connection:
        if not sa.inspect(connection).get_table_names():  # another process may have been first
            _run_migrations(connection)


def check(database: Database) -> None:
    """Make sure that the database has the schema that this version of the program needs.

    Raises:
        StoreUnavailable: the database does not answer.
        SchemaMismatch: the schema is missing, older or newer.
    """
    with database.read() as connection:
        found = _found(connection)
    if found == SCHEMA:
        return
    _refuse_newer(found)
    having = "has no tables yet" if found is None else f"has the older schema {found}"
    raise SchemaMismatch(f"The database {having}; this program needs schema {SCHEMA}. Run: vanort db upgrade")


def _refuse_newer(found: str | None) -> None:
    # Revisions are numbered with leading zeros, so that their order is the order of their names.
    if found is not None and found > SCHEMA:
        raise SchemaMismatch(
            f"The database has schema {found}, newer than schema {SCHEMA} of this program, and `vanort db upgrade` "
            "goes forwards only. Start the newer version of the program, or restore a backup from before the upgrade."
        )


def _found(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_version.name):
        return None
    return connection.execute(sa.select(_version.c.version_num)).scalar()


def _run_migrations(connection: sa.Connection) -> None:
    # Imported here: a process that serves has no need of Alembic.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("bot.store") / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
