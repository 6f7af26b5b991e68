"""What follows from an item is recorded with its end, all or nothing; what is done once is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.conversation import Memory
from bot.store import Incoming, Item, Retention, Saved, Store

from .conftest import NOW

LEASE = 60.0
THREAD = Saved("C1", Memory("Är Nuuk vänort?"), 0)


def incoming(key: str, conversation: str = "C1", once: str | None = None, **changes: str) -> Incoming:
    values = {"channel": "loopback", "kind": "question"} | changes
    return Incoming(key=key, conversation=conversation, payload={"key": key}, once=once, **values)


def claimed(store: Store) -> Item:
    item = store.inbox.claim("w", NOW, LEASE)
    assert item is not None
    return item


def keys(store: Store) -> list[str]:
    """Take all that can be claimed, and return what it is."""
    found = []
    while (item := store.inbox.claim("w", NOW, LEASE)) is not None:
        found.append(str(item.payload["key"]))
        assert store.inbox.done(item, NOW)
    return found


def test_what_follows_is_recorded_with_the_end_and_what_the_thread_remembers(store: Store) -> None:
    store.inbox.accept(incoming("1"), NOW)
    follows = [incoming("2", "A"), incoming("3", "B", channel="other", kind="card")]
    assert store.inbox.done(claimed(store), NOW, memory=THREAD, then=follows)
    assert sorted(keys(store)) == ["2", "3"]
    assert store.tenant().conversations.load("loopback", "C1", NOW).memory == THREAD.memory


def test_who_lost_the_item_records_nothing(store: Store) -> None:
    store.inbox.accept(incoming("1"), NOW)
    lost = claimed(store)
    again = store.inbox.claim("other", NOW + timedelta(seconds=LEASE), LEASE)
    assert again is not None
    assert not store.inbox.done(lost, NOW, memory=THREAD, then=[incoming("2", "A", once="told")])
    assert store.tenant().conversations.load("loopback", "C1", NOW).memory == Memory()
    assert store.inbox.done(again, NOW, then=[incoming("2", "A", once="told")])
    assert keys(store) == ["2"]


def test_the_same_thing_follows_once_whoever_is_its_cause(store: Store) -> None:
    for key in ("1", "2"):
        store.inbox.accept(incoming(key, key), NOW)
    for _ in range(2):
        store.inbox.done(claimed(store), NOW, then=[incoming("3", "A")])
    assert keys(store) == ["3"]


def test_what_is_done_once_is_done_once_a_tenant_until_it_is_forgotten(store: Store) -> None:
    told = incoming("1", once="told")
    assert store.inbox.accept(told, NOW)
    assert not store.inbox.accept(incoming("2", once="told"), NOW)
    assert store.inbox.accept(Incoming("loopback", "3", "C", "notice", {"key": "3"}, "exempelby", once="told"), NOW)
    late = NOW + timedelta(days=Retention().once_days + 1)
    store.purge(late)
    assert store.inbox.accept(incoming("4", once="told"), late)
    assert keys(store) == ["1", "3", "4"]


def test_of_several_at_once_one_is_accepted(store: Store) -> None:
    with ThreadPoolExecutor(4) as threads:
        accepted = list(threads.map(lambda n: store.inbox.accept(incoming(str(n), str(n), once="told"), NOW), range(8)))
    assert accepted.count(True) == 1
    assert len(keys(store)) == 1


def test_those_that_came_after_an_item_are_told_in_order(store: Store) -> None:
    for key in ("1", "2", "3"):
        store.inbox.accept(incoming(key), NOW)
    store.inbox.accept(incoming("4", "C2"), NOW)
    store.inbox.accept(Incoming("loopback", "5", "C1", "question", {"key": "5"}, "exempelby"), NOW)
    first = claimed(store)
    assert [item.payload["key"] for item in store.inbox.following(first)] == ["2", "3"]
    store.inbox.done(first, NOW)
    second = claimed(store)
    assert [item.payload["key"] for item in store.inbox.following(second)] == ["3"]


@pytest.mark.parametrize("number", [2, 5])
def test_items_that_follow_from_several_at_once_do_not_block_one_another(store: Store, number: int) -> None:
    """Each transaction locks two conversations; they are locked in one order, whichever way round they are given."""
    for n in range(2 * number):
        store.inbox.accept(incoming(f"q{n}", f"q{n}"), NOW)
    items = [claimed(store) for _ in range(2 * number)]

    def finish(n: int) -> bool:
        follows = [incoming(f"{n}a", "A"), incoming(f"{n}b", "B")]
        return store.inbox.done(items[n], NOW, then=follows if n % 2 else follows[::-1])

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(finish, range(2 * number)))
    assert len(keys(store)) == 4 * number
