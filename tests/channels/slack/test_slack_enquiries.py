"""A question to the coordinator: put, shown, taken, answered in a form or in the card's thread, closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_edge import Edge
from slack_peer import Emulator, Interactions, button, wait_for

from bot.locales import phrase
from bot.question import Language
from bot.tenants import Tenant, Tenants

QUESTION = "När beslutade fullmäktige om motionen?"
MONEY = "Får vi skicka pengar till Ukraina?"


@pytest.fixture
def languages() -> tuple[Language, ...]:
    return ()


@pytest.fixture
def bot(
    serve: Any, slack: Emulator, edge: Edge, languages: tuple[Language, ...], request: pytest.FixtureRequest
) -> Any:
    """A server; a test may name a channel where it answers without being mentioned."""
    slack.earlier = frozenset(one["ts"] for one in room(slack))
    coordinator, place = slack.users["samordnaren"], slack.channels["samordning"]
    coordinators = {"slack": frozenset({coordinator})}
    tenant = Tenant("default", Path("knowledge"), coordinators, {"slack": place}, languages)
    channels = slack.channels.get(getattr(request, "param", ""))
    return serve(edge.url, tenants=Tenants((tenant,), None), VANORT_SLACK_CHANNELS=channels)


def opened(edge: Edge, number: int = 1) -> dict[str, Any]:
    """The form that was opened last."""
    view = edge.called("views.open", number)[-1]["view"]
    return view if isinstance(view, dict) else json.loads(view)  # type: ignore[no-any-return]


def room(slack: Emulator) -> list[dict[str, Any]]:
    """What stands in the coordinator's channel."""
    read = slack.as_("samordnaren").conversations_history(channel=slack.channels["samordning"])
    return list(read["messages"])


def card(slack: Emulator, number: int, state: str, what: str = "Fråga") -> dict[str, Any]:
    """An enquiry's card, as soon as it is in a state; other tests' bots number theirs from 1, too."""

    def found() -> dict[str, Any] | None:
        title = f"{what} {number}: {state}"
        own = (one for one in room(slack) if one["ts"] not in slack.earlier)
        return next((one for one in own if title in one["text"]), None)

    return wait_for(found)  # type: ignore[return-value]


@pytest.fixture
def put(bot: Any, slack: Emulator, edge: Edge, people: Interactions) -> Callable[[], tuple[str, dict[str, Any]]]:
    """A function that asks, puts the question to the coordinator, and returns the thread and the card."""

    def do() -> tuple[str, dict[str, Any]]:
        ts = slack.ask("anna", "fragor", QUESTION)
        (answer,) = slack.wait("fragor", ts)
        assert bot.send(people.press("anna", answer, "enquiry:ask")).status_code == 200
        view = opened(edge)
        assert view["blocks"][0]["element"]["initial_value"] == QUESTION
        assert bot.send(people.submit("anna", view, QUESTION)).status_code == 200
        _, told = slack.wait("fragor", ts, 2)
        assert "nummer 1" in told["text"]
        return ts, card(slack, 1, "öppen")

    return do


def test_an_enquiry_is_taken_and_answered_in_a_form(
    bot: Any, put: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    ts, shown = put()
    assert QUESTION in json.dumps(shown["blocks"], ensure_ascii=False)
    assert f"<@{slack.users['anna']}>" in json.dumps(shown["blocks"])
    assert "/archives/" in json.dumps(shown["blocks"]), "the card leads to the thread"
    bot.send(people.press("samordnaren", shown, "enquiry:take", channel="samordning"))
    taken = card(slack, 1, "tagen")
    assert taken["ts"] == shown["ts"]
    bot.send(people.press("samordnaren", taken, "enquiry:answer", channel="samordning"))
    view = opened(edge, 2)
    assert view["callback_id"] == "enquiry:answer"
    assert bot.send(people.submit("samordnaren", view, "Den 12 juni, § 7. <!channel>")).status_code == 200
    answer = slack.wait("fragor", ts, 3)[2]
    assert "Den 12 juni, § 7." in answer["text"]
    assert "<!channel>" not in answer["text"]
    closed = card(slack, 1, "besvarad")
    bot.send(people.press("samordnaren", closed, "enquiry:close", channel="samordning"))
    card(slack, 1, "avslutad")


@pytest.mark.parametrize("bot", ["no channel", "samordning"], indirect=True)
def test_an_enquiry_is_answered_in_the_cards_thread_by_who_has_taken_it(
    bot: Any, put: Any, slack: Emulator, people: Interactions
) -> None:
    ts, shown = put()
    slack.say("samordnaren", "samordning", "Vem tar den här?", thread_ts=shown["ts"])
    bot.send(people.press("samordnaren", shown, "enquiry:take", channel="samordning"))
    card(slack, 1, "tagen")
    slack.say("bertil", "samordning", "Jag tror att det var i juni.", thread_ts=shown["ts"])
    slack.say("samordnaren", "samordning", "Den 12 juni, § 7.", thread_ts=shown["ts"])
    told = slack.wait("fragor", ts, 3)
    assert "Den 12 juni, § 7." in told[2]["text"]
    card(slack, 1, "besvarad")
    assert len(slack.replies("fragor", ts)) == 3


def test_a_step_twice_is_one_and_others_are_refused_politely(
    bot: Any, put: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    _, shown = put()
    bot.send(people.press("bertil", shown, "enquiry:take", channel="samordning"))
    (told,) = edge.called("chat.postEphemeral")
    assert (told["user"], told["channel"]) == (slack.users["bertil"], slack.channels["samordning"])
    assert told["text"].startswith("Bara")
    bot.send(people.press("bertil", shown, "enquiry:answer", channel="samordning"))
    assert len(edge.called("chat.postEphemeral", 2)) == 2
    assert len(edge.made("views.open")) == 1, "no form for who may not answer"
    for _ in range(2):
        bot.send(people.press("samordnaren", shown, "enquiry:take", channel="samordning"))
    card(slack, 1, "tagen")


def test_an_empty_form_says_what_is_missing(
    bot: Any, put: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    _, shown = put()
    refused = bot.send(people.submit("anna", opened(edge), "  "))
    assert refused.json() == {"response_action": "errors", "errors": {"text": "Skriv din fråga."}}
    bot.send(people.press("samordnaren", shown, "enquiry:answer", channel="samordning"))
    refused = bot.send(people.submit("samordnaren", opened(edge, 2), None))
    assert refused.json()["errors"] == {"text": "Skriv ditt svar."}


def test_a_choice_or_a_follow_up_is_put_with_the_question_that_it_belongs_to(
    bot: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    ts = slack.ask("anna", "fragor", MONEY)
    (asked,) = slack.wait("fragor", ts)
    bot.send(people.press("anna", asked, "choice:money_purpose:unknown"))
    _, chosen = slack.wait("fragor", ts, 2)
    slack.ask("anna", "fragor", "Varför då?", thread_ts=ts)
    *_, why = slack.wait("fragor", ts, 3)
    for number, (answer, words) in enumerate(((chosen, "(Vet inte)"), (why, "(Vet inte) (Varför då?)")), start=1):
        bot.send(people.press("anna", answer, "enquiry:ask"))
        assert opened(edge, number)["blocks"][0]["element"]["initial_value"] == f"{MONEY} {words}"


def test_a_choice_of_an_older_question_is_not_taken_for_one_of_a_later(
    bot: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot.send(people.command("anna", MONEY))
    (older,) = edge.answered()
    bot.send(people.command("anna", "Får vi ge pengar till Moldavien?"))
    edge.answered(2)
    bot.send(people.press("anna", older, "choice:money_purpose:other"))
    *_, past = edge.answered(3)
    assert "Det valet hör till en tidigare fråga." in past["text"]
    bot.send(people.press("anna", past, "enquiry:ask"))
    assert "initial_value" not in opened(edge)["blocks"][0]["element"], "which question it was is not known"


@pytest.mark.parametrize("languages", [(Language.EN,)])
def test_the_forms_are_in_the_municipalitys_language(
    bot: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    ts = slack.ask("anna", "fragor", QUESTION)
    (answer,) = slack.wait("fragor", ts)
    bot.send(people.press("anna", answer, "enquiry:ask"))
    refused = bot.send(people.submit("anna", opened(edge), "  "))
    assert refused.json()["errors"] == {"text": phrase(Language.EN, "card.question_needed")}
    bot.send(people.submit("anna", opened(edge), QUESTION))
    shown = card(slack, 1, "open", "Question")
    bot.send(people.press("samordnaren", shown, "enquiry:answer", channel="samordning"))
    view = opened(edge, 2)
    assert view["submit"]["text"] == phrase(Language.EN, "card.send")
    refused = bot.send(people.submit("samordnaren", view, None))
    assert refused.json()["errors"] == {"text": phrase(Language.EN, "card.enquiry.reply_needed")}


def test_what_was_asked_alone_is_answered_in_the_direct_message(
    bot: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    bot.send(people.command("anna", QUESTION))
    (told,) = edge.answered()
    bot.send(people.press("anna", told, "enquiry:ask"))
    assert "direktmeddelande" in opened(edge)["blocks"][0]["hint"]["text"]
    bot.send(people.submit("anna", opened(edge), QUESTION))
    place = slack.direct("anna")

    def messages() -> list[str]:
        read = slack.as_("anna").conversations_history(channel=place)
        return [one["text"] for one in read["messages"] if one["user"] == slack.bot and "nummer 1" in one["text"]]

    assert wait_for(messages)
    found = bot.send(people.command("samordnaren", "frågor")).json()["text"]
    assert QUESTION in found


def test_everybody_sees_their_own_questions_alone(
    bot: Any, put: Any, slack: Emulator, edge: Edge, people: Interactions
) -> None:
    put()
    place = slack.direct("anna")
    (listed,) = slack.wait(place, slack.say("anna", place, "Mina frågor"), name="anna")
    assert QUESTION in listed["text"]
    bot.send(people.command("anna", "my questions"))
    assert QUESTION in edge.answered()[0]["text"]
    slack.ask("anna", "fragor", "mina frågor")
    (elsewhere,) = edge.called("chat.postEphemeral")
    assert (elsewhere["user"], QUESTION in elsewhere["text"]) == (slack.users["anna"], False)
    place = slack.direct("bertil")
    (none,) = slack.wait(place, slack.say("bertil", place, "mina frågor"), name="bertil")
    assert none["text"].startswith("Du har inga öppna frågor")


def test_without_a_place_there_is_no_button_and_the_text_names_the_role(serve: Any, slack: Emulator) -> None:
    serve()
    ts = slack.ask("anna", "fragor", QUESTION)
    (answer,) = slack.wait("fragor", ts)
    with pytest.raises(StopIteration):
        button(answer["blocks"], "enquiry:ask")
    assert "samordnare" in answer["text"]
