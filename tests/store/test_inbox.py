"""Nothing lost, nothing twice: the inbox, on both databases."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from bot.store import Count, Depth, Incoming, Item, Logged, Message, Store, open_store
from bot.store.database import Database
from bot.store.inbox import UNREADABLE

from .conftest import KEY, NOW, wait_for_a_lock

LEASE = 60.0
LATER = NOW + timedelta(seconds=LEASE)
MARKED = "Ring Anna Andersson på Storgatan"
THREAD = "T0512ABXYZ"
CHANNEL = "C0512ABXYZ"
ASKER = "U0734QRSTU"  # so long that no ciphertext holds it by chance


def incoming(key: object, conversation: object = None, **changes: Any) -> Incoming:
    values: dict[str, Any] = {
        "channel": "loopback",
        "key": f"{THREAD}/{key}",
        "conversation": f"{CHANNEL}/{key if conversation is None else conversation}",
        "kind": "question",
        "payload": {"text": MARKED, "user": ASKER},
    }
    return Incoming(**values | changes)


def claim(store: Store, now: Any = NOW, **options: Any) -> Item | None:
    return store.inbox.claim("worker", now, LEASE, **options)


def claimed(store: Store, now: Any = NOW, **options: Any) -> Item:
    item = claim(store, now, **options)
    assert item is not None
    return item


def rows(url: str, statement: str) -> list[Any]:
    database = Database(url)
    with database.read() as connection:
        found = list(connection.execute(sa.text(statement)).all())
    database.close()
    return found


def change(url: str, statement: str) -> None:
    database = Database(url)
    with database.write() as connection:
        connection.execute(sa.text(statement))
    database.close()


def test_an_item_is_claimed_as_it_was_accepted_and_once(store: Store) -> None:
    assert store.inbox.accept(incoming(1), NOW)
    item = claimed(store)
    assert (item.tenant, item.channel, item.kind) == ("default", "loopback", "question")
    assert (item.payload, item.attempt, item.maybe_posted) == ({"text": MARKED, "user": ASKER}, 1, False)
    assert item.received_at == NOW
    assert claim(store) is None


def test_the_same_key_is_accepted_once_also_after_it_is_done(store: Store) -> None:
    assert store.inbox.accept(incoming(1), NOW)
    assert not store.inbox.accept(incoming(1, payload={"text": "again"}), NOW)
    assert store.inbox.done(claimed(store), NOW)
    assert not store.inbox.accept(incoming(1), NOW)
    assert claim(store) is None


def test_a_key_belongs_to_its_tenant_and_channel(store: Store) -> None:
    assert store.inbox.accept(incoming(1), NOW)
    assert store.inbox.accept(incoming(1, tenant="exempelby"), NOW)
    assert store.inbox.accept(incoming(1, channel="slack"), NOW)
    assert {(claimed(store).tenant) for _ in range(3)} == {"default", "exempelby"}


def test_items_of_a_conversation_come_in_order_one_at_a_time(store: Store) -> None:
    for key, conversation in [("a1", "a"), ("b1", "b"), ("a2", "a"), ("a3", "a")]:
        store.inbox.accept(incoming(key, conversation, payload={"name": key}), NOW)
    a1, b1 = claimed(store), claimed(store)
    assert [a1.payload["name"], b1.payload["name"]] == ["a1", "b1"]
    assert claim(store) is None
    assert store.inbox.done(b1, NOW)
    assert claim(store) is None
    assert store.inbox.put_back(a1, "e1", retry_at=LATER)
    assert claim(store) is None, "a2 must not overtake a1, which waits for its next try"
    again = claimed(store, LATER)
    assert again.payload["name"] == "a1"
    assert store.inbox.give_up(again, LATER, "e2")
    assert claimed(store, LATER).payload["name"] == "a2", "what is given up stands in nobody's way"


def test_equal_names_of_conversations_in_two_tenants_do_not_wait_for_one_another(store: Store) -> None:
    store.inbox.accept(incoming(1, "a"), NOW)
    store.inbox.accept(incoming(2, "a", tenant="exempelby"), NOW)
    assert {claimed(store).tenant, claimed(store).tenant} == {"default", "exempelby"}


def test_a_worker_can_claim_of_its_channels_only(store: Store) -> None:
    store.inbox.accept(incoming(1, channel="teams"), NOW)
    assert claim(store, channels=["slack", "loopback"]) is None
    assert claim(store, channels=[]) is None
    assert claimed(store, channels=["teams"]).channel == "teams"


def test_a_lease_that_ran_out_gives_the_item_to_another_and_the_first_is_refused(store: Store) -> None:
    store.inbox.accept(incoming(1), NOW)
    first = claimed(store)
    assert claim(store, LATER - timedelta(seconds=1)) is None
    second = claimed(store, LATER)
    assert (second.id, second.attempt, second.maybe_posted) == (first.id, 2, False)
    assert second.reference == first.reference
    assert not store.inbox.mark_posting(first, LATER, LEASE)
    assert not store.inbox.give_up(first, LATER, "late")
    message = Message("loopback", "Q1", "answer", "M1", {"ts": "1"})
    logged = Logged("?", "answer", "loopback", "sv", NOW.date())
    assert not store.inbox.done(first, LATER, sent=[message], logged=logged)
    assert store.tenant().sent.about("Q1") == []
    assert store.tenant().counts.between(date.min, date.max) == []
    assert store.inbox.mark_posting(second, LATER, LEASE)
    assert store.inbox.done(second, LATER)
    assert not store.inbox.done(second, LATER)


def test_posting_prolongs_the_lease_and_is_told_to_the_next_attempt(store: Store) -> None:
    store.inbox.accept(incoming(1), NOW)
    posting_at = NOW + timedelta(seconds=50)
    assert store.inbox.mark_posting(claimed(store), posting_at, LEASE)
    assert claim(store, LATER) is None
    again = claimed(store, posting_at + timedelta(seconds=LEASE))
    assert again.maybe_posted
    refused = {"retry_at": LATER, "posted": False}
    assert store.inbox.put_back(again, "429", **refused)  # type: ignore[arg-type]
    assert not claimed(store, LATER).maybe_posted


def test_a_failure_that_says_nothing_of_the_post_keeps_the_doubt(store: Store) -> None:
    store.inbox.accept(incoming(1), NOW)
    item = claimed(store)
    store.inbox.mark_posting(item, NOW, LEASE)
    store.inbox.put_back(item, "timeout", retry_at=NOW)
    assert claimed(store).maybe_posted


def test_an_attempt_that_ended_in_waiting_counts_for_none(store: Store) -> None:
    store.inbox.accept(incoming(1), NOW)
    for _ in range(2):
        item = claimed(store)
        assert item.tries == 1
        assert store.inbox.put_back(item, "e", retry_at=NOW, posted=False, waited=True)
    item = claimed(store)
    assert (item.attempt, item.waits, item.tries) == (3, 2, 1)
    assert store.inbox.put_back(item, "e", retry_at=NOW)
    assert claimed(store).tries == 2


def test_done_records_what_was_sent_and_asked_in_one_go(store: Store) -> None:
    store.inbox.accept(incoming(1), NOW)
    messages = [Message("loopback", "Q1", "answer", f"M{n}", {"ts": n}, "vanda") for n in (1, 2)]
    logged = Logged("Är Vanda vänort?", "answer", "loopback", "sv", NOW.date(), entry="vanda")
    assert store.inbox.done(claimed(store), NOW, sent=messages, logged=logged)
    tenant = store.tenant()
    assert [m.address for m in tenant.sent.about("Q1")] == [{"ts": 1}, {"ts": 2}]
    assert [q.text for q in tenant.questions.since(date.min)] == ["Är Vanda vänort?"]
    assert tenant.counts.between(date.min, date.max) == [Count(NOW.date(), "answer", "vanda", "loopback", "sv", 1)]


def test_giving_up_records_the_apology_and_the_count_in_one_go(store: Store, database_url: str) -> None:
    store.inbox.accept(incoming(1), NOW)
    item, day = claimed(store), NOW.date()
    told = {
        "sent": [Message("loopback", "Q1", "answer", "M1", {"ts": 1})],
        "counted": Count(day, "failed", None, "loopback", "sv"),
    }
    change(database_url, "ALTER TABLE daily_count RENAME TO away")
    with pytest.raises(Exception, match="daily_count"):
        store.inbox.give_up(item, NOW, "e1", **told)  # type: ignore[arg-type]
    change(database_url, "ALTER TABLE away RENAME TO daily_count")
    assert store.tenant().sent.about("Q1") == []
    assert store.inbox.give_up(item, NOW, "e1", **told)  # type: ignore[arg-type]
    assert not store.inbox.give_up(item, NOW, "e1", **told)  # type: ignore[arg-type]
    assert [m.address for m in store.tenant().sent.about("Q1")] == [{"ts": 1}]
    assert store.tenant().counts.between(day, day) == [told["counted"]]


def test_nothing_in_the_database_tells_text_or_address_and_payloads_go_when_done(
    store: Store, database_url: str
) -> None:
    for key in ("done", "failed", "open"):
        store.inbox.accept(incoming(key), NOW)
    store.inbox.done(claimed(store), NOW)
    store.inbox.give_up(claimed(store), NOW, "e1")
    stored = rows(database_url, "SELECT * FROM inbox ORDER BY id")
    assert [row.payload is None for row in stored] == [True, True, False]
    everything = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in stored])
    for told in ("Andersson", "Storgatan", ASKER, THREAD, CHANNEL):
        assert told not in everything


def test_depth_tells_what_waits_what_is_held_what_failed_and_the_oldest(store: Store) -> None:
    assert store.inbox.depth(NOW) == {}
    for n in range(4):
        store.inbox.accept(incoming(n), NOW + timedelta(seconds=n))
    store.inbox.accept(incoming(9, channel="slack"), NOW)
    store.inbox.give_up(claimed(store), NOW, "e1")
    claimed(store)
    store.inbox.done(claimed(store, channels=["slack"]), NOW)
    assert store.inbox.depth(NOW + timedelta(seconds=11)) == {"loopback": Depth(2, 1, 1, 10.0)}
    assert store.inbox.depth(LATER) == {"loopback": Depth(3, 0, 1, 59.0)}


def test_an_item_that_cannot_be_read_stops_nobody(store: Store, database_url: str) -> None:
    for n in range(2):
        store.inbox.accept(incoming(n, payload={"n": n}), NOW)
    database = Database(database_url)
    with database.write() as connection:
        connection.execute(sa.text("UPDATE inbox SET payload = :p WHERE id = 1"), {"p": b"broken" * 9})
    database.close()
    assert claimed(store).payload == {"n": 1}
    assert [tuple(r) for r in rows(database_url, "SELECT state, error_id FROM inbox WHERE id = 1")] == [
        ("failed", UNREADABLE)
    ]


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match=r"pass datetime.now\(UTC\)"):
        store.inbox.accept(incoming(1), NOW.replace(tzinfo=None))


def test_of_many_who_accept_the_same_key_at_once_one_wins(store: Store) -> None:
    gate = threading.Barrier(5)

    def accept(_: int) -> list[bool]:
        gate.wait()
        return [store.inbox.accept(incoming(n, "same"), NOW) for n in range(20)]

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(accept, range(5)))
    assert [sum(wins) for wins in zip(*answers, strict=True)] == [1] * 20


def test_threads_claim_each_of_200_items_once_and_in_the_order_of_each_conversation(store: Store) -> None:
    """Ten conversations, accepted by four threads while four others work them off."""
    working, failed = threading.Lock(), threading.Event()
    busy: set[int] = set()
    handled: list[tuple[int, int]] = []

    def accept(first: int) -> None:
        for number in range(first, 200, 4):
            conversation = number % 10
            payload = {"number": number, "conversation": conversation}
            assert store.inbox.accept(incoming(number, conversation, payload=payload), NOW)

    def work(_: int) -> None:
        while len(handled) < 200 and not failed.is_set():
            item = claim(store)
            if item is None:
                continue
            conversation = item.payload["conversation"]
            with working:
                if conversation in busy:
                    failed.set()  # so that the other threads end, too
                    pytest.fail("two items of one conversation at once")
                busy.add(conversation)
                handled.append((item.id, item.payload["number"]))
            assert store.inbox.mark_posting(item, NOW, LEASE)
            with working:
                busy.remove(conversation)
            assert store.inbox.done(item, NOW)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(job, n) for n in range(4) for job in (accept, work)]:
            done.result(timeout=120)
    assert sorted(number for _, number in handled) == list(range(200))
    for conversation in range(10):
        order = [identifier for identifier, number in handled if number % 10 == conversation]
        assert order == sorted(order)


def test_accepting_for_one_conversation_is_one_after_the_other_on_postgres(postgres: Callable[[bool], str]) -> None:
    """Else two could be numbered in one order and become visible in the other, and be handled at once."""
    url = postgres(True)
    store = open_store(url, key=KEY)
    thread = store._scope("default").thread("loopback", f"{CHANNEL}/a")
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as admin, ThreadPoolExecutor(1) as pool:
        number = int.from_bytes(bytes.fromhex(thread[:16]), "big", signed=True)
        other.execute("SELECT pg_advisory_xact_lock(%s)", [number])  # as one that accepts and has not committed yet
        accepted = pool.submit(store.inbox.accept, incoming(1, "a"), NOW)
        wait_for_a_lock(admin)
        assert store.inbox.accept(incoming(2, "b"), NOW), "another conversation does not wait"
        assert not accepted.done()
        other.commit()
        assert accepted.result(timeout=60)
    store.close()


def start(url: str, now: Any, mode: str) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("claimer.py")
    command = [sys.executable, str(script), url, KEY.decode(), now.isoformat(), str(LEASE), mode]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_processes_claim_each_of_200_items_once(store: Store, database_url: str) -> None:
    for n in range(200):
        store.inbox.accept(incoming(n, n % 50), NOW)
    processes = [start(database_url, NOW, "all") for _ in range(3)]
    outputs = [process.communicate(timeout=120)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sorted(int(i) for output in outputs for i in output) == list(range(1, 201))
    assert claim(store) is None


def test_what_a_killed_process_held_comes_back_after_its_lease(store: Store, database_url: str) -> None:
    store.inbox.accept(incoming(1), NOW)
    process = start(database_url, NOW, "hold")
    assert process.stdout is not None
    assert [process.stdout.readline().strip() for _ in range(2)] == ["1", "posting"]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert claim(store) is None
    again = claimed(store, LATER)
    assert (again.id, again.attempt, again.maybe_posted) == (1, 2, True)
    assert again.payload["text"] == MARKED


def test_an_item_survives_the_store_that_accepted_it(database_url: str) -> None:
    first = open_store(database_url, key=KEY)
    first.inbox.accept(incoming(1), NOW)
    first.close()
    second = open_store(database_url, key=KEY)
    assert claimed(second).payload["text"] == MARKED
    second.close()
