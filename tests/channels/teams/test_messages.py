"""Messages in, cards out: in chats and channels, once, in the language asked; edits, deletions, welcome, commands."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from teams_peer import BOT, Open, Teams, button, content, read

QUESTION = "Är Nuuk inte vänort längre?"
THREAD = "19:channel@thread.tacv2;messageid=17"
CHANNEL = {"id": THREAD, "conversationType": "channel"}
MENTION = {"type": "mention", "text": "<at>Vänort</at>", "mentioned": {"id": BOT, "name": "Vänort"}}


def test_a_question_is_answered_with_one_card_and_its_text_for_screen_readers(open_teams: Open) -> None:
    teams = open_teams()
    response = teams.say(QUESTION)
    assert (response.status_code, response.content) == (200, b"")
    (call,) = teams.connector.cards()
    body = call["body"]
    assert (call["conversation"], body["from"], body["type"]) == ("a:chat", {"id": BOT}, "message")
    assert "text" not in body, "a text beside the card would be a second message"
    assert body["summary"].startswith("Nuuk")
    assert read(call).startswith("Nuuk")
    assert call["token"] is None


def test_an_activity_that_comes_twice_is_answered_once(open_teams: Open) -> None:
    teams = open_teams()
    assert [teams.say(QUESTION, 1).status_code for _ in range(3)] == [200, 200, 200]
    teams.say("Är Vanda vänort?", 2)
    _, second = teams.connector.cards(2)
    assert "Vanda" in read(second)
    assert teams.peer.metric("vanort_events_total", channel="teams", result="repeated") == 2


@pytest.mark.parametrize("text", ["<at>Vänort</at> är Nuuk vänort?", "är Nuuk vänort? <at>Vänort</at>&nbsp;"])
def test_a_mention_in_a_channel_is_answered_in_its_thread_without_the_mention(open_teams: Open, text: str) -> None:
    teams = open_teams()
    teams.say(text, conversation=CHANNEL, entities=[MENTION])
    (call,) = teams.connector.cards()
    assert call["conversation"] == THREAD
    form = next(part for part in content(call)["actions"] if part["type"] == "Action.ShowCard")
    assert form["card"]["body"][0]["value"] == "är Nuuk vänort?"


def test_other_people_who_are_mentioned_keep_their_names(open_teams: Open) -> None:
    teams = open_teams()
    other = {"type": "mention", "text": "<at>Bo Ek</at>", "mentioned": {"id": "29:bo", "name": "Bo Ek"}}
    teams.say("<at>Vänort</at> frågar <at>Bo Ek</at> om Nuuk?", conversation=CHANNEL, entities=[MENTION, other])
    (call,) = teams.connector.cards()
    form = next(part for part in content(call)["actions"] if part["type"] == "Action.ShowCard")
    assert form["card"]["body"][0]["value"] == "frågar Bo Ek om Nuuk?"


def test_a_chat_remembers_what_it_was_about_and_another_chat_does_not(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Är Nuuk vänort?", 1)
    teams.say("och Vanda då?", 2)
    _, second = teams.connector.cards(2)
    assert "Vanda" in read(second)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("status", "Läget"),
        ("Status ukraina", "Ukraina"),
        ("hjälp", "Varje svar har källa och datum."),
        ("help", "Every answer has a source and a date."),
        ("", "Jag förstår inte frågan."),
    ],
)
def test_commands_and_an_empty_message_get_a_card(open_teams: Open, text: str, told: str) -> None:
    teams = open_teams()
    teams.say(text)
    assert told in read(teams.connector.cards()[0])


def test_the_welcome_comes_once_though_teams_tells_of_an_installation_twice(open_teams: Open) -> None:
    teams = open_teams()
    for number in (1, 2):
        teams.happen("installationUpdate", id=f"i{number}", action="add")
        teams.happen("conversationUpdate", id=f"c{number}", membersAdded=[{"id": "29:asker"}, {"id": BOT}])
    teams.happen("conversationUpdate", id="c3", membersAdded=[{"id": "29:somebody"}])
    teams.happen("installationUpdate", id="i3", action="remove")
    teams.say(QUESTION)
    welcome, answer = teams.connector.cards(2)
    assert "Varje svar har källa och datum." in read(welcome)
    assert "Nuuk" in read(answer)
    kept = teams.peer.server.source.get().installations
    assert kept.find("teams", "a:chat") is None, "a person's own chat is not kept"


def test_the_welcome_speaks_the_language_of_the_person(open_teams: Open) -> None:
    teams = open_teams()
    teams.happen("installationUpdate", action="add", locale="en-GB")
    assert "Every answer has a source and a date." in read(teams.connector.cards()[0])


def test_a_choice_replaces_the_card_that_asked_back(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en buss?")
    (asked,) = teams.connector.cards()
    chosen = button(asked, "choice")
    response = teams.press(chosen, asked["message"])
    assert response.json() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Ett ögonblick …",
    }
    (replaced,) = teams.connector.cards(method="PUT")
    assert replaced["message"] == asked["message"]
    assert read(replaced) != read(asked)


def test_a_choice_on_an_older_card_is_not_taken_for_an_answer_to_a_later_question(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en buss?", 1)
    (older,) = teams.connector.cards()
    teams.say("Får vi skänka en brandbil?", 2)
    _, newer = teams.connector.cards(2)
    teams.press(button(older, "choice"), older["message"], 1)
    (past,) = teams.connector.cards(method="PUT")
    assert past["message"] == older["message"]
    assert "Det valet hör till en tidigare fråga." in read(past)
    teams.press(button(newer, "choice"), newer["message"], 2)
    _, answered = teams.connector.cards(2, method="PUT")
    assert answered["message"] == newer["message"]
    assert "tidigare fråga" not in read(answered)


def test_a_choice_stands_in_the_log_with_its_question(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en skolbuss?")
    (asked,) = teams.connector.cards()
    choose(teams, asked, "Behövs inte längre", 2)
    part = teams.peer.server.source.get().tenant()
    assert [q.text for q in part.questions.since(date.min)] == ["Får vi skänka en skolbuss? (Behövs inte längre)"]


def test_a_choice_on_an_older_card_leaves_its_question_in_the_log(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en buss?", 1)
    (older,) = teams.connector.cards()
    teams.say("Får vi skänka en brandbil?", 2)
    teams.connector.cards(2)
    choose(teams, older, "Behövs inte längre", 3)
    part = teams.peer.server.source.get().tenant()
    kept = [q.text for q in part.questions.since(date.min)]
    assert kept[-2:] == ["Får vi skänka en brandbil?", "Får vi skänka en buss?"]


def test_nothing_is_remembered_of_a_deleted_question_that_was_chosen_on(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Är Nuuk vänort?", 1)
    teams.peer.wait_for_log("answered")
    part = teams.peer.server.source.get().tenant()
    before = part.conversations.load("teams", "a:chat", teams.peer.now()).memory
    teams.say("Får vi skänka en skolbuss?", 2)
    _, asked = teams.connector.cards(2)
    choose(teams, asked, "Behövs inte längre", 3)
    teams.happen("messageDelete", id="2", channelData={"eventType": "softDeleteMessage"})
    teams.peer.wait_for_handled("delete")
    assert part.conversations.load("teams", "a:chat", teams.peer.now()).memory == before


def test_an_edit_of_a_question_that_was_chosen_on_is_no_reply_to_what_was_asked_back(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en skolbuss?", 1)
    (asked,) = teams.connector.cards()
    choose(teams, asked, "Behövs inte längre", 2)
    edited = {"text": "till Polen", "channelData": {"eventType": "editMessage"}}
    teams.happen("messageUpdate", id="1", **edited)
    _, changed = teams.connector.cards(2, method="PUT")
    alone = {"id": "b:chat", "conversationType": "personal"}
    teams.say("till Polen", 3, conversation=alone)
    (said,) = teams.connector.cards(conversation="b:chat")
    assert read(changed) == read(said)


def choose(teams: Teams, asked: dict[str, Any], title: str, number: int) -> None:
    """Press a choice of a card, and wait until it is recorded as the answer of this number."""
    teams.press(button(asked, title), asked["message"])
    teams.peer.wait_for_log("answered", number)


def test_small_talk_between_leaves_a_choice_open(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en buss?", 1)
    (asked,) = teams.connector.cards()
    teams.say("tack", 2)
    teams.connector.cards(2)
    teams.press(button(asked, "choice"), asked["message"])
    (answered,) = teams.connector.cards(method="PUT")
    assert "tidigare fråga" not in read(answered)


def test_a_nearest_entry_replaces_the_card_that_did_not_know(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Vad kostar ett besök hos en vänort på månen?")
    (unknown,) = teams.connector.cards()
    near = button(unknown, "choice")
    assert near["data"]["fact"] == "entry"
    teams.press(near, unknown["message"])
    (replaced,) = teams.connector.cards(method="PUT")
    assert replaced["message"] == unknown["message"]
    assert read(replaced) != read(unknown)


def test_an_opinion_is_kept_with_the_entry_and_leaves_the_card(open_teams: Open) -> None:
    teams = open_teams()
    teams.say(QUESTION)
    (shown,) = teams.connector.cards()
    told = teams.press(button(shown, "Hjälpte"), shown["message"])
    assert told.json()["value"] == "Tack för ditt omdöme."
    lines = teams.peer.log.wait(lambda: [line for line in teams.peer.lines if line.get("kind") == "feedback"])
    assert lines[0]["outcome"] == "up"
    (votes,) = teams.peer.server.source.get().tenant().feedback.votes(teams.peer.now().date().replace(day=1))
    assert (votes.up, votes.down) == (1, 0)
    assert votes.entry is not None
    assert not [call for call in teams.connector.calls if call["method"] != "POST"]


def test_an_edited_question_is_answered_anew_in_the_same_card(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Är Nuuk vänort?", 5)
    (first,) = teams.connector.cards()
    teams.happen("messageUpdate", id="5", text="Är Vanda vänort?", channelData={"eventType": "editMessage"})
    (changed,) = teams.connector.cards(method="PUT")
    assert changed["message"] == first["message"]
    assert "Vanda" in read(changed)


def test_the_answer_to_a_deleted_question_is_deleted(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Är Nuuk vänort?", 5)
    (first,) = teams.connector.cards()
    teams.happen("messageDelete", id="5", channelData={"eventType": "softDeleteMessage"})
    (gone,) = teams.connector.cards(method="DELETE")
    assert gone["message"] == first["message"]


def test_a_request_does_not_wait_for_the_answer(open_teams: Open) -> None:
    teams = open_teams()
    released = threading.Event()
    teams.connector.before = lambda: released.wait(20)
    assert teams.say(QUESTION).status_code == 200  # while Teams takes no answer
    assert not teams.connector.calls
    released.set()
    assert "Nuuk" in read(teams.connector.cards()[0])


def test_while_the_database_is_away_teams_is_told_to_send_it_again(open_teams: Open) -> None:
    teams = open_teams(DATABASE_URL="postgresql://vanort@127.0.0.1:1/none?connect_timeout=2")
    response = teams.say(QUESTION)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize("status", [412, 429, 502, 504])
def test_what_teams_wants_again_is_posted_again(open_teams: Open, status: int) -> None:
    teams = open_teams()
    refusals = iter([status])
    teams.connector.respond = lambda _: next(refusals, None)
    teams.say(QUESTION)
    assert "Nuuk" in read(teams.connector.cards()[0])
    assert teams.peer.wait_for_log("failed")["reason"] == str(status)


def test_what_is_in_doubt_is_not_posted_twice(open_teams: Open) -> None:
    teams = open_teams()
    refusals = iter([500])
    teams.connector.respond = lambda _: next(refusals, None)
    teams.say(QUESTION)
    assert teams.peer.wait_for_log("answered")["outcome"] == "answer"
    assert not teams.connector.calls


def test_a_card_that_is_gone_is_posted_anew(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi skänka en buss?")
    (asked,) = teams.connector.cards()
    teams.connector.respond = lambda call: 404 if call["method"] == "PUT" else None
    teams.press(button(asked, "choice"), asked["message"])
    _, anew = teams.connector.cards(2)
    assert read(anew) != read(asked)
