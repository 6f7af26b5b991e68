"""A running server with the Teams channel, and the Bot Connector that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playground_peer import Playground, free_port, missing
from playground_peer import serve as serve_playground
from serving import Serve
from teams_peer import PERSON, BotConnector, Open, Teams

from bot.store import Retention
from bot.tenants import one

SWITCH = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"
ROOM = "19:room@thread.tacv2"


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


@pytest.fixture(scope="session")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    if missing():
        pytest.fail(missing())
    folder: Path = tmp_path_factory.mktemp("playground")
    port = free_port()
    bot = serve_playground(port, folder)
    opened = Playground(f"http://127.0.0.1:{port}", folder, free_port())
    yield opened
    opened.stop()
    bot.stop()
