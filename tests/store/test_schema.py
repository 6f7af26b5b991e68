"""The tables come from migrations, and a process refuses to run on others."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store import SchemaMismatch, StoreError, StoreUnavailable, WrongKey, open_store, schema, upgrade
from bot.store.database import Database, normalise
from bot.store.tables import metadata

from .conftest import KEY


def test_migrations_make_exactly_the_tables_that_the_program_knows(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    # SQLite numbers rows without the identity that the tables name, which some versions of Alembic take for a default.
    real = [d for d in differences if database.postgres or not is_of_default(d)]
    assert real == []
    database.close()


def is_of_default(difference: Any) -> bool:
    return isinstance(difference, list) and all(part[0] == "modify_default" for part in difference)


def test_the_schema_named_in_the_program_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions[0] == schema.SCHEMA
    assert revisions == sorted(revisions, reverse=True)


def test_every_table_has_its_tenant() -> None:
    without = {table.name for table in metadata.sorted_tables if "tenant" not in table.c}
    assert without == {"database_key"}


def test_upgrade_tells_before_and_after_and_may_be_repeated(empty_url: str) -> None:
    assert upgrade(empty_url) == (None, schema.SCHEMA)
    assert upgrade(empty_url) == (schema.SCHEMA, schema.SCHEMA)


def test_many_may_upgrade_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(upgrade, [empty_url] * 4))
    assert sorted(found, key=str) == sorted([(None, schema.SCHEMA), *[(schema.SCHEMA, schema.SCHEMA)] * 3], key=str)
    open_store(empty_url, key=KEY).close()


def test_a_new_sqlite_file_needs_no_set_up(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/vanort.db"
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: open_store(url, key=KEY), range(4)):
            store.ping()
            store.close()


def test_a_new_sqlite_file_that_another_process_holds_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "vanort.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE held (id INTEGER)")
        release = Timer(0.3, lambda: other.execute("ROLLBACK"))
        release.start()
        open_store(f"sqlite:///{file}", key=KEY).close()
        release.join()


def test_a_new_postgres_is_refused_until_it_is_upgraded(postgres) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SchemaMismatch) as refused:
        open_store(postgres(False), key=KEY)
    assert str(refused.value) == (
        f"The database has no tables yet; this program needs schema {schema.SCHEMA}. Run: vanort db upgrade"
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (
            "0000",
            f"The database has the older schema 0000; this program needs schema {schema.SCHEMA}. "
            "Run: vanort db upgrade",
        ),
        (
            "9999",
            f"The database has schema 9999, newer than schema {schema.SCHEMA} of this program, and `vanort db "
            "upgrade` goes forwards only. Start the newer version of the program, or restore a backup from before "
            "the upgrade.",
        ),
    ],
)
def test_another_schema_is_refused(empty_url: str, version: str, said: str) -> None:
    upgrade(empty_url)
    database = Database(empty_url)
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    database.close()
    with pytest.raises(SchemaMismatch) as refused:
        open_store(empty_url, key=KEY)
    assert str(refused.value) == said
    if version == "9999":
        with pytest.raises(SchemaMismatch):
            upgrade(empty_url)


def test_another_secret_key_is_refused(database_url: str) -> None:
    open_store(database_url, key=KEY).close()
    with pytest.raises(WrongKey, match="run: vanort db new-key"):
        open_store(database_url, key=KEY + b"!")
    open_store(database_url, key=KEY).close()


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has 5 bytes and needs at least 32"):
        open_store(f"sqlite:///{tmp_path}/v.db", key=b"short")


def test_postgres_addresses_are_understood_in_every_spelling() -> None:
    for begin in ("postgres", "postgresql", "postgresql+psycopg"):
        url = normalise(f"{begin}://anna:s3cret@db.example/vanort?sslmode=require")
        assert url.render_as_string(hide_password=False) == (
            "postgresql+psycopg://anna:s3cret@db.example/vanort?sslmode=require"
        )


@pytest.mark.parametrize("url", ["mysql://anna:s3cret@db/vanort", "sqlite://", "s3cret", "sqlite:///:memory:", ""])
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(StoreError, match=r"Give postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:///PATH") as refused:
        normalise(url)
    assert "s3cret" not in str(refused.value)


def test_a_database_that_is_down_is_told_as_such() -> None:
    with pytest.raises(StoreUnavailable, match="The database does not answer: ") as refused:
        open_store("postgresql://anna:s3cret@127.0.0.1:9/vanort", key=KEY)
    assert "s3cret" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"The folder of the database cannot be made: .* Name another one"):
        open_store(f"sqlite:///{tmp_path}/file/vanort.db", key=KEY)
