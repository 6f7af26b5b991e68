"""Nothing lost, nothing twice, while processes are killed and the database crashes.

200 questions a test; `make chaos` takes 1,000. The platform of these tests records every post, so a second one shows.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from loopback_peer import Receiver

from bot.kb.base import open_base
from bot.store import open_store

from .fleet import IN_A_ROW, KEY, KNOWLEDGE, QUESTIONS, Fleet

NUMBER = int(os.environ.get("CHAOS_QUESTIONS", "200"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
SECONDS = 60 + NUMBER  # far more than it takes: past this something is lost
_random = random.Random(SEED)  # noqa: S311 - no secret


def linger() -> None:
    """Take as long as platforms do, so that processes die while they post."""
    time.sleep(_random.choice((0.0, 0.05, 0.15)))


def flow(url: str, folder: Path, *, processes: int, kills: int, midway: Callable[[], None] = lambda: None) -> None:
    """Let the questions flow while processes die, and check what arrived.

    Args:
        kills: how many, of each 200 questions.
        midway: is done when half of them are answered.
    """
    receiver = Receiver(before=linger, after=linger)
    try:
        with Fleet(url, receiver, processes, folder, SEED) as fleet, ThreadPoolExecutor(3) as threads:
            asked = threads.submit(fleet.ask, NUMBER, SECONDS)
            killed = threads.submit(fleet.kill, kills * NUMBER // 200, NUMBER, SECONDS)
            receiver.first(NUMBER // 2, SECONDS)
            midway()
            asked.result()
            killed.result()
            receiver.wait(lambda posts: len({post["event"] for post in posts}) == NUMBER, SECONDS)
            settle(url)
            codes = fleet.stop()
            logs = fleet.logs()
            print(f"{fleet.kills} kills, {fleet.deliveries} deliveries, {receiver.finds} looks")  # noqa: T201
        times = receiver.times()
        assert sorted(times) == sorted(f"e{n}" for n in range(NUMBER)), "lost"
        assert {event: n for event, n in times.items() if n != 1} == {}, "posted twice"
        assert all("answer" in post for post in receiver.posts)
        for first in range(0, NUMBER, IN_A_ROW):
            order = [post["event"] for post in receiver.posts if post["conversation"] == f"c{first}"]
            assert order == [f"e{n}" for n in range(first, min(first + IN_A_ROW, NUMBER))]
        assert codes == [0] * processes, logs[-3000:]
        assert not any(question in logs for question in QUESTIONS[:3])
        assert receiver.finds > 0, "no process died between posting and being sure of it: nothing was tested"
        check_store(url)
    finally:
        receiver.close()


def settle(url: str) -> None:
    """Wait until every item is done: what a process had posted when it was killed, another takes over in its time."""
    store, end = open_store(url, key=KEY), time.monotonic() + SECONDS
    try:
        while any(depth.waiting or depth.held for depth in store.inbox.depth(datetime.now(UTC)).values()):
            assert time.monotonic() < end, "never done"
            time.sleep(0.1)
    finally:
        store.close()


def check_store(url: str) -> None:
    """Every question was counted once, and the inbox is empty."""
    store = open_store(url, key=KEY)
    try:
        counts = store.tenant().counts.between(date.min, date.max)
        assert sum(count.number for count in counts) == NUMBER
        assert all(
            depth.waiting == depth.held == depth.failed == 0 for depth in store.inbox.depth(datetime.now(UTC)).values()
        )
    finally:
        store.close()


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    """Build the index that the processes start from."""
    assert open_base(KNOWLEDGE, Path(os.environ["VANORT_CACHE"])).base is not None


def test_three_processes_on_postgres_are_killed(server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    flow(server.database(), tmp_path, processes=3, kills=6)


def test_the_database_crashes_as_well(server, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def crash() -> None:
        server.crash()
        time.sleep(1.5)  # events that come now are refused, and come again
        server.start()

    flow(server.database(), tmp_path, processes=3, kills=3, midway=crash)


def test_one_process_on_sqlite_is_killed(tmp_path: Path) -> None:
    flow(f"sqlite:///{tmp_path}/vanort.db", tmp_path, processes=1, kills=3)
