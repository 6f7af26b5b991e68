"""The Home tab, and the prompts of the messages tab."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from slack_edge import Edge
from slack_peer import Emulator

from bot.store import Party

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEEPS = {"VANORT_RETENTION_DAYS": 90, "VANORT_DISPOSAL_DECISION": "KS 2026/77"}


def opened(slack: Emulator, name: str, tab: str) -> dict[str, Any]:
    told = {"type": "app_home_opened", "user": slack.users[name], "channel": "D1", "tab": tab, "event_ts": "1.1"}
    return {"type": "event_callback", "team_id": slack.team, "event_id": "Ev1", "event": told}


def published(edge: Edge, number: int = 1) -> str:
    view = edge.called("views.publish", number)[-1]["view"]
    return json.dumps(json.loads(view) if isinstance(view, str) else view, ensure_ascii=False)


def test_the_home_tab_shows_status_and_a_coordinator_their_desk(serve: Any, slack: Emulator, edge: Edge) -> None:
    coordinator, place = slack.users["samordnaren"], slack.channels["samordning"]
    more = {"VANORT_COORDINATORS": f"slack={coordinator}", "VANORT_COORDINATOR_PLACES": f"slack={place}"}
    bot = serve(edge.url, **KEEPS, **more)
    slack.ask("bertil", "fragor", "Vem vann schlagerfestivalen?")
    bot.wait_for_log("answered")
    assert bot.send(opened(slack, "anna", "home")).status_code == 200
    everybodys = published(edge)
    assert '"type": "home"' in everybodys
    assert "Senast ändrat" in everybodys
    assert "schlagerfestivalen" not in everybodys, "what others ask is the coordinator's to see"
    bot.send(opened(slack, "samordnaren", "home"))
    assert "schlagerfestivalen" in published(edge, 2)


def test_the_newest_of_a_persons_many_enquiries_are_shown_and_all_of_them_counted(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    bot = serve(edge.url)
    enquiries = bot.server.source.get().tenant().enquiries
    for name, number in (("anna", 103), ("bertil", 1)):
        asker = Party("slack", slack.users[name])
        for n in range(1, number + 1):
            told = {"key": f"{name}{n}", "conversation": "c", "language": "sv", "now": NOW}
            enquiries.raise_(asker, f"Fråga nummer {n} av {name}?", **told)
    bot.send(opened(slack, "anna", "home"))
    shown = published(edge)
    assert re.findall(r"nummer (\d+) av (\w+)", shown) == [(f"{n}", "anna") for n in range(103, 93, -1)]
    assert "… och 93 till" in shown


def test_the_messages_tab_suggests_the_municipalitys_questions(serve: Any, slack: Emulator, edge: Edge) -> None:
    edge.always["assistant.threads.setSuggestedPrompts"] = lambda _: (200, {}, {"ok": True})
    serve(edge.url).send(opened(slack, "anna", "messages"))
    (told,) = edge.called("assistant.threads.setSuggestedPrompts")
    assert told["channel_id"] == "D1"
    assert "thread_ts" not in told
    assert 1 <= len(told["prompts"]) <= 4
    assert all(prompt["title"] == prompt["message"] for prompt in told["prompts"])


def test_guests_are_shown_nothing(serve: Any, slack: Emulator, edge: Edge) -> None:
    edge.always["users.info"] = lambda told: (
        (200, {}, {"ok": True, "user": {"team_id": slack.team, "is_restricted": True}})
        if told["user"] == slack.users["bertil"]
        else None
    )
    bot = serve(edge.url)
    bot.send(opened(slack, "bertil", "home"))
    edge.called("users.info")
    bot.send(opened(slack, "anna", "home"))
    assert [call["user_id"] for call in edge.called("views.publish")] == [slack.users["anna"]]
