"""What was accepted reaches an idle worker, and nothing that was handed over is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from bot.runtime.bell import Bell
from bot.store.items import Item


def item(number: int) -> Item:
    return Item(number, "t", "c", "question", f"r{number}", {}, 1, False, datetime.now(UTC))


def waiting(bell: Bell, seconds: float = 30) -> tuple[threading.Thread, list[Item | None]]:
    """A worker that waits, and what it gets."""
    found: list[Item | None] = []
    thread = threading.Thread(target=lambda: found.append(bell.wait(bell.count, seconds)))
    thread.start()
    while not bell._idle:
        pass  # until it waits
    return thread, found


def test_nobody_is_reserved_while_nobody_is_idle() -> None:
    assert not Bell().reserve()


def test_an_idle_worker_is_reserved_once_and_handed_the_item() -> None:
    bell = Bell()
    thread, found = waiting(bell)
    assert bell.reserve()
    assert not bell.reserve()
    bell.hand(item(1))
    thread.join(30)
    assert [one and one.id for one in found] == [1]


def test_a_reserved_worker_that_is_handed_nothing_goes_on_waiting() -> None:
    bell = Bell()
    thread, found = waiting(bell)
    assert bell.reserve()
    bell.hand(None)
    assert bell.reserve(), "it is idle again"
    bell.hand(item(2))
    thread.join(30)
    assert [one and one.id for one in found] == [2]


def test_what_is_handed_to_a_worker_that_just_stopped_waiting_is_taken_next() -> None:
    bell = Bell()
    thread, found = waiting(bell)
    assert bell.reserve()
    bell.ring()
    thread.join(30)
    assert found == [None]
    bell.hand(item(3))
    taken = bell.take()
    assert taken is not None
    assert taken.id == 3
    assert bell.take() is None
