"""A server in the test's process, with a platform that it answers to."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from loopback_peer import SECRET, Receiver, signed
from starlette.testclient import TestClient

from bot.kb.base import KnowledgeBase
from bot.runtime import logs
from bot.runtime.knowledge import Provider
from bot.server import Server
from bot.settings import ServerSettings
from bot.store import Retention
from bot.tenants import Tenants, one

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

    def __init__(self, server: Server, client: TestClient, receiver: Receiver, log: io.StringIO) -> None:
        self.server, self.client, self.receiver, self.log = server, client, receiver, log

    def post(self, event: Any, **signing: Any) -> Any:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        return self.client.post("/loopback/events", content=body, headers=signed(body, **signing))

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


Serve = Callable[..., Peer]


@pytest.fixture
def log() -> io.StringIO:
    stream = io.StringIO()
    logs.set_up(stream)
    return stream


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    opened = Receiver()
    yield opened
    opened.close()


@pytest.fixture
def serve(base: KnowledgeBase, receiver: Receiver, log: io.StringIO, tmp_path: Path) -> Iterator[Serve]:
    """A function that starts a server on a database; by default on SQLite, with the shipped knowledge."""
    with ExitStack() as stack:

        def start(
            url: str | None = None,
            *,
            tenants: Tenants | None = None,
            knowledge: dict[str, Provider] | None = None,
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
            found = tenants or one(Path("knowledge"), retention)
            server = Server(settings, found, knowledge or {tenant.name: Known(base) for tenant in found})
            client = stack.enter_context(TestClient(server.app, raise_server_exceptions=raises))
            return Peer(server, client, receiver, log)

        yield start
