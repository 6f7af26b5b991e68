"""A real bot process and Microsoft's Agents Playground, asserted on what the Playground recorded."""

from __future__ import annotations

from typing import Any

import pytest
from playground_peer import CHAT, TEAM, Playground, needs_playground, until
from teams_peer import button, content, is_first_use, read

pytestmark = needs_playground
ARRIVALS = ("installationUpdate", "conversationUpdate")


@pytest.fixture
def seen(playground: Playground) -> dict[str, int]:
    """How much the bot had done in each conversation before the test."""
    return {where: len(playground.cards(where)) for where in (CHAT, TEAM)}


def next_card(playground: Playground, seen: dict[str, int], where: str = CHAT) -> dict[str, Any]:
    """What the bot does next in a conversation, without the notice of first use."""
    while True:
        card = playground.next_card(where, seen[where])
        seen[where] += 1
        if not is_first_use(card["body"]):
            return card


def test_an_installation_is_welcomed_once(playground: Playground) -> None:
    before = {kind: len(playground.told(kind)) for kind in ARRIVALS}
    playground.install(CHAT)
    told = [until(lambda kind=kind: playground.told(kind)[before[kind] :], kind)[0] for kind in ARRIVALS]
    assert [(one["response"]["statusCode"], one["response"]["body"]) for one in told] == [(200, ""), (200, "")]
    until(lambda: welcomes(playground), "the welcome")
    asked = len(playground.cards(CHAT))
    playground.say(CHAT, "Är Nuuk vänort?")
    until(lambda: [card for card in playground.cards(CHAT)[asked:] if read(card).startswith("Nuuk")], "the answer")
    assert len(welcomes(playground)) == 1, "neither of the two activities brought a second one"


def welcomes(playground: Playground) -> list[dict[str, Any]]:
    """It tells the language in one of the two activities only, and either may come first."""
    texts = ("Every answer has a source and a date.", "Varje svar har källa och datum.")
    return [card for card in playground.cards(CHAT) if any(text in read(card) for text in texts)]


def test_a_message_is_answered_with_one_card(playground: Playground, seen: dict[str, int]) -> None:
    playground.say(CHAT, "Får vi skänka en skolbuss till Ukraina?")
    card = next_card(playground, seen)
    assert (card["method"], card["conversation"]) == ("POST", CHAT)
    assert "Tillåtet med villkor" in read(card)
    assert "Tillåtet med villkor" in card["body"]["summary"]
    assert "text" not in card["body"]


def test_a_mention_in_a_channel_is_answered_in_its_thread(playground: Playground, seen: dict[str, int]) -> None:
    playground.say(TEAM, "status", mention=True)
    card = next_card(playground, seen, TEAM)
    asked = playground.told("message")[-1]["request"]["body"]
    assert card["conversation"] == asked["conversation"]["id"]
    assert card["conversation"].startswith(f"{TEAM};messageid=")
    assert "Läget" in read(card)


def test_the_button_of_an_ask_back_replaces_its_card(playground: Playground, seen: dict[str, int]) -> None:
    playground.say(CHAT, "Får vi skänka en buss?")
    asked = next_card(playground, seen)
    told = playground.press(asked, button(asked, "Behövs inte längre"))
    assert (told["statusCode"], told["body"]["value"]) == (200, "One moment …")
    replaced = next_card(playground, seen)
    assert (replaced["method"], replaced["message"]) == ("PUT", asked["message"])
    assert read(replaced) != read(asked)


def test_an_opinion_is_taken(playground: Playground, seen: dict[str, int]) -> None:
    playground.say(CHAT, "Är Vanda vänort?")
    card = next_card(playground, seen)
    told = playground.press(card, button(card, "Hjälpte inte"))
    assert (told["statusCode"], told["body"]["value"]) == (200, "Thank you for your opinion.")
    # The buttons of Teams itself, as the Playground sends them: as text, and without saying of which message.
    where = {"conversation": {"id": CHAT}, "from": {"id": "user-id-0"}}
    value = {"actionName": "feedback", "actionValue": {"reaction": "like", "feedback": ""}}
    told = playground.invoke({"name": "message/submitAction", "value": value, **where})
    assert (told["statusCode"], told["body"]) == (200, {})


def test_a_question_goes_to_the_coordinators_team_and_its_answer_comes_back(
    playground: Playground, seen: dict[str, int]
) -> None:
    playground.install(TEAM)
    next_card(playground, seen, TEAM)  # the welcome
    playground.say(CHAT, "Vem hälsar på månen?")
    unknown = next_card(playground, seen)
    playground.press(unknown, button(unknown, "enquiry:raise"), text="Vem hälsar på månen på torsdag?")
    assert "nummer 1" in read(next_card(playground, seen))
    shown = next_card(playground, seen, TEAM)
    assert "Vem hälsar på månen på torsdag?" in read(shown)

    playground.press(shown, button(shown, "enquiry:take"))
    taken = next_card(playground, seen, TEAM)
    assert (taken["method"], taken["message"]) == ("PUT", shown["message"])
    assert "tagen" in read(taken)

    playground.press(taken, button(taken, "enquiry:answer"), text="Ingen, där är det tomt.")
    answer = next_card(playground, seen)
    assert answer["conversation"] == CHAT
    assert "Ingen, där är det tomt." in read(answer)
    assert "besvarad" in read(next_card(playground, seen, TEAM))

    playground.press(taken, button(taken, "enquiry:close"))
    closed = next_card(playground, seen, TEAM)
    assert "avslutad" in read(closed)
    assert "actions" not in content(closed)
