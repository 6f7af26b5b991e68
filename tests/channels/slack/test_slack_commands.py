"""/vanort: the answer is the asker's alone until they show it; help, status, the coordinator's list; the shortcut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from slack_edge import Edge
from slack_peer import Emulator, Interactions, button

from bot.question import Language
from bot.tenants import Tenant, Tenants

QUESTION = "Är Nuuk inte vänort längre?"
MONEY = "Får vi skicka pengar till Ukraina?"


def test_a_command_is_answered_for_the_asker_alone(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url)
    response = bot.send(people.command("anna", QUESTION))
    assert (response.status_code, response.text) == (200, "")
    (told,) = edge.answered()
    assert told["text"].startswith("Nuuk")
    assert told.get("response_type", "ephemeral") == "ephemeral"
    assert edge.made("chat.postMessage") == []
    assert "feedback" not in json.dumps(told["blocks"]), "nobody can vote on what only one person sees"


def test_an_answer_is_shown_in_the_channel_once_with_who_asked(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url)
    bot.send(people.command("anna", QUESTION))
    (told,) = edge.answered()
    for name in ("anna", "anna"):
        assert bot.send(people.press(name, told, "share")).status_code == 200
    (shown,) = edge.called("chat.postMessage")
    assert bot.wait_for_log("handled")["outcome"] == "shared", "it is no question of its own"
    assert shown["text"].startswith("Nuuk")
    assert f"<@{slack.users['anna']}> frågade: {QUESTION}" in shown["text"]
    assert "thread_ts" not in shown
    assert shown["channel"] == slack.channels["fragor"]


def shares(bot: Any, edge: Edge, people: Interactions, told: dict[str, Any], question: str) -> None:
    """Show an answer in the channel: it is the one that was told, word for word, with the question."""
    assert bot.send(people.press("anna", told, "share")).status_code == 200
    (shown,) = edge.called("chat.postMessage")
    assert shown["text"].startswith(told["text"] + "\n\n<@")
    assert shown["text"].endswith(f"> frågade: {question}")


def test_the_answer_to_a_choice_is_shown_with_the_question_that_it_belongs_to(
    serve: Any, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url)
    bot.send(people.command("anna", MONEY))
    (asked,) = edge.answered()
    assert "share" not in json.dumps(asked["blocks"]), "what is asked back is the asker's to answer"
    bot.send(people.press("anna", asked, "choice:money_purpose:other"))
    _, told = edge.answered(2)
    shares(bot, edge, people, told, f"{MONEY} (Något annat)")


def test_a_follow_up_is_shown_as_it_was_answered(serve: Any, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url)
    for number, text in enumerate((QUESTION, "Varför då?", "Får vi skänka en buss till Norge?"), start=1):
        bot.send(people.command("anna", text))
        edge.answered(number)
    shares(bot, edge, people, edge.answered(3)[1], f"{QUESTION} (Varför då?)")


def test_another_answer_than_the_one_that_was_told_is_never_shown(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url)
    bot.send(people.command("anna", QUESTION))
    (told,) = edge.answered()
    pressed = button(told["blocks"], "share")
    carried = json.loads(pressed["value"])
    carried["again"]["mark"] = "that of an answer by older knowledge"
    pressed["value"] = json.dumps(carried)
    bot.send(people.press("anna", told, "share"))
    (notice,) = edge.called("chat.postEphemeral")
    assert (notice["user"], edge.made("chat.postMessage")) == (slack.users["anna"], [])
    assert notice["text"].startswith("Svaret har ändrats sedan du fick det")


def test_a_command_remembers_what_the_same_person_asked_there(serve: Any, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url)
    bot.send(people.command("anna", "Är Nuuk vänort?"))
    edge.answered()
    bot.send(people.command("anna", "och Vanda då?"))
    assert "Vanda" in edge.answered(2)[1]["text"]


def test_the_command_gives_status_and_help(serve: Any, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url)
    bot.send(people.command("anna", "status ukraina"))
    assert "Ukraina" in edge.answered()[0]["text"].splitlines()[0]
    bot.send(people.command("anna", ""))
    bot.send(people.command("bertil", "help"))
    texts = {told["text"][:8] for told in edge.answered(3)[1:]}
    assert texts == {"Jag svar", "I answer"}


def test_only_coordinators_see_what_waits(serve: Any, slack: Emulator, edge: Edge, people: Interactions) -> None:
    bot = serve(edge.url, VANORT_COORDINATORS=f"slack={slack.users['samordnaren']}")
    assert bot.send(people.command("anna", "frågor")).text.startswith("Bara")
    assert bot.send(people.command("samordnaren", "frågor")).json()["text"] == "Inga frågor väntar på svar."


def test_what_is_shown_unasked_is_in_the_municipalitys_language(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    coordinators = {"slack": frozenset({slack.users["samordnaren"]})}
    english = Tenant("default", Path("knowledge"), coordinators, languages=(Language.EN,))
    bot = serve(edge.url, tenants=Tenants((english,), None))
    assert bot.send(people.command("anna", "frågor")).text.startswith("Only the coordinator")
    assert bot.send(people.command("samordnaren", "frågor")).json()["text"].startswith("No questions")
    bot.send(people.command("anna", ""))
    assert edge.answered()[0]["text"].startswith("I answer")


def test_a_message_can_be_asked_about_by_shortcut(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot = serve(edge.url)
    ts = slack.say("bertil", "fragor", f"Någon som vet? {QUESTION}")
    message = slack.as_("anna").conversations_replies(channel=slack.channels["fragor"], ts=ts)["messages"][0]
    assert bot.send(people.shortcut("anna", message)).status_code == 200
    (told,) = edge.answered()
    assert told["text"].startswith("Nuuk")
    bot.send(people.press("anna", told | {"thread_ts": ts}, "share"))
    (shown,) = slack.wait("fragor", ts)
    assert shown["text"].startswith("Nuuk")


def test_a_long_question_is_asked_of_the_coordinator_shortened_and_not_shared(
    serve: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    """A button holds 2,000 characters: less than a question may have."""
    place = slack.channels["samordning"]
    coordinator = slack.users["samordnaren"]
    bot = serve(edge.url, VANORT_COORDINATORS=f"slack={coordinator}", VANORT_COORDINATOR_PLACES=f"slack={place}")
    bot.send(people.command("anna", 'Vad gäller "här" egentligen? ' * 90))
    (told,) = edge.answered()
    assert "share" not in json.dumps(told["blocks"])
    value = button(told["blocks"], "enquiry:ask")["value"]
    assert len(value) <= 2000
    assert json.loads(value)["question"].endswith("…")
