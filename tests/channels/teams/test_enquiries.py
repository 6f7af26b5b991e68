"""A question to the coordinator: raised in Teams and answered on another channel, and the other way round."""

from __future__ import annotations

from typing import Any

import pytest
from loopback_peer import event
from teams_peer import COLLEAGUE, PERSON, Open, Teams, button, content, parts, read

ROOM = "19:room@thread.tacv2"
BOTH = {"coordinators": {"teams": [PERSON], "loopback": ["u-coordinator"]}}
UNKNOWN = "Vem hälsar på månen?"
MONEY = "Får vi skicka pengar till Ukraina?"


def arrive(teams: Teams) -> None:
    """Add the bot to the coordinators' team, which is how it learns where that is."""
    room = {"id": ROOM, "conversationType": "channel", "tenantId": "3f2c0000-0000-4000-8000-000000000000"}
    teams.happen("installationUpdate", id="i1", action="add", conversation=room)
    teams.connector.cards(conversation=ROOM)


def raised(teams: Teams, text: str = "Vem hälsar på månen på torsdag?") -> dict[str, Any]:
    """Ask the coordinator with the form of a card, in a personal chat; returns the card that offered it."""
    teams.say(UNKNOWN, "q1")
    (unknown,) = teams.connector.cards(conversation="a:chat")
    teams.press(button(unknown, "enquiry:raise"), unknown["message"], "raise", inputs={"text": text})
    return unknown


def test_raised_and_answered_in_teams(open_teams: Open) -> None:
    teams = open_teams()
    arrive(teams)
    raised(teams)
    _, card = teams.connector.cards(2, conversation=ROOM)
    assert "Vem hälsar på månen på torsdag?" in read(card)
    assert "Alva Ek" in read(card)
    teams.press(button(card, "enquiry:answer"), card["message"], "answer", inputs={"text": "Ingen."})
    _, sent, answer = teams.connector.cards(3, conversation="a:chat")
    assert "nummer 1" in read(sent)
    assert "Ingen." in read(answer)
    (updated,) = teams.connector.cards(conversation=ROOM, method="PUT")
    assert updated["message"] == card["message"]
    assert "besvarad" in read(updated)


def test_a_choice_or_a_follow_up_is_put_with_the_question_that_it_belongs_to(open_teams: Open) -> None:
    teams = open_teams()
    arrive(teams)
    teams.say(MONEY, "q1")
    (asked,) = teams.connector.cards(conversation="a:chat")
    teams.press(choice(asked, "unknown"), asked["message"], "choice")
    (chosen,) = teams.connector.cards(method="PUT")
    assert written(chosen) == f"{MONEY} (Vet inte)"
    teams.press(button(chosen, "enquiry:raise"), asked["message"], "raise", inputs={"text": written(chosen)})
    _, card = teams.connector.cards(2, conversation=ROOM)
    before = read(card).split("Tidigare i tråden")[1]
    assert before.strip().startswith(f"{MONEY} (Vet inte)")
    assert read(chosen).split("\n")[1] in before, "the answer that was shown goes along"
    teams.say("Varför då?", "q2")
    *_, why = teams.connector.cards(3, conversation="a:chat")
    assert written(why) == f"{MONEY} (Vet inte) (Varför då?)"


def test_what_was_chosen_in_a_list_is_told_in_words(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Får vi ge något till Ukraina?", "q1")
    (asked,) = teams.connector.cards(conversation="a:chat")
    teams.press(button(asked, "choice"), asked["message"], "choice", inputs={"value": "equipment"})
    (chosen,) = teams.connector.cards(method="PUT")
    assert "Du valde: Utrustning eller varor" in read(chosen)
    assert written(chosen) == "Får vi ge något till Ukraina? (Utrustning eller varor)"
    teams.press(button(asked, "choice"), asked["message"], "again", inputs={"value": "money"})
    *_, past = teams.connector.cards(2, method="PUT")
    assert "money" not in read(past), "a choice whose words are not known any more is not told by its name"


def choice(call: dict[str, Any], value: str) -> dict[str, Any]:
    """The button of an option."""
    found = (part for part in parts(content(call)) if part["type"] == "Action.Execute")
    return next(part for part in found if part["data"].get("value") == value)


def written(call: dict[str, Any]) -> str:
    """What stands in the form to the coordinator."""
    form = next(part for part in content(call)["actions"] if part["type"] == "Action.ShowCard")
    return str(form["card"]["body"][0]["value"])


def test_raised_in_teams_and_answered_on_another_channel(open_teams: Open) -> None:
    teams = open_teams(**BOTH, places={"loopback": "w/room"})
    raised(teams)
    (shown,) = teams.peer.receiver.until(lambda: [post for post in teams.peer.receiver.others if "card" in post])
    assert shown["conversation"] == "room"
    answer = event("a1", "Ingen, där är det tomt.", kind="enquiry:answer", enquiry=1, user="u-coordinator")
    assert teams.peer.post(answer).status_code == 200
    *_, told = teams.connector.cards(3, conversation="a:chat")
    assert "Ingen, där är det tomt." in read(told)


def test_raised_on_another_channel_and_answered_in_teams(open_teams: Open) -> None:
    teams = open_teams(**BOTH)
    arrive(teams)
    teams.peer.post(event("r1", "Vem betalar för månen?", kind="enquiry:raise", conversation="c9"))
    _, card = teams.connector.cards(2, conversation=ROOM)
    assert "Vem betalar för månen?" in read(card)
    teams.press(button(card, "enquiry:take"), card["message"], "take")
    (taken,) = teams.connector.cards(conversation=ROOM, method="PUT")
    assert "tagen" in read(taken)
    teams.press(button(taken, "enquiry:answer"), card["message"], "answer", inputs={"text": "Ingen."})
    told = teams.peer.receiver.until(
        lambda: [post for post in teams.peer.receiver.others if post.get("notice", {}).get("quote") == "Ingen."]
    )
    assert told[0]["conversation"] == "c9"
    teams.press(button(taken, "enquiry:close"), card["message"], "close")
    *_, closed = teams.connector.cards(3, conversation=ROOM, method="PUT")
    assert "avslutad" in read(closed)
    assert "actions" not in content(closed)


@pytest.mark.parametrize(
    ("command", "none"), [("Mina frågor", "Du har inga öppna"), ("my questions", "You have no open")]
)
def test_everybody_sees_their_own_questions_alone(open_teams: Open, command: str, none: str) -> None:
    teams = open_teams()
    teams.say(command, "before")
    assert none in read(teams.connector.cards(conversation="a:chat")[0])
    teams.press({"verb": "enquiry:raise", "data": {"reference": "r"}}, "m1", "raise", inputs={"text": "Vem betalar?"})
    teams.connector.cards(2, conversation="a:chat")
    teams.say(command, "after")
    assert "Vem betalar?" in read(teams.connector.cards(3, conversation="a:chat")[2])
    teams.say(command, "channel", conversation={"id": "19:c;messageid=1", "conversationType": "channel"})
    (elsewhere,) = teams.connector.cards(conversation="19:c")
    assert "Vem betalar?" not in read(elsewhere)
    stranger = {"id": "29:colleague", "name": "Bo Ek", "aadObjectId": COLLEAGUE}
    chat = {"id": "a:other", "conversationType": "personal"}
    teams.say(command, "stranger", conversation=chat, **{"from": stranger})
    assert none in read(teams.connector.cards(conversation="a:other")[0])


def test_only_a_coordinator_takes_a_question(open_teams: Open) -> None:
    teams = open_teams()
    arrive(teams)
    raised(teams)
    _, card = teams.connector.cards(2, conversation=ROOM)
    stranger = {"id": "29:colleague", "name": "Bo Ek", "aadObjectId": COLLEAGUE}
    room = {"id": f"{ROOM};messageid=5", "conversationType": "channel"}
    teams.press(button(card, "enquiry:take"), card["message"], "take", **{"from": stranger, "conversation": room})
    *_, refusal = teams.connector.cards(3, conversation=ROOM)
    assert refusal["conversation"] == f"{ROOM};messageid=5"
    assert "Bara kommunens internationella samordnare kan göra det." in read(refusal)
    assert not [call for call in teams.connector.calls if call["method"] == "PUT"]


def test_where_nobody_coordinates_no_card_offers_it(open_teams: Open, serve: Any, connector: Any) -> None:
    teams = Teams(serve(DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS="true"), connector)
    teams.say(UNKNOWN)
    (card,) = connector.cards()
    assert not [part for part in content(card)["actions"] if part["type"] == "Action.ShowCard"]
