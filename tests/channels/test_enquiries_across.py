"""A question to the coordinator across Slack and Teams: raised on one, taken and answered on the other."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Serve
from slack_edge import Edge
from slack_peer import BOT_TOKEN, MANIFEST, SIGNING_SECRET, Emulator, Interactions, missing, signed, wait_for
from teams_peer import COLLEAGUE, PERSON, BotConnector, Teams, button, content, is_first_use, read

from bot.store import Retention
from bot.tenants import one

ROOM = "19:room@thread.tacv2"
QUESTION = "Vem hälsar på månen?"
MARKED = "<!channel> <@U0ANNA> *fet* [länk](https://evil.example) <https://evil.example|klicka> @here"


@pytest.fixture(scope="module")
def slack() -> Iterator[Emulator]:
    if (reason := missing()) is not None:
        if os.environ.get("VANORT_NEEDS_NODE"):
            pytest.fail(reason)
        pytest.skip(reason)
    scopes = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
    opened = Emulator("http://127.0.0.1:9", scopes)  # its events go nowhere: these tests sign their own
    yield opened
    opened.close()


@pytest.fixture
def edge(slack: Emulator) -> Iterator[Edge]:
    opened = Edge(slack.url)
    yield opened
    opened.close()


@pytest.fixture
def connector() -> Iterator[BotConnector]:
    opened = BotConnector()
    yield opened
    opened.close()


class Both:
    """One server with both channels, and the people on either side."""

    def __init__(self, serve: Serve, slack: Emulator, edge: Edge, connector: BotConnector, *shown: str) -> None:
        self.slack, self.edge = slack, edge
        self.people = Interactions(slack, edge.response_url)
        places = {"slack": slack.channels["samordning"], "teams": ROOM}
        tenants = one(
            Path("knowledge"),
            Retention(30, "KS 1"),
            coordinators={"slack": [slack.users["samordnaren"]], "teams": [COLLEAGUE]},
            places={channel: places[channel] for channel in shown},
        )
        self.peer = serve(
            tenants=tenants,
            SLACK_SIGNING_SECRET=SIGNING_SECRET,
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_API_URL=edge.url,
            DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS="true",
        )
        self.teams = Teams(self.peer, connector)
        self._before = {one["ts"] for one in self._room()}  # the cards of other tests

    def send(self, body: bytes) -> None:
        """Post what Slack posts."""
        kind = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, **signed(body)}
        assert self.peer.client.post("/slack/events", content=body, headers=headers).status_code == 200

    def ask_in_slack(self, text: str) -> str:
        """Mention the bot; returns the thread, once it is answered."""
        ts, slack = self.slack.ask("anna", "fragor", text), self.slack
        told = {"type": "app_mention", "user": slack.users["anna"], "text": f"<@{slack.bot}> {text}", "ts": ts}
        told["channel"] = slack.channels["fragor"]
        self.send(json.dumps({"type": "event_callback", "team_id": slack.team, "event_id": ts, "event": told}).encode())
        slack.wait("fragor", ts)
        return ts

    def raise_in_slack(self, text: str) -> str:
        """Ask, and put the question to the coordinator with the form; returns the thread."""
        ts = self.ask_in_slack(QUESTION)
        (answer,) = self.slack.wait("fragor", ts)
        self.send(self.people.press("anna", answer, "enquiry:ask"))
        self.send(self.people.submit("anna", self.form(), text))
        assert "nummer 1" in self.slack.wait("fragor", ts, 2)[1]["text"]
        return ts

    def raise_in_teams(self, text: str, **changes: Any) -> None:
        """Ask, and put the question to the coordinator with the card's form."""
        self.teams.say(QUESTION, "q1")
        (unknown,) = self.teams.connector.cards(conversation="a:chat")
        self.teams.press(
            button(unknown, "enquiry:raise"), unknown["message"], "raise", inputs={"text": text}, **changes
        )
        assert "nummer 1" in read(self.teams.connector.cards(2, conversation="a:chat")[1])

    def form(self, number: int = 1) -> dict[str, Any]:
        """The form that was opened last in Slack."""
        view = self.edge.called("views.open", number)[-1]["view"]
        return view if isinstance(view, dict) else json.loads(view)  # type: ignore[no-any-return]

    def card(self, state: str) -> dict[str, Any]:
        """The first enquiry's card in Slack, as soon as it is in a state."""

        def found() -> dict[str, Any] | None:
            mine = [one for one in self._room() if one["ts"] not in self._before]
            return next((one for one in mine if f"Fråga 1: {state}" in one["text"]), None)

        return wait_for(found)  # type: ignore[return-value]

    def _room(self) -> list[dict[str, Any]]:
        read = self.slack.as_("samordnaren").conversations_history(channel=self.slack.channels["samordning"])
        return read["messages"]  # type: ignore[no-any-return]

    def arrive(self) -> None:
        """Add the bot to the coordinators' team."""
        room = {"id": ROOM, "conversationType": "channel", "tenantId": "3f2c0000-0000-4000-8000-000000000000"}
        self.teams.happen("installationUpdate", id="i1", action="add", conversation=room)
        self.teams.connector.cards(conversation=ROOM)

    def coordinate(self, verb: str, card: dict[str, Any], number: object, person: str = COLLEAGUE, **more: Any) -> Any:
        """Press a button of a card in the coordinators' team."""
        by = {"from": {"id": f"29:{person}", "name": "Bo Ek", "aadObjectId": person}}
        room = {"conversation": {"id": f"{ROOM};messageid=5", "conversationType": "channel"}}
        return self.teams.press(button(card, verb), card["message"], number, **by, **room, **more)

    def told_in_teams(self, text: str) -> list[str]:
        """The conversations in which a text was shown, other than where coordinators are."""
        posted = [call for call in self.teams.connector.calls if call["method"] == "POST"]
        said = [call for call in posted if not is_first_use(call["body"]) and text in read(call)]
        return [call["conversation"] for call in said if not call["conversation"].startswith(ROOM)]

    def told_in_slack(self, text: str) -> list[dict[str, Any]]:
        """The posts that hold a text, other than cards."""
        posts = [*self.edge.made("chat.postMessage"), *self.edge.made("chat.postEphemeral")]
        return [post for post in posts if text in post["text"] and "Fråga 1: " not in post["text"]]


def test_raised_in_teams_taken_and_answered_in_slack(
    serve: Serve, slack: Emulator, edge: Edge, connector: BotConnector
) -> None:
    both = Both(serve, slack, edge, connector, "slack")
    both.raise_in_teams("Vem hälsar på månen på torsdag?")
    shown = both.card("öppen")
    assert "Vem hälsar på månen på torsdag?" in json.dumps(shown["blocks"], ensure_ascii=False)
    assert "Alva Ek" in json.dumps(shown["blocks"])
    take = both.people.press("samordnaren", shown, "enquiry:take", channel="samordning")
    both.send(take)
    taken = both.card("tagen")
    assert taken["ts"] == shown["ts"]
    both.send(both.people.press("samordnaren", taken, "enquiry:answer", channel="samordning"))
    submit = both.people.submit("samordnaren", both.form(), "Ingen, där är det tomt.")
    for body in (submit, submit, take):  # as Slack delivers again what it thinks was lost
        both.send(body)
    *_, told = connector.cards(3, conversation="a:chat")
    assert "Ingen, där är det tomt." in read(told)
    both.card("besvarad")
    both.teams.say("status", "q2")
    connector.cards(4, conversation="a:chat")
    assert both.told_in_teams("Ingen, där är det tomt.") == ["a:chat"]
    assert both.told_in_slack("Ingen, där är det tomt.") == []


def test_raised_in_slack_taken_and_answered_in_teams_by_the_form(
    serve: Serve, slack: Emulator, edge: Edge, connector: BotConnector
) -> None:
    both = Both(serve, slack, edge, connector, "teams")
    both.arrive()
    ts = both.raise_in_slack("Vem hälsar på månen på torsdag?")
    _, card = connector.cards(2, conversation=ROOM)
    assert "Vem hälsar på månen på torsdag?" in read(card)
    both.coordinate("enquiry:take", card, "take")
    (taken,) = connector.cards(conversation=ROOM, method="PUT")
    assert "tagen" in read(taken)
    assert "Bo Ek" in read(taken)
    for _ in range(2):  # as Teams delivers again what it thinks was lost
        both.coordinate("enquiry:answer", taken, "answer", inputs={"text": "Ingen, där är det tomt."})
    told = slack.wait("fragor", ts, 3)[2]
    assert "Ingen, där är det tomt." in told["text"]
    assert "besvarad" in read(connector.cards(2, conversation=ROOM, method="PUT")[1])
    both.ask_in_slack("status")
    (once,) = both.told_in_slack("Ingen, där är det tomt.")
    assert (once["channel"], once["thread_ts"]) == (slack.channels["fragor"], ts)
    assert both.told_in_teams("Ingen, där är det tomt.") == []


def test_shown_on_both_it_is_taken_once_and_both_cards_say_by_whom(
    serve: Serve, slack: Emulator, edge: Edge, connector: BotConnector
) -> None:
    both = Both(serve, slack, edge, connector, "slack", "teams")
    both.arrive()
    both.raise_in_teams("Vem hälsar på månen på torsdag?")
    shown = both.card("öppen")
    _, card = connector.cards(2, conversation=ROOM)
    both.send(both.people.press("samordnaren", shown, "enquiry:take", channel="samordning"))
    (taken,) = connector.cards(conversation=ROOM, method="PUT")
    assert "samordnaren" in read(taken)
    both.coordinate("enquiry:answer", card, "late", inputs={"text": "Jag vet!"})
    *_, refusal = connector.cards(3, conversation=ROOM)
    assert "samordnaren" in read(refusal)
    both.send(both.people.press("samordnaren", both.card("tagen"), "enquiry:answer", channel="samordning"))
    both.send(both.people.submit("samordnaren", both.form(), "Ingen."))
    assert "Ingen." in read(connector.cards(3, conversation="a:chat")[2])
    assert both.told_in_teams("Jag vet!") == []


def test_markup_of_one_platform_is_shown_on_the_other_as_it_was_written(
    serve: Serve, slack: Emulator, edge: Edge, connector: BotConnector
) -> None:
    both = Both(serve, slack, edge, connector, "slack")
    named = {"from": {"id": "29:asker", "name": "<!here> <@U0ANNA> *Ek*", "aadObjectId": PERSON}}
    both.raise_in_teams(MARKED, **named)
    shown = both.card("öppen")
    told = json.dumps(shown["blocks"]) + shown["text"]
    assert not [mark for mark in ("<!", "<@", "@here") if mark in told]
    assert "<" not in shown["text"]
    marked = [block["text"] for block in shown["blocks"] if block["type"] == "section"]
    (question,) = [text for text in marked if "evil.example" in text["text"]]
    assert question["type"] == "plain_text", "Slack would read a link out of it"
    both.send(both.people.press("samordnaren", shown, "enquiry:answer", channel="samordning"))
    both.send(both.people.submit("samordnaren", both.form(), MARKED))
    *_, answer = connector.cards(3, conversation="a:chat")
    assert MARKED in read(answer)
    assert '"TextBlock"' not in json.dumps(content(answer)), "Teams would read Markdown out of it"


def test_a_step_of_somebody_else_is_refused_whatever_number_it_names(
    serve: Serve, slack: Emulator, edge: Edge, connector: BotConnector
) -> None:
    both = Both(serve, slack, edge, connector, "slack", "teams")
    both.arrive()
    both.raise_in_teams("Vem hälsar på månen på torsdag?")
    shown, (_, card) = both.card("öppen"), connector.cards(2, conversation=ROOM)
    for number in (1, 2, 2**40):
        forged = {"verb": "enquiry:answer", "data": {"enquiry": number}}
        both.teams.press(forged, card["message"], f"forged{number}", inputs={"text": "Falskt."})
        view = {
            "type": "modal",
            "callback_id": "enquiry:answer",
            "private_metadata": json.dumps(_carried(both, number)),
        }
        both.send(both.people.submit("bertil", view, "Falskt."))
    both.send(both.people.press("bertil", shown, "enquiry:close", channel="samordning"))
    both.peer.wait_for_handled("enquiry:answer", 6)
    both.peer.wait_for_handled("enquiry:close")
    steps = [line for line in both.peer.lines if str(line.get("kind")).startswith("enquiry:a")]
    assert {line["why"] for line in steps if line["event"] == "handled"} == {"not_coordinator"}
    assert both.card("öppen")["ts"] == shown["ts"]
    assert both.told_in_teams("Falskt.") == []


def _carried(both: Both, number: int) -> dict[str, Any]:
    """What the form of an answer carries."""
    return {"enquiry": number, "channel": both.slack.channels["samordning"], "thread": None}
