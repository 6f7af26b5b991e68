"""Buttons under an answer, and votes with their reasons."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from slack_edge import Edge
from slack_peer import Emulator, Interactions, wait_for

KEEPS = {"VANORT_RETENTION_DAYS": 90, "VANORT_DISPOSAL_DECISION": "KS 2026/77"}


def test_a_choice_is_answered_in_the_thread_once(serve: Any, slack: Emulator, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url)
    ts = slack.ask("anna", "fragor", "Får vi skänka en buss?")
    (asked,) = slack.wait("fragor", ts)
    press = people.press("anna", asked, "choice:")
    assert [bot.send(press).status_code, bot.send(people.press("bertil", asked, "choice:")).status_code] == [200, 200]
    _, chosen = slack.wait("fragor", ts, 2)
    assert chosen["thread_ts"] == ts
    bot.wait_for_log("answered", 2)
    slack.ask("anna", "fragor", "tack", thread_ts=ts)
    slack.wait("fragor", ts, 3)
    assert len(slack.replies("fragor", ts)) == 3


def test_a_vote_is_counted_and_its_reason_asked_for(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url, **KEEPS)
    ts = slack.ask("anna", "fragor", "Är Nuuk vänort?")
    (answer,) = slack.wait("fragor", ts)
    bot.wait_for_log("answered")
    assert bot.send(people.press("bertil", answer, "feedback", vote="up")).status_code == 200
    assert edge.made("views.open") == []
    assert bot.send(people.press("anna", answer, "feedback", vote="down")).status_code == 200
    (opened,) = edge.called("views.open")
    view = opened["view"] if isinstance(opened["view"], dict) else json.loads(opened["view"])
    assert view["callback_id"] == "feedback:reason"
    assert bot.send(people.submit("anna", view, "Året saknas.")).status_code == 200
    here = bot.server.source.get().tenant()
    wait_for(lambda: here.feedback.reasons(date.min))
    (votes,) = here.feedback.votes(date.min)
    assert (votes.entry, votes.up, votes.down) == ("partner-town-nuuk", 1, 1)
    assert [reason.text for reason in here.feedback.reasons(date.min)] == ["Året saknas."]


def test_no_reason_need_be_given(serve: Any, slack: Emulator, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url, **KEEPS)
    ts = slack.ask("anna", "fragor", "Är Nuuk vänort?")
    (answer,) = slack.wait("fragor", ts)
    bot.wait_for_log("answered")
    bot.send(people.press("anna", answer, "feedback", vote="down"))
    (opened,) = edge.called("views.open")
    view = opened["view"] if isinstance(opened["view"], dict) else json.loads(opened["view"])
    assert bot.send(people.submit("anna", view, None)).status_code == 200
