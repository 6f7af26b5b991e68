"""What Slack refuses or loses, and how fast the bot posts."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_edge import Edge
from slack_peer import Emulator, Interactions

from bot.channels.slack import channel, pacing
from bot.channels.slack.pacing import Pace, Pacing
from bot.question import Language
from bot.runtime import desk, errands, worker
from bot.runtime.messages import CARD, Notice
from bot.store import Party

QUESTION = "Är Nuuk inte vänort längre?"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)


def refused(error: str, **more: Any) -> tuple[int, dict[str, str], dict[str, Any]]:
    return 200, {}, {"ok": False, "error": error, **more}


def test_too_many_requests_are_waited_for_as_long_as_slack_says(serve: Any, slack: Emulator, edge: Edge) -> None:
    edge.instead["chat.postMessage"] = [(429, {"Retry-After": "1"}, {"ok": False, "error": "ratelimited"})]
    bot = serve(edge.url)
    slack.wait("fragor", slack.ask("anna", "fragor", QUESTION))
    assert bot.wait_for_log("failed")["reason"] == "429"
    assert bot.wait_for_log("answered")["ms"] >= 1000
    assert edge.made("conversations.replies") == [], "Slack said that nothing was posted"


@pytest.mark.parametrize("status", [500, 503])
def test_after_a_fault_of_slacks_the_bot_looks_before_it_posts_again(
    serve: Any, slack: Emulator, edge: Edge, status: int
) -> None:
    edge.instead["chat.postMessage"] = [(status, {}, {"ok": False, "error": "internal_error"})]
    serve(edge.url)
    ts = slack.ask("anna", "fragor", QUESTION)
    slack.wait("fragor", ts)
    assert len(edge.made("conversations.replies")) == 1


def test_an_answer_that_stands_there_already_is_found_and_not_posted_again(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    """Slack posted it, and its reply was lost on the way."""
    release = threading.Event()
    edge.after = lambda method: release.wait(30) if method == "chat.postMessage" else None  # type: ignore[assignment]
    bot = serve(edge.url, VANORT_LEASE_SECONDS=6)  # a call then takes a second at most
    ts = slack.ask("anna", "fragor", QUESTION)
    bot.wait_for_log("answered")
    release.set()
    assert len(slack.replies("fragor", ts)) == 1
    assert len(edge.made("chat.postMessage")) == 1


def test_the_answer_to_a_pressed_choice_is_looked_for_after_the_message_of_the_button(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    def replies(told: dict[str, Any]) -> Any:
        return None if re.fullmatch(r"\d+\.\d+", told["oldest"]) else refused("invalid_ts_oldest")

    bot = serve(edge.url)
    ts = slack.ask("anna", "fragor", "Får vi skänka en buss?")
    (asked,) = slack.wait("fragor", ts)
    bot.wait_for_log("answered")
    edge.always["conversations.replies"] = replies
    edge.instead["chat.postMessage"] = [(500, {}, {"ok": False, "error": "internal_error"})]
    assert bot.send(people.press("anna", asked, "choice:")).status_code == 200
    slack.wait("fragor", ts, 2)
    assert [told["oldest"] for told in edge.made("conversations.replies")] == [asked["ts"]]


def test_in_a_busy_channel_it_is_looked_for_no_farther_back_than_it_can_be(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    def history(told: dict[str, Any]) -> Any:
        """Of years, unless a bound is given."""
        page = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "earlier"}}
        return None if told.get("oldest") else (200, {}, page)

    bot = serve(edge.url)
    edge.always["conversations.history"] = history
    edge.instead["chat.postMessage"] = [(500, {}, {"ok": False, "error": "internal_error"})]
    notice = Notice(Language.SV, "Veckan som gick")
    item = errands.notice("default", "slack", slack.channels["samordning"], notice, cause="digest", line="digest")
    bot.server.source.get().inbox.accept(item, datetime.now(UTC))
    bot.wait_for_log("handled")
    assert len(edge.made("chat.postMessage")) == 2
    assert len(edge.made("conversations.history")) == 1


def test_a_card_that_was_looked_for_and_found_is_still_known_as_one(serve: Any, slack: Emulator, edge: Edge) -> None:
    """Slack posted it, and its reply was lost on the way."""
    release = threading.Event()
    edge.after = lambda method: release.wait(30) if method == "chat.postMessage" else None  # type: ignore[assignment]
    bot = serve(edge.url, VANORT_LEASE_SECONDS=6)  # a call then takes a second at most
    store, now = bot.server.source.get(), datetime.now(UTC)
    asker = Party("slack", "U1", {"id": "U1", "name": "Anna", "where": {}})
    raised = store.tenant().enquiries.raise_(asker, QUESTION, key="k", conversation="c", language="sv", now=now)
    people = {"asker": None, "handler": None}
    place = slack.channels["samordning"]
    store.inbox.accept(errands.card("default", "slack", place, raised.enquiry.id, people, "k"), now)
    bot.wait_for_log("handled")
    release.set()
    assert len(edge.made("chat.postMessage")) == 1
    (found,) = store.tenant().sent.about(f"enquiry:{raised.enquiry.id}", kind=CARD)
    assert found.address["enquiry"] == raised.enquiry.id


def test_blocks_that_slack_does_not_take_are_left_out(serve: Any, slack: Emulator, edge: Edge) -> None:
    edge.instead["chat.postMessage"] = [refused("invalid_blocks")]
    serve(edge.url)
    (answer,) = slack.wait("fragor", slack.ask("anna", "fragor", QUESTION))
    assert answer["text"].startswith("Nuuk")
    assert not answer.get("blocks")


def test_a_missing_scope_is_named_in_the_log(serve: Any, slack: Emulator) -> None:
    bot = serve(SLACK_BOT_TOKEN="xoxb-few-scopes", VANORT_ATTEMPTS=1, VANORT_SLACK_GUESTS="true")  # noqa: S106
    slack.ask("anna", "fragor", QUESTION)
    assert bot.wait_for_log("failed")["reason"] == "missing_scope chat:write"


def test_a_channel_that_the_bot_is_not_in_is_told_in_the_log(serve: Any, slack: Emulator) -> None:
    bot = serve(VANORT_ATTEMPTS=1)
    slack.ask("anna", "hemlig", QUESTION)
    assert bot.wait_for_log("failed")["reason"] == "not_in_channel"


def test_one_channel_gets_its_answers_no_faster_than_slack_wants(
    serve: Any, slack: Emulator, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "CHANNEL", Pace(1, 0.3))
    monkeypatch.setattr(channel, "SHORT_WAIT_SECONDS", 0.1)
    bot = serve(edge.url, VANORT_ATTEMPTS=1)  # waiting is no failure
    asked = [slack.ask("anna", "fragor", QUESTION) for _ in range(3)]
    for ts in asked:
        slack.wait("fragor", ts)
    assert len(edge.made("chat.postMessage")) == 3
    bot.wait_for_log("put_off")
    assert not [line for line in bot.lines if line["event"] in ("failed", "given_up")]
    assert edge.made("conversations.replies") == []


def test_a_flood_from_one_person_is_slowed_and_others_are_not() -> None:
    now = [0.0]
    paces = Pacing(monotonic=lambda: now[0])
    waits = [paces.wait(f"a{n}", {"@anna": pacing.PERSON}) for n in range(30)]
    assert waits[: pacing.PERSON.burst] == [0.0] * pacing.PERSON.burst
    assert waits[pacing.PERSON.burst :] == sorted(waits[pacing.PERSON.burst :])
    assert waits[-1] == pytest.approx(15 * pacing.PERSON.seconds)
    assert paces.wait("b", {"@bertil": pacing.PERSON}) == 0.0
    now[0] = waits[-1]
    assert paces.wait("a29", {"@anna": pacing.PERSON}) == 0.0, "its turn was kept"


def test_pacing_remembers_no_more_than_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST_REMEMBERED", 10)
    paces = Pacing(monotonic=lambda: 0.0)
    for n in range(100):
        paces.wait(f"r{n}", {f"c{n}": Pace(1, 1.0), "@anna": Pace(1, 1.0)})
    assert len(paces._next) <= 10
    assert len(paces._turns) <= 10
