"""Another secret key for a database."""

from __future__ import annotations

from datetime import date

import pytest

from bot.store import SchemaMismatch, WrongKey, open_store
from bot.store.rekey import new_key

from .conftest import KEY, RETENTION
from .test_privacy import fill

OTHER = b"quite another key, of more than 32 bytes"


def test_a_new_key_goes_on_with_what_needs_no_key(database_url: str) -> None:
    store = open_store(database_url, key=KEY, retention=RETENTION)
    fill(store)
    store.close()
    counts = new_key(database_url, key=OTHER)
    assert (counts["inbox"], counts["conversation"], counts["sent"], counts["enquiry"]) == (1, 1, 1, 3)
    with pytest.raises(WrongKey):
        open_store(database_url, key=KEY)
    store = open_store(database_url, key=OTHER, retention=RETENTION)
    tenant = store.tenant()
    assert len(tenant.questions.since(date.min)) == 1
    assert len(tenant.counts.between(date.min, date.max)) == 1
    assert not any(tenant.privacy.export("slack", "UMARKED").values())
    fill(store)
    store.close()


def test_a_database_without_tables_is_refused(empty_url: str) -> None:
    with pytest.raises(SchemaMismatch, match="vanort db upgrade"):
        new_key(empty_url, key=OTHER)
