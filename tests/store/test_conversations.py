"""What threads remember, and for how long."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import writing

from bot.conversation import Memory
from bot.question import Choice, Language
from bot.store import NEW, Last, Saved, Store, TenantStore
from bot.store.database import Database

from .conftest import NOW

MEMORY = Memory(
    "Får vi ge en buss?", "aid", Language.SV, {"form": "equipment"}, asked="country", options=("UA", "other")
)


def test_a_memory_comes_back_as_it_was(tenant: TenantStore) -> None:
    assert tenant.conversations.load("slack", "C1/1", NOW).version == NEW
    assert writing.save(tenant, "slack", Saved("C1/1", MEMORY, NEW), NOW)
    found = tenant.conversations.load("slack", "C1/1", NOW)
    assert (found.memory, found.version) == (MEMORY, 1)


def test_of_two_who_save_one_wins(tenant: TenantStore) -> None:
    assert writing.save(tenant, "slack", Saved("C1/1", MEMORY, NEW), NOW)
    assert not writing.save(tenant, "slack", Saved("C1/1", Memory("another"), NEW), NOW)
    assert writing.save(tenant, "slack", Saved("C1/1", Memory("second"), 1), NOW)
    assert not writing.save(tenant, "slack", Saved("C1/1", Memory("third"), 1), NOW)
    found = tenant.conversations.load("slack", "C1/1", NOW)
    assert (found.memory.question, found.version) == ("second", 2)


def test_a_memory_is_forgotten_after_its_days_and_can_begin_anew(tenant: TenantStore) -> None:
    writing.save(tenant, "slack", Saved("C1/1", MEMORY, NEW), NOW)
    late = NOW + timedelta(days=7)
    assert tenant.conversations.load("slack", "C1/1", late - timedelta(seconds=1)).memory == MEMORY
    assert tenant.conversations.load("slack", "C1/1", late).memory == Memory()
    assert writing.save(tenant, "slack", Saved("C1/1", Memory("anew"), NEW), late)
    assert not writing.save(tenant, "slack", Saved("C1/1", Memory("too late"), 1), late)
    assert tenant.conversations.load("slack", "C1/1", late).memory.question == "anew"


def test_a_memory_that_is_saved_without_an_asker_stays_with_whose_it_was(tenant: TenantStore) -> None:
    writing.save(tenant, "slack", Saved("C1/1", MEMORY, NEW, asker="U1"), NOW)
    writing.save(tenant, "slack", Saved("C1/1", Memory("before"), 1), NOW)
    (kept,) = tenant.privacy.export("slack", "U1")["conversations"]
    assert kept["memory"]["memory"]["question"] == "before"
    writing.save(tenant, "slack", Saved("C1/1", MEMORY, 2, asker="U2"), NOW)
    assert tenant.privacy.export("slack", "U1")["conversations"] == []
    assert tenant.privacy.forget("slack", "U2", decision="KS 1", now=NOW)["conversations"] == 1


def test_threads_of_channels_and_tenants_are_apart(store: Store) -> None:
    writing.save(store.tenant(), "slack", Saved("C1/1", MEMORY, NEW), NOW)
    assert store.tenant().conversations.load("teams", "C1/1", NOW).memory == Memory()
    assert store.tenant("exempelby").conversations.load("slack", "C1/1", NOW).memory == Memory()


def test_the_last_question_comes_back_masked_with_what_was_remembered_before_it(tenant: TenantStore) -> None:
    last = Last("C1/1", "Ring 070-123 45 67?", MEMORY, Choice("country", "UA"), Memory("070-123 45 67"))
    said = Memory("new", labels=("Ukraina",), full="070-123 45 67?", near="Ring 070-123 45 67!", case="070-123 45 68")
    writing.save(tenant, "slack", Saved("C1/1", said, NEW, last), NOW)
    found = tenant.conversations.load("slack", "C1/1", NOW)
    assert found.memory == Memory("new", labels=("Ukraina",), full="[phone]?", near="Ring [phone]!", case="[phone]")
    assert found.last == Last("C1/1", "Ring [phone]?", MEMORY, Choice("country", "UA"), Memory("[phone]"))
    writing.save(tenant, "slack", Saved("C1/1", MEMORY, found.version), NOW)
    assert tenant.conversations.load("slack", "C1/1", NOW).last is None


def test_the_question_is_masked_and_nothing_is_readable(tenant: TenantStore, database_url: str) -> None:
    thread, asker, name = "C0512ABXYZ/1", "U0734QRSTU", "Bo Okänd"  # so long that no ciphertext holds them by chance
    writing.save(tenant, "slack", Saved(thread, Memory(f"{name}, 640823-3234?"), NEW, asker=asker), NOW)
    assert tenant.conversations.load("slack", thread, NOW).memory.question == f"{name}, [personnummer]?"
    database = Database(database_url)
    with database.read() as connection:
        row = connection.execute(sa.text("SELECT * FROM conversation")).one()
    database.close()
    stored = repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
    assert not any(told in stored for told in (name, thread, asker))
