"""The store as its users see it: opened once a process, shared by its threads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.store import schema
from bot.store.conversations import Conversations
from bot.store.counts import Counts
from bot.store.database import POOL_SIZE, Database
from bot.store.enquiries import Enquiries
from bot.store.errors import WrongKey
from bot.store.feedback import Feedback
from bot.store.inbox import Inbox
from bot.store.installations import Installations
from bot.store.keys import Keys
from bot.store.privacy import Privacy
from bot.store.questions import Questions
from bot.store.scope import DEFAULT_TENANT, Retention, Scope
from bot.store.sent import SentMessages
from bot.store.tables import database_key, metadata


class TenantStore:
    """One municipality's part of the store; nothing of another one can be reached through it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.name = scope.tenant
        self.keeps_texts = scope.retention.text_days is not None
        self.conversations = Conversations(scope)
        self.questions = Questions(scope)
        self.counts = Counts(scope)
        self.feedback = Feedback(scope)
        self.enquiries = Enquiries(scope)
        self.sent = SentMessages(scope)
        self.privacy = Privacy(scope)


class Store:
    """All that lasts. Safe to use from many threads; in async code call it with `asyncio.to_thread`.

    Args:
        database: with the right schema; see `open_store`.
        keys: made from the secret key that the database was written with.
        retention: of tenants without their own.
        tenants: the retention of tenants, by name.
    """

    def __init__(self, database: Database, keys: Keys, retention: Retention, tenants: Mapping[str, Retention]) -> None:
        self._database = database
        self._keys = keys
        self._retention = retention
        self._retentions = dict(tenants)
        self.inbox = Inbox(self._scope)
        self.installations = Installations(self._scope)

    def tenant(self, name: str = DEFAULT_TENANT) -> TenantStore:
        """Return a municipality's part; costs nothing."""
        return TenantStore(self._scope(name))

    def ping(self) -> None:
        """Ask the database for an answer. Raises StoreUnavailable where it gives none."""
        with self._database.read() as connection:
            connection.execute(sa.select(1))

    def purge(self, now: datetime, *, tenant: str | None = None) -> dict[str, Mapping[str, int]]:
        """Remove what is past its time, of one tenant or of every one that has rows; returns what, by tenant."""
        if tenant is not None:
            return {tenant: self.tenant(tenant).privacy.purge(now)}
        names = sa.union(*(sa.select(table.c.tenant) for table in metadata.sorted_tables if "tenant" in table.c))
        with self._database.read() as connection:
            tenants = sorted(connection.execute(names).scalars())
        return {name: self.tenant(name).privacy.purge(now) for name in tenants}

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def _scope(self, tenant: str) -> Scope:
        return Scope(self._database, self._keys, tenant, self._retentions.get(tenant, self._retention))


def open_store(
    url: str,
    *,
    key: bytes,
    retention: Retention | None = None,
    tenants: Mapping[str, Retention] | None = None,
    pool_size: int = POOL_SIZE,
) -> Store:
    """Open the store. A new SQLite file gets its tables by itself; any other database from `vanort db upgrade`.

    Args:
        url: `sqlite:///PATH` or `postgresql://…` (also Heroku's `postgres://…`).
        key: the secret key, at least 32 bytes, kept outside the database.
        retention: how long rows are kept; without it no question texts are stored.
        tenants: the retention of tenants that have their own, by name.
        pool_size: connections that this process may hold.

    Raises:
        StoreUnavailable: the database does not answer.
        SchemaMismatch: its schema is missing, older or newer; the message names the remedy.
        WrongKey: it was written with another secret key.
        StoreError: the address or the key cannot be used.
    """
    keys = Keys(key)
    database = Database(url, pool_size=pool_size)
    try:
        if not database.postgres:
            schema.create_in_new_file(database)
        schema.check(database)
        _check_key(database, keys)
    except BaseException:
        database.close()
        raise
    return Store(database, keys, retention or Retention(), tenants or {})


def _check_key(database: Database, keys: Keys) -> None:
    wanted = sa.select(database_key.c.fingerprint)
    with database.write() as connection:
        first = database.insert(database_key).values(id=1, fingerprint=keys.fingerprint)
        connection.execute(first.on_conflict_do_nothing())
        if connection.execute(wanted).scalar_one() != keys.fingerprint:
            raise WrongKey(
                "VANORT_SECRET_KEY is not the key that this database was written with: addresses could not be read and "
                "no repeated event would be recognised. Set the earlier key; where it is lost, run: vanort db new-key"
            )
