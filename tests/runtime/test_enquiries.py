"""Questions to the coordinator: raised on one channel, taken and answered on another, each step once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loopback_peer import Receiver, event
from serving import Peer
from steps import steps

from bot.channels import loopback
from bot.runtime import desk, worker
from bot.runtime.delivery import Channel
from bot.runtime.requests import Kind
from bot.runtime.surroundings import Opened, Surroundings
from bot.runtime.work import Finish, Work
from bot.settings import ServerSettings, SettingsError
from bot.store import Party, State, Store

OTHER = "otherloop"
QUESTION = "Kan ni bjuda in Vanda nästa år?"
PLACED = {
    "VANORT_COORDINATORS": f"{OTHER}=anna,{OTHER}=bo,loopback=anna",
    "VANORT_COORDINATOR_PLACES": f"{OTHER}=w/desk",
}


def open_other(settings: ServerSettings, around: Surroundings) -> Opened | None:
    return loopback.open_channel(settings, around, OTHER)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)


@pytest.fixture
def both(serve: Any) -> Any:
    """A function that starts a server with two channels; coordinators sit on the other one."""

    def start(url: str | None = None, **changes: Any) -> Peer:
        peer: Peer = serve(url, openers=(loopback.open_channel, open_other), **{**PLACED, **changes})
        return peer

    return start


def raise_(peer: Peer, text: str = QUESTION, id_: str = "q1", **changes: Any) -> None:
    told = event(id_, text, conversation="c", user="asker", name="Sam", kind="enquiry:raise", **changes)
    assert peer.post(told).status_code == 200


def step(
    peer: Peer, kind: Kind, id_: str, user: str = "anna", text: str = "", channel: str = OTHER, **more: Any
) -> None:
    values = {"enquiry": 1, "conversation": "desk", "name": user.title()} | more
    told = event(id_, text, kind=kind, user=user, **values)
    assert peer.post(told, channel=channel).status_code == 200


def cards(receiver: Receiver) -> list[dict[str, Any]]:
    return [post for post in receiver.others if "card" in post]


def notices(receiver: Receiver, conversation: str) -> list[dict[str, Any]]:
    told = [post["notice"] for post in receiver.others if "notice" in post and post["conversation"] == conversation]
    return [notice for notice in told if not notice["text"].startswith("Eftersom det är första gången")]


def wait_for_state(receiver: Receiver, state: str) -> dict[str, Any]:
    """Return the card as soon as it shows a state."""
    return receiver.until(lambda: [p["card"] for p in cards(receiver) if p["card"]["state"] == state][:1])[0]


def settled(peer: Peer) -> None:
    """Wait until the inbox is empty."""
    peer.log.wait(lambda: all(d.waiting == d.held == 0 for d in peer.depth().values()))


def store(peer: Peer) -> Store:
    return peer.server.source.get()


def test_an_enquiry_goes_from_one_channel_to_another_and_back(both: Any, receiver: Receiver, database_url: str) -> None:
    peer = both(database_url)
    peer.post(event("e1", "Är Vanda vänort?", conversation="c", user="asker"))
    peer.wait_for_log("answered")
    raise_(peer)
    card = wait_for_state(receiver, "open")
    assert (card["question"], card["asker"]) == (QUESTION, {"channel": "loopback", "id": "asker", "name": "Sam"})
    assert card["context"].startswith("Är Vanda vänort?\n")
    assert receiver.posts[0]["answer"]["text"].split()[0] in card["context"]
    assert cards(receiver)[0]["conversation"] == "desk"
    receiver.until(lambda: len(notices(receiver, "c")) == 1)
    assert "nummer 1" in notices(receiver, "c")[0]["text"]

    step(peer, Kind.TAKE, "s1")
    assert wait_for_state(receiver, "taken")["handler"] == {"channel": OTHER, "id": "anna", "name": "Anna"}
    step(peer, Kind.ANSWER, "s2", text="Ja, i mars.")
    assert wait_for_state(receiver, "answered")["answer"] == "Ja, i mars."
    receiver.until(lambda: len(notices(receiver, "c")) == 2)
    answer = notices(receiver, "c")[1]
    assert answer["quote"] == "Ja, i mars."
    assert answer["text"] == "Svar från kommunens internationella samordnare på din fråga nummer 1:"

    step(peer, Kind.CLOSE, "s3")
    wait_for_state(receiver, "closed")
    settled(peer)
    assert len(cards(receiver)) == 1, "it is one card, brought up to date"
    assert len(notices(receiver, "c")) == 2, "an answered one is closed in silence"
    enquiry = store(peer).tenant().enquiries.find(1)
    assert enquiry is not None
    assert (enquiry.state, enquiry.address, enquiry.handler) == (State.CLOSED, None, None)


def test_every_step_delivered_twice_is_taken_once(both: Any, receiver: Receiver) -> None:
    peer = both()
    for _ in range(2):
        raise_(peer)
    wait_for_state(receiver, "open")
    for _ in range(2):
        step(peer, Kind.ANSWER, "s1", text="Ja.")
    wait_for_state(receiver, "answered")
    settled(peer)
    assert store(peer).tenant().enquiries.find(2) is None
    assert [n["quote"] for n in notices(receiver, "c")] == ["", "Ja."]
    assert len(steps(store(peer).tenant(), 1)) == 2


def test_a_second_answer_is_told_after_the_first(both: Any, receiver: Receiver) -> None:
    peer = both()
    raise_(peer)
    wait_for_state(receiver, "open")
    step(peer, Kind.ANSWER, "s1", text="Ja.")
    step(peer, Kind.ANSWER, "s2", text="Och i mars.")
    receiver.until(lambda: len(notices(receiver, "c")) == 3)
    assert [n["quote"] for n in notices(receiver, "c")] == ["", "Ja.", "Och i mars."]
    receiver.until(lambda: cards(receiver)[0]["card"]["answer"] == "Ja.\n\nOch i mars.")


@pytest.mark.parametrize(
    ("before", "kind", "user", "text", "said"),
    [
        ([], Kind.TAKE, "stranger", "", "Bara kommunens internationella samordnare kan göra det."),
        ([(Kind.TAKE, "anna")], Kind.TAKE, "bo", "", "Fråga 1 har redan tagits av Anna."),
        ([(Kind.TAKE, "anna")], Kind.ANSWER, "bo", "Nej.", "Fråga 1 har redan tagits av Anna."),
        ([(Kind.CLOSE, "anna")], Kind.ANSWER, "bo", "Nej.", "Det går inte: fråga 1 är avslutad."),
        ([], Kind.ANSWER, "anna", " ", "Skriv ett svar på fråga 1 först."),
        ([], Kind.HAND_BACK, "anna", "", "Det går inte: fråga 1 är öppen."),
    ],
)
def test_who_is_refused_is_told_why_and_nothing_changes(
    both: Any, receiver: Receiver, before: list[tuple[Kind, str]], kind: Kind, user: str, text: str, said: str
) -> None:
    peer = both()
    raise_(peer)
    wait_for_state(receiver, "open")
    for number, (earlier, who) in enumerate(before):
        step(peer, earlier, f"b{number}", who)
        settled(peer)
    was = store(peer).tenant().enquiries.find(1)
    step(peer, kind, "s1", user, text)
    receiver.until(lambda: notices(receiver, "desk"))
    settled(peer)
    assert notices(receiver, "desk") == [{"text": said, "quote": "", "private": True}]
    assert store(peer).tenant().enquiries.find(1) == was
    assert "Nej." not in [n["quote"] for n in notices(receiver, "c")]


def test_an_enquiry_that_is_not_there_is_told(both: Any, receiver: Receiver) -> None:
    peer = both()
    step(peer, Kind.TAKE, "s1", enquiry=99)
    receiver.until(lambda: notices(receiver, "desk"))
    assert notices(receiver, "desk")[0]["text"] == "Fråga 99 finns inte längre."


def test_one_that_is_handed_back_is_anybodys(both: Any, receiver: Receiver) -> None:
    peer = both()
    raise_(peer)
    wait_for_state(receiver, "open")
    for number, (kind, who) in enumerate([(Kind.TAKE, "anna"), (Kind.HAND_BACK, "bo"), (Kind.TAKE, "bo")]):
        step(peer, kind, f"s{number}", who)
    receiver.until(lambda: [p for p in cards(receiver) if (p["card"]["handler"] or {}).get("id") == "bo"])


def test_who_coordinates_on_one_channel_does_not_on_another(both: Any, receiver: Receiver) -> None:
    peer = both()
    raise_(peer)
    wait_for_state(receiver, "open")
    step(peer, Kind.TAKE, "s1", "bo", channel="loopback")
    receiver.until(lambda: notices(receiver, "desk"))
    step(peer, Kind.TAKE, "s2", "anna", channel="loopback")
    wait_for_state(receiver, "taken")


def test_an_enquiry_that_is_closed_without_an_answer_is_told_to_the_asker(both: Any, receiver: Receiver) -> None:
    peer = both()
    raise_(peer, "Can you invite Vanda next year?", language="en")
    wait_for_state(receiver, "open")
    step(peer, Kind.CLOSE, "s1")
    receiver.until(lambda: len(notices(receiver, "c")) == 2)
    assert notices(receiver, "c")[1]["text"] == (
        "Your question number 1 to the municipality's international coordinator is closed without an answer here."
    )


def test_places_on_two_channels_show_the_same(both: Any, receiver: Receiver) -> None:
    peer = both(VANORT_COORDINATOR_PLACES=f"{OTHER}=w/desk,loopback=w/desk-two")
    raise_(peer)
    receiver.until(lambda: len(cards(receiver)) == 2)
    assert {post["conversation"] for post in cards(receiver)} == {"desk", "desk-two"}
    step(peer, Kind.TAKE, "s1")
    receiver.until(lambda: [post["card"]["state"] for post in cards(receiver)] == ["taken", "taken"])


def test_a_card_that_somebody_removed_is_shown_again_at_the_next_step(both: Any, receiver: Receiver) -> None:
    peer = both()
    raise_(peer)
    wait_for_state(receiver, "open")
    settled(peer)
    receiver.others[:] = [post for post in receiver.others if "card" not in post]
    step(peer, Kind.TAKE, "s1")
    wait_for_state(receiver, "taken")


def test_the_newest_of_many_own_questions_are_listed(both: Any, receiver: Receiver) -> None:
    peer = both()
    part, asker = store(peer).tenant(), Party("loopback", "asker")
    for n in range(1, 104):
        part.enquiries.raise_(asker, f"Nummer {n}?", key=str(n), conversation="c", language="sv", now=peer.now())
    peer.post(event("own", "", conversation="c", user="asker", kind="enquiry:own", language="sv"))
    listed = receiver.until(lambda: [n["quote"] for n in notices(receiver, "c") if n.get("quote")])[0]
    assert [line.rpartition(". ")[2] for line in listed.split("\n")] == [f"Nummer {n}?" for n in range(103, 93, -1)]


def test_without_a_place_nothing_is_offered_and_a_question_is_sent_to_the_role(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    peer.post(event("e1", "Är Vanda vänort?"))
    raise_(peer)
    receiver.until(lambda: receiver.posts and notices(receiver, "c"))
    assert receiver.posts[0]["answer"]["ask_coordinator"] is False
    assert notices(receiver, "c")[0]["text"] == (
        "Härifrån kan jag inte skicka frågan vidare. Vänd dig direkt till kommunens internationella samordnare."
    )
    assert store(peer).tenant().enquiries.in_state(list(State)) == []


def test_with_a_place_it_is_offered_and_an_empty_question_is_asked_for(both: Any, receiver: Receiver) -> None:
    peer = both()
    peer.post(event("e1", "Är Vanda vänort?"))
    raise_(peer, " ", language="sv")
    receiver.until(lambda: receiver.posts and notices(receiver, "c"))
    assert receiver.posts[0]["answer"]["ask_coordinator"] is True
    assert notices(receiver, "c")[0]["text"].startswith("Skriv din fråga")


def test_a_place_on_a_channel_that_is_off_is_refused_at_the_start(serve: Any) -> None:
    with pytest.raises(SettingsError, match="shown in otherloop, which is not turned on"):
        serve(**PLACED)


class Died(BaseException):
    """Ends a worker's attempt where it stands, as the end of its process does."""


class Deaths:
    """Lets the first attempt at an item of one kind die, and its lease run out at once.

    Args:
        kind: of the item.
        where: "before" it does anything, once it has "posted", or "handled" all but the record of it.
    """

    def __init__(self, kind: Kind, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kind, self.where, self.late = kind, where, timedelta()
        self._handle, self._run = desk.HANDLERS[kind], worker.Workers._run
        monkeypatch.setattr(desk, "HANDLERS", {**desk.HANDLERS, kind: self.handle})
        monkeypatch.setattr(worker.Workers, "_run", lambda workers, name: self.run(workers, name))

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.late

    def die(self) -> None:
        self.late = timedelta(seconds=61)
        raise Died

    def handle(self, work: Work) -> Finish:
        if self.late:
            return self._handle(work)
        if self.where == "posted":
            work.channel = Posting(work.channel, self.die)  # type: ignore[assignment]
        if self.where != "before":
            self._handle(work)
        self.die()
        raise AssertionError

    def run(self, workers: worker.Workers, name: str) -> None:
        """Go on with the next item where an attempt died, as another process would."""
        while not workers._stopping.is_set():
            with suppress(Died):
                self._run(workers, name)


class Posting:
    """A channel that does something once it has posted."""

    def __init__(self, channel: Channel, then: Callable[[], None]) -> None:
        self._channel, self._then = channel, then

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def post(self, where: Any, message: Any, reference: str) -> None:
        self._channel.post(where, message, reference)
        self._then()


@pytest.mark.parametrize("kind", [Kind.RAISE, Kind.ANSWER, Kind.CARD, Kind.NOTICE, Kind.CLOSE])
@pytest.mark.parametrize("where", ["before", "posted", "handled"])
def test_a_process_that_dies_between_two_steps_loses_and_repeats_nothing(
    both: Any, receiver: Receiver, database_url: str, monkeypatch: pytest.MonkeyPatch, kind: Kind, where: str
) -> None:
    deaths = Deaths(kind, where, monkeypatch)
    peer = both(database_url, clock=deaths.clock, VANORT_WORKERS=1)
    raise_(peer)
    receiver.until(lambda: len(cards(receiver)) == 1)
    step(peer, Kind.ANSWER, "s1", text="Ja.")
    step(peer, Kind.CLOSE, "s2")
    receiver.until(lambda: [post for post in cards(receiver) if post["card"]["state"] == "closed"])
    receiver.until(lambda: len(notices(receiver, "c")) >= 2)
    settled(peer)
    assert deaths.late, "nothing died: nothing was tested"
    assert len(cards(receiver)) == 1
    assert [n["quote"] for n in notices(receiver, "c")] == ["", "Ja."]
    assert [after for _, after, _ in steps(store(peer).tenant(), 1)] == [State.OPEN, State.ANSWERED, State.CLOSED]
