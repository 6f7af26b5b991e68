"""Deleted in time, shown to whom it concerns, forgotten on request; counts stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import writing
from steps import steps

from bot.conversation import Memory
from bot.store import (
    Action,
    Incoming,
    Last,
    Logged,
    Message,
    Opinion,
    Party,
    Record,
    Saved,
    State,
    Store,
    TenantStore,
    Vote,
    open_store,
)
from bot.store.database import Database
from bot.store.tables import metadata

from .conftest import KEY, NOW, RETENTION

MARKED = "Sjuksköterskan Zebulon"
ASKER = Party("slack", "UMARKED", {"channel": "CMARKED"})
ANNA = Party("slack", "UANNA", {"user": "UANNA"})


def after(days: float) -> Any:
    return NOW + timedelta(days=days)


def fill(store: Store, name: str = "default") -> TenantStore:
    """One of everything, of one person, on one day."""
    tenant = store.tenant(name)
    store.inbox.accept(Incoming("slack", "1", "CMARKED", "question", {"text": MARKED}, name), NOW)
    item = store.inbox.claim("w", NOW, 60)
    assert item is not None
    message = Message("slack", "Q1", "answer", "CMARKED/2", {"channel": "CMARKED"}, "vanda", "UMARKED")
    logged = Logged(MARKED, "answer", "slack", "sv", NOW.date(), asker="UMARKED", reference="Q1")
    store.inbox.done(item, NOW, sent=[message], logged=logged)
    last = Last("Q1", MARKED, Memory(MARKED))
    writing.save(tenant, "slack", Saved("CMARKED", Memory(MARKED), 0, last, "UMARKED"), NOW)
    tenant.feedback.give(Opinion("slack", "UMARKED", "M1", Vote.DOWN, NOW.date(), "vanda", MARKED))
    for key in ("closed", "answered", "open"):
        options: dict[str, Any] = {"conversation": "CMARKED", "language": "sv", "now": NOW}
        found = tenant.enquiries.raise_(ASKER, MARKED, key=key, context=MARKED, **options).enquiry
        assert found is not None
        if key != "open":
            tenant.enquiries.answer(found.id, ANNA, MARKED, key=f"{key} 1", now=NOW)
        if key == "closed":
            tenant.enquiries.close(found.id, ANNA, key=f"{key} 2", now=NOW)
    return tenant


def numbers(url: str) -> dict[str, int]:
    database = Database(url)
    with database.read() as connection:
        found = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    database.close()
    return {name: number for name, number in found.items() if number and name != "database_key"}


def test_purge_removes_each_kind_after_its_time_and_no_sooner(store: Store, database_url: str) -> None:
    tenant = fill(store)
    assert tenant.privacy.purge(NOW) == {}
    assert tenant.privacy.purge(after(6.9)) == {"addresses": 1}
    assert tenant.privacy.purge(after(7)) == {"conversations": 1}
    assert tenant.privacy.purge(after(30)) == {}
    assert tenant.privacy.purge(after(31)) == {"inbox": 1, "messages": 1, "voters": 1}
    assert [e.id for e in tenant.enquiries.in_state([State.CLOSED])] == [1, 2], "an idle answered one was closed"
    assert tenant.privacy.purge(after(33)) == {"addresses": 1}
    assert tenant.privacy.purge(after(90)) == {}
    assert tenant.privacy.purge(after(91)) == {"questions": 1, "reasons": 1, "enquiries": 1}
    assert tenant.privacy.purge(after(91)) == {}
    left = {"feedback": 1, "enquiry": 2, "enquiry_event": 4, "daily_count": 1, "privacy_record": 5}
    assert numbers(database_url) == left
    assert [(v.up, v.down) for v in tenant.feedback.votes(date.min)] == [(0, 1)]
    assert tenant.privacy.records()[-1] == Record(
        after(91), Action.PURGE, {"questions": 1, "reasons": 1, "enquiries": 1}, "KS 2026/77"
    )


def test_an_open_enquiry_and_an_open_item_are_never_purged(store: Store) -> None:
    tenant = fill(store)
    store.inbox.accept(Incoming("slack", "2", "C2", "question", {}), NOW)
    store.purge(after(9999))
    assert [e.question for e in tenant.enquiries.in_state([State.OPEN])] == [MARKED]
    assert store.inbox.claim("w", after(9999), 60) is not None


def test_without_retention_purge_deletes_no_texts(database_url: str) -> None:
    store = open_store(database_url, key=KEY, retention=RETENTION)
    fill(store)
    store.close()
    without = open_store(database_url, key=KEY)
    without.purge(after(9999))
    assert len(without.tenant().questions.since(date.min)) == 1
    assert without.tenant().privacy.records()[-1].decision is None
    without.close()


def test_purge_goes_by_each_tenants_own_time(store: Store) -> None:
    fill(store)
    fill(store, "exempelby")  # has no retention: see the fixture
    removed = store.purge(after(200))
    assert (removed["default"]["questions"], removed["default"]["enquiries"]) == (1, 1)
    assert "enquiries" not in removed["exempelby"]
    assert len(store.tenant("exempelby").enquiries.in_state(list(State))) == 3


def test_export_shows_all_that_is_stored_of_a_person_and_nothing_of_others(store: Store) -> None:
    tenant = fill(store)
    writing.log(tenant, Logged("En annans", "answer", "slack", "sv", NOW.date(), asker="U2"))
    found = tenant.privacy.export("slack", "UMARKED")
    assert {name: len(rows) for name, rows in found.items()} == {
        "questions": 1,
        "feedback": 1,
        "conversations": 1,
        "messages": 1,
        "enquiries": 3,
        "enquiries_handled": 0,
        "enquiry_steps": 3,
    }
    told = json.dumps(found, ensure_ascii=False)
    # log, reason; memory, with the last question and what was before it; enquiries: question, context, answer
    assert told.count(MARKED) == 1 + 1 + 3 + 3 + 3 + 2
    assert "CMARKED" in told
    assert "En annans" not in told
    coordinator = tenant.privacy.export("slack", "UANNA")
    assert {name: len(rows) for name, rows in coordinator.items() if rows} == {
        "enquiries_handled": 2,
        "enquiry_steps": 3,
    }
    for channel, person in [("teams", "UMARKED"), ("slack", "U3")]:
        assert not any(tenant.privacy.export(channel, person).values())
    assert not any(store.tenant("exempelby").privacy.export("slack", "UMARKED").values())


def test_forget_removes_a_person_and_leaves_the_figures(store: Store, database_url: str) -> None:
    tenant = fill(store)
    counts = tenant.privacy.forget("slack", "UMARKED", decision="KS 2026/99", now=after(1))
    assert counts == {
        "questions": 1,
        "conversations": 1,
        "messages": 1,
        "votes": 1,
        "enquiries": 3,
        "enquiry_steps": 3,
    }
    assert not any(tenant.privacy.export("slack", "UMARKED").values())
    database = Database(database_url)
    with database.read() as connection:
        rows = [r for table in metadata.sorted_tables for r in connection.execute(sa.select(table)).all()]
    database.close()
    assert MARKED not in repr(rows)
    assert tenant.privacy.records() == [Record(after(1), Action.FORGET, counts, "KS 2026/99")]
    assert [(v.up, v.down) for v in tenant.feedback.votes(date.min)] == [(0, 1)]
    assert len(tenant.counts.between(date.min, date.max)) == 1
    assert len(tenant.enquiries.in_state([State.CLOSED])) == 3
    assert steps(tenant, 3)[-1][1] is State.CLOSED
    assert tenant.privacy.forget("slack", "UMARKED", decision="KS 2026/99", now=after(1)) == {}


def test_forgetting_a_coordinator_opens_what_they_had_taken(store: Store) -> None:
    tenant = fill(store)
    tenant.enquiries.take(3, ANNA, key="take", now=NOW)
    counts = tenant.privacy.forget("slack", "UANNA", decision="KS 2026/99", now=after(1))
    assert counts == {"enquiries_handled": 3, "enquiry_steps": 4}
    assert [e.id for e in tenant.enquiries.in_state([State.OPEN])] == [3]
    assert [e.question for e in tenant.enquiries.in_state(list(State))] == [MARKED] * 3


def test_forgetting_in_one_tenant_leaves_the_other_as_it_was(store: Store) -> None:
    fill(store)
    other = fill(store, "exempelby")
    before = other.privacy.export("slack", "UMARKED")
    assert any(before.values())
    store.tenant().privacy.forget("slack", "UMARKED", decision="KS 2026/99", now=NOW)
    assert other.privacy.export("slack", "UMARKED") == before


def test_deleted_texts_are_not_left_in_an_sqlite_file(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/v.db", key=KEY, retention=replace(RETENTION, memory_days=1))
    tenant = fill(store)

    def found() -> bool:
        return any(MARKED.encode() in file.read_bytes() for file in tmp_path.iterdir())

    assert found()
    tenant.privacy.forget("slack", "UMARKED", decision="KS 2026/99", now=NOW)
    assert not found()
    store.close()


@pytest.mark.parametrize("word", [MARKED, "UMARKED", "CMARKED", "UANNA"])
def test_only_masked_texts_are_readable_in_the_database(store: Store, database_url: str, word: str) -> None:
    fill(store)
    database = Database(database_url)
    with database.read() as connection:
        readable = {
            f"{table.name}.{name}"
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table)).mappings()
            for name, value in row.items()
            if word in str(value)
        }
    database.close()
    texts = {"question_log.text", "feedback.reason", "enquiry.question", "enquiry.context", "enquiry.answer"}
    assert readable == (texts if word == MARKED else set())
