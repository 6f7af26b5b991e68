"""Who is answered: members; guests and others only where the settings let them; open channels only when it is sure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_edge import Edge
from slack_peer import Emulator, Interactions

from bot.conversation import Memory
from bot.runtime import desk, worker

QUESTION = "Är Nuuk inte vänort längre?"
KEEPS = {"VANORT_RETENTION_DAYS": 90, "VANORT_DISPOSAL_DECISION": "KS 2026/77"}
GUEST = {"is_restricted": True}
STRANGER = {"team_id": "T-OTHER"}


def known_as(slack: Emulator, edge: Edge, name: str, **marks: Any) -> None:
    """Let Slack tell of a person what the emulator cannot."""

    def info(told: dict[str, Any]) -> Any:
        if told["user"] != slack.users[name]:
            return None
        return 200, {}, {"ok": True, "user": {"id": told["user"], "team_id": slack.team} | marks}

    edge.always["users.info"] = info


@pytest.mark.parametrize("marks", [GUEST, {"is_ultra_restricted": True}, STRANGER, {"is_stranger": True}])
def test_guests_and_people_of_other_organisations_are_refused_politely(
    serve: Any, slack: Emulator, edge: Edge, marks: dict[str, Any]
) -> None:
    known_as(slack, edge, "bertil", **marks)
    bot = serve(edge.url, **KEEPS)
    slack.ask("bertil", "fragor", QUESTION)
    (told,) = edge.called("chat.postEphemeral")
    assert told["user"] == slack.users["bertil"]
    assert "Huddinge" in told["text"]
    assert "Nuuk" not in told["text"]
    slack.wait("fragor", slack.ask("anna", "fragor", QUESTION))
    bot.wait_for_log("answered")
    assert sum(line["event"] == "answered" for line in bot.lines) == 1


def test_what_only_one_person_sees_is_not_repeated_after_a_failure_in_doubt(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    known_as(slack, edge, "bertil", **GUEST)
    edge.instead["chat.postEphemeral"] = [(500, {}, {"ok": False, "error": "internal_error"})]
    bot = serve(edge.url)
    slack.ask("bertil", "fragor", QUESTION)
    assert bot.wait_for_log("failed")["reason"] == "500"
    assert bot.wait_for_log("handled")["outcome"] == "refused"
    assert len(edge.made("chat.postEphemeral")) == 1


def test_they_are_answered_where_the_settings_let_them(serve: Any, slack: Emulator, edge: Edge) -> None:
    known_as(slack, edge, "bertil", **GUEST)
    serve(edge.url, VANORT_SLACK_GUESTS="true")
    slack.wait("fragor", slack.ask("bertil", "fragor", QUESTION))
    assert edge.made("users.info") == []


def test_a_colleague_of_another_workspace_of_the_organisation_is_no_stranger(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    known_as(slack, edge, "bertil", **STRANGER, enterprise_user={"enterprise_id": "E1"})
    bot = serve(edge.url)
    told = {"type": "app_mention", "user": slack.users["bertil"], "channel": slack.channels["fragor"]}
    told |= {"text": f"<@{slack.bot}> {QUESTION}", "ts": "1700000001.000100"}
    body = {"type": "event_callback", "team_id": slack.team, "enterprise_id": "E1", "event_id": "E", "event": told}
    assert bot.send(body).status_code == 200
    slack.wait("fragor", told["ts"])


def test_while_slack_does_not_tell_who_asks_the_question_waits(serve: Any, slack: Emulator, edge: Edge) -> None:
    edge.instead["users.info"] = [(503, {}, {"ok": False, "error": "service_unavailable"})]
    bot = serve(edge.url)
    slack.wait("fragor", slack.ask("anna", "fragor", QUESTION))
    assert bot.wait_for_log("failed")["reason"] == "503"


def test_where_slack_never_tells_who_asks_they_get_an_apology(
    serve: Any, slack: Emulator, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)
    edge.always["users.info"] = lambda _: (503, {}, {"ok": False, "error": "service_unavailable"})
    bot = serve(edge.url, VANORT_ATTEMPTS=2, VANORT_SLACK_CHANNELS=slack.channels["random"])
    unasked = slack.say("anna", "random", QUESTION)
    assert bot.wait_for_log("given_up")["apologised"] is False
    (told,) = slack.wait("fragor", slack.ask("anna", "fragor", QUESTION))
    given_up = bot.wait_for_log("given_up", 2)
    assert given_up["apologised"] is True
    assert given_up["reference"] in told["text"]
    assert slack.replies("random", unasked) == [], "nobody waits for what was not put to the bot"
    (count,) = bot.server.source.get().tenant().counts.between(date.min, date.max)
    assert (count.outcome, count.number) == ("failed", 1)


def test_an_open_channel_is_answered_unasked_when_it_is_sure_and_only_then(
    serve: Any, slack: Emulator, edge: Edge
) -> None:
    bot = serve(edge.url, VANORT_SLACK_CHANNELS=slack.channels["random"], **KEEPS)
    unsure = slack.say("anna", "random", "Hej! Någon som vill äta lunch på torsdag?")
    thanks = slack.say("anna", "random", "tack")
    sure = slack.say("anna", "random", QUESTION)
    slack.wait("random", sure)
    aside = slack.say("anna", "random", QUESTION, thread_ts=unsure)
    chatter = slack.say("anna", "random", "Ja!", thread_ts=unsure)
    slack.as_("anna").chat_update(channel=slack.channels["random"], ts=chatter, text="Är Vanda vänort?")
    bot.wait_for_log("answered")
    asked = slack.ask("anna", "random", "Vem vann schlagerfestivalen?")
    slack.wait("random", asked)
    assert [slack.replies("random", ts) for ts in (unsure, thanks, aside)] == [[], [], []]
    bot.wait_for_log("answered", 2)
    kinds = [line["kind"] for line in bot.lines if line["event"] in ("answered", "handled")]
    assert "edit" not in kinds, "people talk in threads"
    logged = [one.text for one in bot.server.source.get().tenant().questions.since(date.min)]
    assert "lunch" not in str(logged), "what was not put to the bot is not kept"


def test_what_becomes_unsure_by_an_edit_does_not_stay(serve: Any, slack: Emulator, edge: Edge) -> None:
    bot = serve(edge.url, VANORT_SLACK_CHANNELS=slack.channels["random"], **KEEPS)
    ts = slack.say("anna", "random", QUESTION)
    slack.wait("random", ts)
    bot.wait_for_log("answered")
    here = bot.server.source.get().tenant()
    assert [one.text for one in here.questions.since(date.min)] == [QUESTION]
    slack.as_("anna").chat_update(channel=slack.channels["random"], ts=ts, text="Ska vi äta lunch?")
    assert bot.wait_for_log("handled")["outcome"] == "unsure"
    assert slack.replies("random", ts) == []
    assert edge.made("chat.update") == []
    assert here.questions.since(date.min) == []
    conversation = f"{slack.team}/{slack.channels['random']}/{ts}"
    assert here.conversations.load("slack", conversation, datetime.now(UTC)).memory == Memory()


def test_what_stays_sure_after_an_edit_is_answered_anew(serve: Any, slack: Emulator, edge: Edge) -> None:
    serve(edge.url, VANORT_SLACK_CHANNELS=slack.channels["random"])
    ts = slack.say("anna", "random", QUESTION)
    slack.wait("random", ts)
    slack.as_("anna").chat_update(channel=slack.channels["random"], ts=ts, text="Är Vanda vänort?")
    (updated,) = edge.called("chat.update")
    assert "Vanda" in updated["text"]


@pytest.mark.parametrize("channels", [{}, {"VANORT_SLACK_CHANNELS": "fragor"}])
def test_what_the_bot_asked_back_is_answered_in_the_thread_without_its_name(
    serve: Any, slack: Emulator, edge: Edge, channels: dict[str, str]
) -> None:
    bot = serve(edge.url, **{name: slack.channels[channel] for name, channel in channels.items()})
    ts = slack.ask("anna", "fragor", "Får vi skänka en buss?")
    (asked,) = slack.wait("fragor", ts)
    bot.wait_for_log("answered")
    slack.say("bertil", "fragor", "Jag frågar Lisa på garaget.", thread_ts=ts)
    bot.wait_for_log("handled")
    assert slack.replies("fragor", ts) == [asked], "people talk in threads"
    slack.say("anna", "fragor", "Den behövs inte längre", thread_ts=ts)
    _, answer = slack.wait("fragor", ts, 2)
    assert answer["text"] != asked["text"]


@pytest.mark.parametrize("channels", [{}, {"VANORT_SLACK_CHANNELS": "fragor"}])
def test_a_reply_to_what_the_bot_asked_back_can_be_edited_and_deleted(
    serve: Any, slack: Emulator, edge: Edge, channels: dict[str, str]
) -> None:
    bot = serve(edge.url, **{name: slack.channels[channel] for name, channel in channels.items()})
    ts = slack.ask("anna", "fragor", "Får vi skänka en buss?")
    (asked,) = slack.wait("fragor", ts)
    bot.wait_for_log("answered")
    reply = slack.say("anna", "fragor", "Den behövs inte längre", thread_ts=ts)
    slack.wait("fragor", ts, 2)
    bot.wait_for_log("answered", 2)
    slack.as_("anna").chat_update(
        channel=slack.channels["fragor"], ts=reply, text="Den används fortfarande, och den ska till Ukraina"
    )
    (updated,) = edge.called("chat.update")
    bot.wait_for_log("answered", 3)
    slack.as_("anna").chat_delete(channel=slack.channels["fragor"], ts=reply)
    (deleted,) = edge.called("chat.delete")
    assert deleted["ts"] == updated["ts"]
    bot.wait_for_log("handled")
    assert slack.replies("fragor", ts) == [asked]


def test_a_guest_gets_no_form_for_the_coordinator(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    known_as(slack, edge, "bertil", **GUEST)
    coordinator, place = slack.users["samordnaren"], slack.channels["samordning"]
    bot = serve(edge.url, VANORT_COORDINATORS=f"slack={coordinator}", VANORT_COORDINATOR_PLACES=f"slack={place}")
    (answer,) = slack.wait("fragor", slack.ask("anna", "fragor", "Vem vann schlagerfestivalen?"))
    assert bot.send(people.press("bertil", answer, "enquiry:ask")).status_code == 200
    (told,) = edge.called("chat.postEphemeral")
    assert "Huddinge" in told["text"]
    assert edge.made("views.open") == []
