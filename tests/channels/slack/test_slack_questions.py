"""A question in Slack, and its answer in the thread, read back from the emulator."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from slack_edge import Edge
from slack_peer import Emulator

QUESTION = "Är Nuuk inte vänort längre?"


def test_a_mention_is_answered_in_its_thread(serve: Any, slack: Emulator) -> None:
    bot = serve()
    ts = slack.ask("anna", "fragor", QUESTION)
    (answer,) = slack.wait("fragor", ts)
    assert answer["thread_ts"] == ts
    assert answer["text"].startswith("Nuuk")
    assert answer["blocks"][0]["text"]["text"].startswith("Nuuk")
    assert (answer["unfurl_links"], answer["unfurl_media"]) == (False, False)
    assert QUESTION not in bot.log.getvalue()


def test_a_direct_message_is_answered_and_its_threads_share_a_memory(serve: Any, slack: Emulator) -> None:
    serve()
    place = slack.direct("bertil")
    (answer,) = slack.wait(place, slack.say("bertil", place, "Är Nuuk vänort?"), name="bertil")
    assert answer["text"].startswith("Nuuk")
    (second,) = slack.wait(place, slack.say("bertil", place, "och Vanda då?"), name="bertil")
    assert "Vanda" in second["text"]


def test_a_mention_in_a_thread_is_answered_there_and_the_thread_is_remembered(serve: Any, slack: Emulator) -> None:
    serve()
    ts = slack.ask("anna", "fragor", "Är Nuuk vänort?")
    slack.wait("fragor", ts)
    slack.ask("bertil", "fragor", "och Vanda då?", thread_ts=ts)
    _, second = slack.wait("fragor", ts, 2)
    assert "Vanda" in second["text"]


def test_a_message_that_is_not_to_the_bot_is_let_be(serve: Any, slack: Emulator) -> None:
    bot = serve()
    other = slack.say("anna", "fragor", QUESTION)
    asked = slack.ask("anna", "fragor", QUESTION)
    slack.wait("fragor", asked)
    bot.wait_for_log("answered")
    assert slack.replies("fragor", other) == []
    assert sum(line["event"] == "answered" for line in bot.lines) == 1


def event(slack: Emulator, **changes: Any) -> dict[str, Any]:
    """A mention as Slack sends it."""
    told = {
        "type": "app_mention",
        "user": slack.users["anna"],
        "text": f"<@{slack.bot}> {QUESTION}",
        "ts": f"{time.time():.6f}",
        "channel": slack.channels["fragor"],
    } | changes
    return {"type": "event_callback", "team_id": slack.team, "event_id": "Ev1", "event": told}


def test_an_event_that_is_delivered_again_is_answered_once(serve: Any, slack: Emulator) -> None:
    bot = serve()
    told = event(slack)
    assert [bot.send(told).status_code for _ in range(3)] == [200, 200, 200]
    told["event_id"] = "Ev2"
    told["event"]["type"], told["event"]["channel_type"] = "message", "im"
    assert bot.send(told).status_code == 200
    slack.wait("fragor", told["event"]["ts"])
    bot.wait_for_log("answered")
    slack.wait("fragor", slack.ask("anna", "fragor", "status"))
    assert len(slack.replies("fragor", told["event"]["ts"])) == 1


@pytest.mark.parametrize("signing", [{"secret": "another secret"}, {"now": time.time() - 360}])
def test_a_wrong_signature_or_an_old_one_is_refused(serve: Any, slack: Emulator, signing: dict[str, Any]) -> None:
    bot = serve()
    told = event(slack)
    response = bot.send(told, **signing)
    assert response.status_code == 401
    slack.wait("fragor", slack.ask("anna", "fragor", "status"))
    assert slack.replies("fragor", told["event"]["ts"]) == []
    assert QUESTION not in bot.log.getvalue()


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"\xff", b"{}", b'{"type": "event_callback"}'])
def test_what_is_no_event_is_refused_or_let_be(serve: Any, body: bytes) -> None:
    assert serve().send(body).status_code in (400, 403, 404)


def test_what_is_too_large_is_refused(serve: Any, slack: Emulator) -> None:
    assert serve().send(event(slack, text="a" * 300_000)).status_code == 413


def test_the_address_is_confirmed_to_slack(serve: Any) -> None:
    told = serve().send({"type": "url_verification", "challenge": "c3"})
    assert (told.status_code, told.json()) == (200, {"challenge": "c3"})


@pytest.mark.parametrize("text", ["", "🤷" * 500, "<@U0VANORT>", "&lt;!channel&gt; <!here>", "a" * 30_000])
def test_any_text_is_answered_and_calls_nobody(serve: Any, slack: Emulator, text: str) -> None:
    serve()
    ts = slack.ask("anna", "fragor", text)
    (answer,) = slack.wait("fragor", ts)
    assert "<!" not in json.dumps(answer["blocks"])
    assert answer["text"]


def test_a_person_is_told_once_and_alone_what_is_stored(serve: Any, slack: Emulator, edge: Edge) -> None:
    serve(edge.url, told=False)
    for _ in range(2):
        slack.wait("fragor", slack.ask("anna", "fragor", "status"))
    (told,) = edge.called("chat.postEphemeral")
    assert told["user"] == slack.users["anna"]
    assert len(edge.made("chat.postEphemeral")) == 1
