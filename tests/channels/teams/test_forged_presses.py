"""What a card carries comes back from a person's own program, which may have put something else in its place."""

from __future__ import annotations

from typing import Any

from teams_peer import COLLEAGUE, Open, Teams, button, read

ROOM = {"id": "19:theirs@thread.tacv2;messageid=1", "conversationType": "channel"}
STRANGER = {
    "from": {"id": "29:stranger", "name": "Bo Ek", "aadObjectId": COLLEAGUE},
    "conversation": {"id": "a:other", "conversationType": "personal"},
}
CHOICE = {"fact": "entry", "value": "partner-town-nuuk", "label": "Nuuk"}


def edited(teams: Teams, text: str) -> dict[str, Any]:
    """Edit the question; returns the card that was changed by it."""
    told = {"text": text, "channelData": {"eventType": "editMessage"}, "conversation": ROOM}
    teams.happen("messageUpdate", id="q1", timestamp="2026-11-26T11:05:00Z", **told)
    (changed,) = teams.connector.cards(method="PUT")
    return changed


def test_a_choice_does_not_take_the_place_of_the_answer_in_another_conversation(open_teams: Open) -> None:
    teams = open_teams()
    forged = {"verb": "choice", "data": {"reference": f"{ROOM['id']}/q1", **CHOICE}}
    assert "Det gick inte" in teams.press(forged, "mine", "forged", **STRANGER).json()["value"]
    assert teams.peer.depth() == {}
    teams.say("Är Vanda vänort?", "q1", conversation=ROOM)
    (answer,) = teams.connector.cards()
    changed = edited(teams, "Är Nuuk vänort?")
    assert (changed["conversation"], changed["message"]) == (ROOM["id"], answer["message"])


def test_a_vote_on_an_answer_in_another_conversation_is_not_taken(open_teams: Open) -> None:
    teams = open_teams()
    teams.say("Är Vanda vänort?", "q1", conversation=ROOM)
    (answer,) = teams.connector.cards()
    vote = button(answer, "feedback")
    assert "Det gick inte" in teams.press(vote, answer["message"], "forged", **STRANGER).json()["value"]
    assert teams.press(vote, answer["message"], "theirs", conversation=ROOM).json()["statusCode"] == 200
    teams.peer.wait_for_handled("feedback")
    assert len([line for line in teams.peer.lines if line.get("kind") == "feedback"]) == 1
    assert "Vanda" in read(answer)
