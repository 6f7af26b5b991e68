"""A server in the test's process, with a platform that it answers to."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
import structlog
from loopback_peer import SECRET, Receiver, signed
from starlette.testclient import TestClient

from bot.kb.base import KnowledgeBase
from bot.runtime import logs
from bot.runtime.knowledge import Provider
from bot.runtime.surroundings import Opener
from bot.server import OPENERS, Server
from bot.settings import ServerSettings
from bot.store import Depth, Retention
from bot.tenants import Tenants, one

T = TypeVar("T")
KEY = "a key for tests, of more than 32 bytes"


class Known:
    """A knowledge base that is there already, as a provider."""

    commit = None
    problems = ()

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def current(self) -> KnowledgeBase:
        return self._base

    def close(self) -> None:
        pass


class Peer:
    """A running server, and what a platform does with it."""

    def __init__(self, server: Server, client: TestClient, receiver: Receiver, log: Log, stop: ExitStack) -> None:
        self.server, self.client, self.receiver, self.log = server, client, receiver, log
        self._stop = stop

    def post(self, event: Any, *, channel: str = "loopback", **signing: Any) -> Any:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        return self.client.post(f"/{channel}/events", content=body, headers=signed(body, **signing))

    def stop(self) -> None:
        """Stop the server as a host does."""
        self._stop.close()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def wait_for_log(self, name: str, number: int = 1) -> dict[str, Any]:
        """Return the newest log line of a name as soon as there are so many."""
        return self.log.wait(lambda: [line for line in self.lines if line["event"] == name][number - 1 :][-1:])[0]

    def wait_for_handled(self, kind: str, number: int = 1) -> list[dict[str, Any]]:
        """Return the log lines of what was handled of a kind, as soon as there are so many."""

        def found() -> list[dict[str, Any]]:
            lines = [line for line in self.lines if (line["event"], line.get("kind")) == ("handled", kind)]
            return lines if len(lines) >= number else []

        return self.log.wait(found)

    def depth(self) -> dict[str, Depth]:
        """How full the inbox is."""
        return self.server.source.get().inbox.depth(self.now())

    def metric(self, name: str, **labels: str) -> float | None:
        """A number of the server."""
        return self.server.metrics.registry.get_sample_value(name, labels)

    def now(self) -> datetime:
        return datetime.now(UTC)


Serve = Callable[..., Peer]


class Log(io.StringIO):
    """A stream that can be waited on."""

    def __init__(self) -> None:
        super().__init__()
        self._written = threading.Condition()

    def write(self, text: str) -> int:
        with self._written:
            self._written.notify_all()
            return super().write(text)

    def wait(self, found: Callable[[], T], seconds: float = 30) -> T:
        """Return what is found in the log as soon as it is there."""
        with self._written:
            assert self._written.wait_for(found, seconds), self.getvalue()
            return found()


@contextmanager
def logged() -> Iterator[Log]:
    """What the process logs, as `vanort serve` sets it up; afterwards all is as it was."""
    root, hook = logging.getLogger(), threading.excepthook
    handlers, level = list(root.handlers), root.level
    stream = Log()
    logs.set_up(stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], threading.excepthook = handlers, hook
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def log() -> Iterator[Log]:
    """What the process logs."""
    with logged() as stream:
        yield stream


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    opened = Receiver()
    yield opened
    opened.close()


@pytest.fixture
def serve(base: KnowledgeBase, receiver: Receiver, log: Log, tmp_path: Path) -> Iterator[Serve]:
    """A function that starts a server on a database; by default on SQLite, with the shipped knowledge."""
    with ExitStack() as stack:

        def start(
            url: str | None = None,
            *,
            tenants: Tenants | None = None,
            knowledge: dict[str, Provider] | None = None,
            openers: Sequence[Opener] = OPENERS,
            clock: Callable[[], datetime] = lambda: datetime.now(UTC),
            raises: bool = True,
            **changes: Any,
        ) -> Peer:
            values = {
                "DATABASE_URL": url or f"sqlite:///{tmp_path}/vanort.db",
                "VANORT_SECRET_KEY": KEY,
                "VANORT_LOOPBACK_SECRET": SECRET.decode(),
                "VANORT_LOOPBACK_URL": receiver.url,
            }
            settings = ServerSettings(**values | changes)
            retention = Retention(settings.retention_days, settings.disposal_decision)
            people = {"coordinators": settings.coordinators, "places": settings.coordinator_places}
            found = tenants or one(Path("knowledge"), retention, **people)
            known = knowledge or {tenant.name: Known(base) for tenant in found}
            server = Server(settings, found, known, openers=openers, clock=clock)
            mine = stack.enter_context(ExitStack())
            client = mine.enter_context(TestClient(server.app, raise_server_exceptions=raises))
            return Peer(server, client, receiver, log, mine)

        yield start
