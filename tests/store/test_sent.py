"""Where the bot's messages are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
import writing

from bot.store import Found, Message, Store, TenantStore
from bot.store.database import Database

from .conftest import NOW

MESSAGE = Message("slack", "C1/1", "answer", "C1/2", {"channel": "C1", "ts": "2"}, "vanda", "U1")
FOUND = Found("slack", "answer", {"channel": "C1", "ts": "2"}, "vanda", NOW)


def test_a_message_is_found_by_its_question_and_by_its_name(tenant: TenantStore) -> None:
    writing.record(tenant, MESSAGE, NOW)
    assert tenant.sent.about("C1/1") == [FOUND]
    assert tenant.sent.named("slack", "C1/2") == FOUND
    assert tenant.sent.about("C1/2") == []
    assert tenant.sent.named("teams", "C1/2") is None


def test_an_enquiry_has_messages_in_many_channels_and_of_many_kinds(tenant: TenantStore) -> None:
    for channel, kind in [("slack", "card"), ("teams", "card"), ("slack", "notice")]:
        writing.record(tenant, replace(MESSAGE, about="enquiry:7", channel=channel, kind=kind, name=kind), NOW)
    assert [m.channel for m in tenant.sent.about("enquiry:7", kind="card")] == ["slack", "teams"]
    assert len(tenant.sent.about("enquiry:7")) == 3


def test_a_message_that_was_edited_in_place_is_one(tenant: TenantStore) -> None:
    writing.record(tenant, MESSAGE, NOW)
    later = NOW + timedelta(minutes=1)
    writing.record(tenant, replace(MESSAGE, entry="nuuk"), later)
    assert tenant.sent.about("C1/1") == [replace(FOUND, entry="nuuk", sent_at=later)]


def test_a_deleted_message_is_forgotten(tenant: TenantStore) -> None:
    writing.record(tenant, MESSAGE, NOW)
    tenant.sent.forget("C1/1")
    assert tenant.sent.about("C1/1") == []


def test_another_tenant_finds_nothing(store: Store) -> None:
    writing.record(store.tenant(), MESSAGE, NOW)
    other = store.tenant("exempelby")
    assert other.sent.about("C1/1") == []
    assert other.sent.named("slack", "C1/2") is None


def test_no_address_is_readable(tenant: TenantStore, database_url: str) -> None:
    channel, user = "C0512ABXYZ", "U0734QRSTU"  # so long that no ciphertext holds them by chance
    message = replace(MESSAGE, about=f"{channel}/1", name=f"{channel}/2", address={"channel": channel}, asker=user)
    writing.record(tenant, message, NOW)
    database = Database(database_url)
    with database.read() as connection:
        row = connection.execute(sa.text("SELECT * FROM sent")).one()
    database.close()
    stored = repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
    assert not any(told in stored for told in (channel, user))
