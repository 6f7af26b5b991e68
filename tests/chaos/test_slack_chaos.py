"""Nothing lost, nothing twice, through Slack's HTTP path: what was posted is read back from the emulator."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from slack_edge import Edge
from slack_peer import BOT_TOKEN, SIGNING_SECRET, Emulator, missing, signed, wait_for

from bot.channels.slack.installs import SCOPES
from bot.kb.base import open_base
from bot.store import open_store

from .fleet import IN_A_ROW, KEY, KNOWLEDGE, QUESTIONS, Fleet, free_port
from .test_chaos import NUMBER, SECONDS, SEED, check_store

COPIES = 20
_random = random.Random(SEED)  # noqa: S311 - no secret


@pytest.fixture(scope="module")
def slack() -> Iterator[Emulator]:
    if (reason := missing()) is not None:
        if os.environ.get("VANORT_NEEDS_NODE"):
            pytest.fail(reason)
        pytest.skip(reason)
    opened = Emulator(f"http://127.0.0.1:{free_port()}", list(SCOPES))  # events come from the test, so nobody listens
    yield opened
    opened.close()


class Slack:
    """Delivers mentions, a conversation a thread, and counts what is posted."""

    path = "/slack/events"

    def __init__(self, emulator: Emulator, edge: Edge) -> None:
        self._slack, self._edge = emulator, edge
        self.url = edge.url
        self._rooms = [room for name, room in emulator.channels.items() if name.startswith("rum-")]
        self._crowd = [user for name, user in emulator.users.items() if name.startswith("crowd-")]
        self._begin = int(time.time())
        self.settings = {
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": edge.url,
            "VANORT_SLACK_GUESTS": "true",
        }

    def event(self, number: int, text: str, conversation: int) -> dict[str, Any]:
        told = {
            "type": "app_mention",
            "user": self._crowd[conversation // IN_A_ROW % len(self._crowd)],
            "text": f"<@{self._slack.bot}> {text}",
            "ts": self._ts(number),
            "thread_ts": self._ts(conversation),
            "channel": self.room(conversation),
        }
        return {"type": "event_callback", "team_id": self._slack.team, "event_id": f"Ev{number}", "event": told}

    def sign(self, body: bytes) -> dict[str, str]:
        return {"Content-Type": "application/json", **signed(body)}

    def room(self, conversation: int) -> str:
        return self._rooms[conversation // IN_A_ROW % len(self._rooms)]

    def thread(self, conversation: int) -> list[dict[str, Any]]:
        """What stands in a thread, as Slack gives it back."""
        return self._slack.replies(self.room(conversation), self._ts(conversation))

    def first(self, number: int = 1, seconds: float = 30) -> Sequence[object]:
        """Wait until so many posts have been made."""
        if number <= 0:
            return []
        return self._edge.wait(lambda: self._made(number), seconds)  # type: ignore[no-any-return]

    def _made(self, number: int) -> list[str]:
        made = [method for method, _ in self._edge.calls if method == "chat.postMessage"]
        return made if len(made) >= number else []

    def _ts(self, number: int) -> str:
        return f"{self._begin + number}.000100"


def linger(method: str) -> None:
    """Take as long as Slack does, so that processes die while they post."""
    if method == "chat.postMessage":
        time.sleep(_random.choice((0.0, 0.05, 0.15)))


@pytest.fixture
def edge(slack: Emulator) -> Iterator[Edge]:
    opened = Edge(slack.url, before=linger, after=linger)
    yield opened
    opened.close()


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    """Build the index that the processes start from."""
    assert open_base(KNOWLEDGE, Path(os.environ["VANORT_CACHE"])).base is not None


def test_three_processes_are_killed(server: Any, slack: Emulator, edge: Edge, tmp_path: Path) -> None:
    url, platform = server.database(), Slack(slack, edge)
    with Fleet(url, platform, 3, tmp_path, SEED, platform) as fleet, ThreadPoolExecutor(2) as threads:
        asked = threads.submit(fleet.ask, NUMBER, SECONDS)
        killed = threads.submit(fleet.kill, 6 * NUMBER // 200, NUMBER, SECONDS)
        asked.result()
        killed.result()
        wait_for(lambda: is_empty(url), SECONDS)
        codes, logs = fleet.stop(), fleet.logs()
        looks = len(edge.made("conversations.replies"))
        print(f"{fleet.kills} kills, {fleet.deliveries} deliveries, {looks} looks")  # noqa: T201
    times = Counter(dict.fromkeys(range(NUMBER), 0))
    for first in range(0, NUMBER, IN_A_ROW):
        posted = [message["metadata"]["event_payload"]["reference"] for message in platform.thread(first)]
        row = range(first, min(first + IN_A_ROW, NUMBER))
        assert len(posted) == len(set(posted)), "posted twice"
        times.update({n: 1 for n, _ in zip(row, posted, strict=False)})
        assert len(posted) <= len(row), "posted twice"
    assert {n: number for n, number in times.items() if number != 1} == {}, "lost"
    assert looks > 0, "no process died between posting and being sure of it: nothing was tested"
    assert codes == [0, 0, 0], logs[-3000:]
    assert not any(question in logs for question in QUESTIONS[:3])
    check_store(url)


def test_twenty_copies_of_one_event_over_three_processes_get_one_answer(
    server: Any, slack: Emulator, edge: Edge, tmp_path: Path
) -> None:
    url, platform = server.database(), Slack(slack, edge)
    with Fleet(url, platform, 3, tmp_path, SEED, platform) as fleet:
        for port in fleet.ports:
            wait_for(lambda port=port: is_up(port))
        body = json.dumps(platform.event(0, QUESTIONS[0], 0)).encode()

        def deliver(number: int) -> int:
            address = f"http://127.0.0.1:{fleet.ports[number % 3]}/slack/events"
            return httpx2.post(address, content=body, headers=platform.sign(body), trust_env=False).status_code

        with ThreadPoolExecutor(COPIES) as senders:
            assert list(senders.map(deliver, range(COPIES))) == [200] * COPIES
        platform.first()
        wait_for(lambda: is_empty(url))
        assert fleet.stop() == [0, 0, 0]
    assert len(platform.thread(0)) == 1
    assert len(edge.made("chat.postMessage")) == 1


def is_up(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


def is_empty(url: str) -> bool:
    """Whether nothing is open in the inbox."""
    store = open_store(url, key=KEY)
    try:
        return all(depth.waiting == depth.held == 0 for depth in store.inbox.depth(datetime.now(UTC)).values())
    finally:
        store.close()
