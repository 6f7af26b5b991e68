"""Processes that are killed while questions flow through them, and a platform that delivers until it is heard."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, Self

import httpx2
from loopback_peer import SECRET, event, signed

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "tests" / "data" / "exempelby"
KEY = b"a key for tests, of more than 32 bytes"
LEASE_SECONDS = 4
SENDERS = 4
HANG_SECONDS = 60
AHEAD = 60
IN_A_ROW = 4  # questions of one conversation
QUESTIONS = ("Är Kuressaare vänort?", "och Tønder då?", "Vad kostar resorna?", "status")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Receiving(Protocol):
    """Where answers go."""

    url: str

    def first(self, number: int = 1, seconds: float = 30) -> Sequence[object]:
        """Return what came, as soon as it is so much."""


class Platform(Protocol):
    """What delivers events to the processes."""

    path: str

    @property
    def settings(self) -> dict[str, str]:
        """What turns its channel on."""

    def event(self, number: int, text: str, conversation: int) -> dict[str, Any]:
        """A question."""

    def sign(self, body: bytes) -> dict[str, str]:
        """The headers of an event."""


class Loopback:
    """The test channel."""

    path = "/loopback/events"

    def __init__(self, url: str) -> None:
        self.settings = {"VANORT_LOOPBACK_SECRET": SECRET.decode(), "VANORT_LOOPBACK_URL": url}

    def event(self, number: int, text: str, conversation: int) -> dict[str, Any]:
        return event(number, text, conversation=f"c{conversation}")

    def sign(self, body: bytes) -> dict[str, str]:
        return signed(body)


class Fleet:
    """Some processes of `vanort serve` on one database, each started again when it was killed.

    Args:
        url: of the database.
        receiver: where answers go.
        platform: what delivers the events; that of the test channel by default.
        size: how many processes.
        folder: for their logs.
        seed: of all that is random.
    """

    def __init__(
        self,
        url: str,
        receiver: Receiving,
        size: int,
        folder: Path,
        seed: int,
        platform: Platform | None = None,
    ) -> None:
        self._platform = platform or Loopback(receiver.url)
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "VANORT_SECRET_KEY": KEY.decode(),
            "VANORT_KNOWLEDGE": str(KNOWLEDGE),
            "VANORT_LEASE_SECONDS": str(LEASE_SECONDS),
            **self._platform.settings,
        }
        self._receiver = receiver
        self._folder = folder
        self.ports = [free_port() for _ in range(size)]
        self._processes = [self._start(port) for port in self.ports]
        self._client = httpx2.Client(timeout=3, trust_env=False)
        self.kills = 0
        self.deliveries = 0
        self._working: set[int] = set()  # processes that have acknowledged something since their start
        self._lock = threading.Condition()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
        self._client.close()

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
        with (self._folder / f"{port}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self._folder, env=self._environment, stdout=log, stderr=log)

    def logs(self) -> str:
        """Return all that the processes wrote."""
        return "".join(path.read_text() for path in sorted(self._folder.glob("*.log")))

    def kill_one(self) -> None:
        """Kill a process that has come to work, whatever it is doing, and start it again."""
        with self._lock:
            assert self._lock.wait_for(lambda: self._working, HANG_SECONDS), self.logs()[-3000:]
            number = self._random.choice(sorted(self._working))
            self._working.remove(number)
        self._processes[number].send_signal(signal.SIGKILL)
        self._processes[number].wait()
        self.kills += 1
        self._processes[number] = self._start(self.ports[number])

    def deliver(self, number: int, told: dict[str, Any], until: float) -> None:
        """Deliver an event until a process has acknowledged it, as platforms do."""
        body = json.dumps(told).encode()
        for attempt in range(10_000):
            process = (number + attempt) % len(self.ports)
            with self._lock:
                self.deliveries += 1
            try:
                address = f"http://127.0.0.1:{self.ports[process]}{self._platform.path}"
                status = self._client.post(address, content=body, headers=self._platform.sign(body)).status_code
            except httpx2.HTTPError:
                status = 0
            if status == 200:
                with self._lock:
                    self._working.add(process)
                    self._lock.notify_all()
                return
            assert status in (0, 503), status
            ended = [p.returncode for p in self._processes if p.poll() not in (None, -signal.SIGKILL)]
            assert not ended, self.logs()[-3000:]
            assert time.monotonic() < until, f"no process took {number} down"
            time.sleep(0.05)  # a platform waits before it delivers again

    def ask(self, number: int, seconds: float) -> None:
        """Deliver so many questions, those of a conversation in their order, some ahead of what is answered."""
        until = time.monotonic() + seconds

        def conversation(first: int) -> None:
            for n in range(first, min(first + IN_A_ROW, number)):
                self._receiver.first(n - AHEAD, until - time.monotonic())
                told = self._platform.event(n, QUESTIONS[n % IN_A_ROW], first)
                self.deliver(n, told, until)

        with ThreadPoolExecutor(SENDERS) as senders:
            for done in [senders.submit(conversation, first) for first in range(0, number, IN_A_ROW)]:
                done.result()

    def kill(self, times: int, number: int, seconds: float) -> None:
        """Kill so many processes, at random points while so many questions are answered."""
        until = time.monotonic() + seconds
        for point in sorted(self._random.sample(range(number // 20, number * 9 // 10), times)):
            self._receiver.first(point, until - time.monotonic())
            time.sleep(self._random.uniform(0, 0.2))  # somewhere in what it is doing now
            self.kill_one()

    def stop(self) -> list[int]:
        """End all processes as a host does, and return their exit codes."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        return [process.wait(timeout=30) for process in self._processes]
