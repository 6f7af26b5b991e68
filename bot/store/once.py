"""What is told once in a while at most, whoever asks for it and however often: names of it, without any content.

`purge` forgets a name after `Retention.once_days`, and then it is told again.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store.scope import Scope
from bot.store.tables import once


def first_use(channel: str, person: str) -> str:
    """Return the name of having told a person what is stored of them."""
    return f"first-use/{channel}/{person}"


def note_once(connection: sa.Connection, scope: Scope, name: str, now: datetime) -> bool:
    """Note a name within a transaction; returns False where it was noted before."""
    insert = scope.database.insert(once).values(tenant=scope.tenant, name=scope.hashed("once", name), at=now)
    first = insert.on_conflict_do_nothing().returning(once.c.at)
    return connection.execute(first).first() is not None


def is_once(scope: Scope, name: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition of a name's row."""
    return once.c.tenant == scope.tenant, once.c.name == scope.hashed("once", name)
