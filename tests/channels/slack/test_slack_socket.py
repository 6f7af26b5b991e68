"""Socket Mode over a loopback websocket: events and commands in, answers out by the Web API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest
from slack_edge import Edge
from slack_peer import Emulator, Interactions, wait_for
from slack_sockets import Sockets

from bot.channels.slack import socket

QUESTION = "Är Nuuk inte vänort längre?"


@pytest.fixture
def sockets(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sockets]:
    monkeypatch.setattr(socket, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(socket, "PING_SECONDS", 0.2)
    opened = Sockets()
    edge.always["apps.connections.open"] = lambda _: (200, {}, {"ok": True, "url": opened.url})
    yield opened
    opened.close()


@pytest.fixture
def bot(serve: Any, edge: Edge, sockets: Sockets) -> Iterator[Any]:
    started = serve(edge.url, SLACK_SIGNING_SECRET=None, SLACK_APP_TOKEN="xapp-1")  # noqa: S106 - for this test only
    sockets.wait_for_connections(1)
    yield started
    started.stop()  # before the sockets close


def mention(slack: Emulator) -> dict[str, Any]:
    told = {
        "type": "app_mention",
        "user": slack.users["anna"],
        "text": f"<@{slack.bot}> {QUESTION}",
        "ts": f"{time.time():.6f}",
        "channel": slack.channels["fragor"],
    }
    return {"type": "event_callback", "team_id": slack.team, "event_id": "Ev1", "event": told}


def test_an_event_is_acknowledged_and_answered_once(bot: Any, slack: Emulator, sockets: Sockets) -> None:
    told = mention(slack)
    for _ in range(2):
        envelope = sockets.send("events_api", told)
        assert sockets.answer(envelope) == {"envelope_id": envelope}
    (answer,) = slack.wait("fragor", told["event"]["ts"])
    assert answer["text"].startswith("Nuuk")
    bot.wait_for_log("answered")
    assert len(slack.replies("fragor", told["event"]["ts"])) == 1


def test_a_command_is_answered(bot: Any, edge: Edge, sockets: Sockets, people: Interactions) -> None:
    command = dict(parse_qsl(people.command("anna", QUESTION).decode()))
    sockets.answer(sockets.send("slash_commands", command))
    assert edge.answered()[0]["text"].startswith("Nuuk")


def test_nothing_is_taken_over_http_where_no_secret_is_set(bot: Any, slack: Emulator) -> None:
    assert bot.send(mention(slack)).status_code == 404


def test_readiness_tells_whether_the_socket_is_open(bot: Any) -> None:
    def state() -> bool:
        told = httpx2.get(f"{bot.url}/readyz", trust_env=False).json()
        return bool(told["channels"]["slack"]["ok"])

    assert wait_for(state)


def test_a_socket_that_slack_closes_is_opened_again(bot: Any, slack: Emulator, sockets: Sockets) -> None:
    sockets.drop()
    sockets.wait_for_connections(2)
    told = mention(slack)
    sockets.answer(sockets.send("events_api", told))
    slack.wait("fragor", told["event"]["ts"])


def test_a_socket_that_fell_silent_is_given_up_for_a_new_one(
    serve: Any, slack: Emulator, edge: Edge, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pongs come no more, and the SDK does not notice: its monitor is what fell silent."""
    monkeypatch.setattr(socket, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(socket.SocketModeClient, "monitor_current_session", _silence)
    bot = serve(edge.url, SLACK_SIGNING_SECRET=None, SLACK_APP_TOKEN="xapp-1")  # noqa: S106 - for this test only
    sockets.wait_for_connections(3)
    bot.wait_for_log("socket_silent")
    bot.stop()


async def _silence(_: object) -> None:
    return None
