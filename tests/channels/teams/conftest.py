"""A running server with the Teams channel, and the Bot Connector that it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Peer, Serve
from teams_peer import PERSON, TENANT, BotConnector, activity, message, press

from bot.store import Retention
from bot.tenants import one

SWITCH = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"
ROOM = "19:room@thread.tacv2"


class Teams:
    """The server and both sides of it."""

    def __init__(self, peer: Peer, connector: BotConnector) -> None:
        self.peer, self.connector = peer, connector

    def send(self, body: Any, **headers: str) -> Any:
        """Post what Teams posts."""
        raw = {"content": body} if isinstance(body, bytes | str) else {"json": body}
        return self.peer.client.post("/api/messages", headers=headers, **raw)

    def say(self, text: str, number: object = 1, **changes: Any) -> Any:
        """Write a message."""
        return self.send(message(text, self.connector.url, **{"id": str(number)} | changes))

    def happen(self, kind: str, **changes: Any) -> Any:
        """Send an activity of another kind."""
        return self.send(activity(kind, self.connector.url, **changes))

    def press(self, button: dict[str, Any], card: str, number: object = 1, **changes: Any) -> Any:
        """Press a button."""
        return self.send(press(button, card, self.connector.url, **{"id": f"f:{number}"} | changes))


Open = Callable[..., Teams]


@pytest.fixture
def connector() -> Iterator[BotConnector]:
    opened = BotConnector()
    yield opened
    opened.close()


@pytest.fixture
def open_teams(serve: Serve, connector: BotConnector) -> Open:
    """A function that starts a server to which Teams may talk without a token, on loopback."""

    def start(
        *, coordinators: dict[str, list[str]] | None = None, places: dict[str, str] | None = None, **more: Any
    ) -> Teams:
        people = coordinators or {"teams": [PERSON]}
        tenants = one(Path("knowledge"), Retention(30, "KS 1"), coordinators=people, places=places or {"teams": ROOM})
        return Teams(serve(tenants=tenants, **{SWITCH: "true"} | more), connector)

    return start


__all__ = ["TENANT"]
