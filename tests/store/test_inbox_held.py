"""Accepted, claimed and marked in one commit: the promises of the inbox hold, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.store import Depth, Store

from .conftest import NOW
from .test_inbox import LATER, LEASE, claim, claimed, incoming


def test_it_is_held_and_whoever_takes_it_over_looks_first(store: Store) -> None:
    new, item = store.inbox.accept_held(incoming(1), NOW, "here", LEASE)
    assert new
    assert item is not None
    assert (item.attempt, item.maybe_posted, item.marked, item.payload) == (1, False, True, incoming(1).payload)
    assert claim(store) is None
    assert store.inbox.depth(NOW) == {"loopback": Depth(0, 1, 0, 0.0)}
    later = claimed(store, LATER)
    assert (later.id, later.reference, later.attempt, later.maybe_posted) == (item.id, item.reference, 2, True)
    assert not store.inbox.done(item, LATER), "the first one has lost it"
    assert store.inbox.done(later, LATER)


def test_a_repeated_one_is_known_however_it_is_accepted(store: Store) -> None:
    assert store.inbox.accept_held(incoming(1), NOW, "here", LEASE)[0]
    assert store.inbox.accept_held(incoming(1), NOW, "here", LEASE) == (False, None)
    assert not store.inbox.accept(incoming(1), NOW)
    assert store.inbox.accept(incoming(2), NOW)
    assert store.inbox.accept_held(incoming(2), NOW, "here", LEASE) == (False, None)


def test_it_waits_its_turn_behind_what_is_open_in_its_conversation(store: Store) -> None:
    _, first = store.inbox.accept_held(incoming(1, "c"), NOW, "here", LEASE)
    assert first is not None
    assert store.inbox.accept_held(incoming(2, "c"), NOW, "here", LEASE) == (True, None)
    assert store.inbox.accept_held(incoming(3, "d"), NOW, "here", LEASE)[1] is not None
    assert claim(store) is None
    assert store.inbox.done(first, NOW)
    second = claimed(store)
    assert (second.attempt, second.maybe_posted, second.marked) == (1, False, False)


def test_it_can_be_put_back_without_doubt(store: Store) -> None:
    _, item = store.inbox.accept_held(incoming(1), NOW, "here", LEASE)
    assert item is not None
    assert store.inbox.put_back(item, "e", retry_at=NOW + timedelta(seconds=1), posted=False)
    again = claimed(store, NOW + timedelta(seconds=1))
    assert not again.maybe_posted


def test_of_one_conversation_at_once_one_is_held(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: store.inbox.accept_held(incoming(n, "c"), NOW, f"w{n}", LEASE), range(24)))
    assert all(new for new, _ in found)
    assert sum(item is not None for _, item in found) == 1


def test_of_many_copies_at_once_one_is_new(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: store.inbox.accept_held(incoming(1), NOW, f"w{n}", LEASE), range(24)))
    assert sum(new for new, _ in found) == 1
    assert sum(item is not None for _, item in found) == 1
