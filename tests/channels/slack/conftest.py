"""The emulator, and a server that it sends its events to."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from serving import KEY, Known, Log, log
from slack_edge import Edge
from slack_peer import BOT_TOKEN, SIGNING_SECRET, Emulator, Interactions, free_port, missing, signed, wait_for

from bot.kb.base import KnowledgeBase
from bot.runtime.knowledge import InLanguages
from bot.server import Server
from bot.settings import ServerSettings
from bot.store import Incoming, Retention, first_use
from bot.tenants import Tenants, one

__all__ = ["log"]
MANIFEST = Path(__file__).parents[3] / "bot/channels/slack/manifest.json"
SCOPES = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]


@pytest.fixture(scope="session")
def port() -> int:
    """Where the server listens: the emulator is told once."""
    return free_port()


@pytest.fixture(scope="session")
def slack(port: int) -> Iterator[Emulator]:
    """A Slack that nobody here wrote."""
    if (reason := missing()) is not None:
        if os.environ.get("VANORT_NEEDS_NODE"):
            pytest.fail(reason)
        pytest.skip(reason)
    opened = Emulator(f"http://127.0.0.1:{port}", SCOPES)
    yield opened
    opened.close()


@pytest.fixture
def edge(slack: Emulator) -> Iterator[Edge]:
    """What stands between the bot and the emulator."""
    opened = Edge(slack.url)
    yield opened
    opened.close()


@pytest.fixture
def people(slack: Emulator, edge: Edge) -> Interactions:
    """Commands, presses and forms."""
    return Interactions(slack, edge.response_url)


class Bot:
    """A running server, as Slack sees it."""

    def __init__(self, server: Server, url: str, log: Log, stop: ExitStack) -> None:
        self.server, self.url, self.log, self._stop = server, url, log, stop

    def send(self, body: Any, path: str = "/slack/events", **signing: Any) -> httpx2.Response:
        """Post what Slack posts: an event as JSON, or a form."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/json" if raw.startswith(b"{") else "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, **signed(raw, **signing)}
        return httpx2.post(self.url + path, content=raw, headers=headers, trust_env=False, timeout=30)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def wait_for_log(self, name: str, number: int = 1) -> dict[str, Any]:
        """Return the newest log line of a name as soon as there are so many."""
        return self.log.wait(lambda: [line for line in self.lines if line["event"] == name][number - 1 :][-1:])[0]

    def stop(self) -> None:
        """Stop the server as a host does."""
        self._stop.close()


Serve = Callable[..., Bot]


@pytest.fixture
def serve(base: KnowledgeBase, port: int, log: Log, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Serve]:
    """A function that starts a server with Slack turned on, against the emulator unless told otherwise."""
    with ExitStack() as stack:

        def start(
            api_url: str | None = None, *, tenants: Tenants | None = None, told: bool = True, **changes: Any
        ) -> Bot:
            values = {
                "DATABASE_URL": f"sqlite:///{tmp_path}/vanort.db",
                "VANORT_SECRET_KEY": KEY,
                "SLACK_SIGNING_SECRET": SIGNING_SECRET,
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_API_URL": api_url or request.getfixturevalue("slack").url,
            }
            settings = ServerSettings(**{k: v for k, v in (values | changes).items() if v is not None})
            found = tenants or one(
                Path("knowledge"),
                Retention(settings.retention_days, settings.disposal_decision),
                coordinators=settings.coordinators,
                places=settings.coordinator_places,
            )
            known = {t.name: InLanguages(Known(base), t.languages) if t.languages else Known(base) for t in found}
            server = Server(settings, found, known)
            if told:
                tell_everybody(server, request.getfixturevalue("slack"))
            mine = stack.enter_context(ExitStack())
            mine.enter_context(running(server, port))
            return Bot(server, f"http://127.0.0.1:{port}", log, mine)

        yield start


def tell_everybody(server: Server, slack: Emulator) -> None:
    """Note that everybody has been told what is stored of them, so that tests see answers alone."""
    for user in slack.users.values():
        once = first_use("slack", user)
        item = Incoming("nowhere", f"told/{user}", user, "notice", {}, once=once)
        server.source.get().inbox.accept(item, datetime.now(UTC))


class running:
    """Runs a server on a port, in a thread."""

    def __init__(self, server: Server, port: int) -> None:
        config = uvicorn.Config(server.app, port=port, log_config=None, access_log=False, ws="none", lifespan="on")
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._uvicorn.run, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()
        wait_for(lambda: self._uvicorn.started or not self._thread.is_alive())
        assert self._uvicorn.started

    def __exit__(self, *_: object) -> None:
        self._uvicorn.should_exit = True
        self._thread.join(30)
