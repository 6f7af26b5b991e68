"""Another secret key for a database: what only the earlier one could read is removed."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from bot.store import schema
from bot.store import tables as t
from bot.store.database import Database
from bot.store.keys import Keys


def new_key(url: str, *, key: bytes) -> Mapping[str, int]:
    """Make a database work with another secret key.

    Items of the inbox, memories of threads, references of sent messages, installations and the addresses of enquiries
    are removed, since they are encrypted with the earlier key. Questions, votes, enquiries and counts stay, but are no
    longer tied to persons: nobody can be found in them any more.

    Args:
        url: see `open_store`.
        key: the new key.

    Returns:
        How many rows of each table were removed or emptied.

    Raises:
        StoreUnavailable: nothing was changed.
        SchemaMismatch: the database is not of this version.
    """
    keys = Keys(key)
    database = Database(url, pool_size=1)
    nobody = {"asker": None, "address": None, "handler": None, "handler_address": None, "conversation": None}
    steps: dict[str, sa.Delete | sa.Update] = {
        table.name: sa.delete(table)
        for table in (t.inbox, t.conversation, t.sent, t.once, t.installation, t.install_state)
    }
    steps |= {
        "question_log": sa.update(t.question_log).values(asker=None, reference=None),
        "feedback": sa.update(t.feedback).values(person=None, answer=None),
        "enquiry": sa.update(t.enquiry).values(nobody),
        "enquiry_event": sa.update(t.enquiry_event).values(actor=None),
    }
    try:
        schema.check(database)
        with database.write() as connection:
            counts = {name: connection.execute(step).rowcount for name, step in steps.items()}
            connection.execute(sa.delete(t.database_key))
            connection.execute(sa.insert(t.database_key).values(id=1, fingerprint=keys.fingerprint))
        database.forget_deleted()
    finally:
        database.close()
    return counts
