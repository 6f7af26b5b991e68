"""What fails is tried again, posted once, and ends in an apology with a reference; what is in hand is finished."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from loopback_peer import SECRET, Receiver, event
from serving import KEY, Known

from bot.channels import loopback
from bot.channels.loopback import LoopbackChannel
from bot.runtime import desk, worker
from bot.runtime.delivery import NotYet, Sent
from bot.runtime.handlers import questions
from bot.runtime.messages import Outgoing
from bot.runtime.requests import Address
from bot.runtime.surroundings import Opened, Surroundings
from bot.settings import ServerSettings
from bot.store import Depth, Incoming, Store, open_store

QUESTION = "Är Nuuk inte vänort längre?"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)


def statuses(receiver: Receiver, *these: int | None) -> list[int]:
    """Let the platform answer the next posts with these statuses; returns those that it gave so far."""
    left, given = list(these), []

    def respond(_: dict[str, Any]) -> int | None:
        status = left.pop(0) if left else None
        given.append(status or 200)
        return status

    receiver.respond = respond
    return given


def broken(*_: object) -> None:
    raise ValueError(f"the text was {QUESTION}")


def test_a_platform_that_refuses_is_asked_again_without_looking(serve: Any, receiver: Receiver) -> None:
    given = statuses(receiver, 429, 400, None)
    peer = serve()
    peer.post(event(1, QUESTION))
    assert [post["event"] for post in receiver.first()] == ["e1"]
    assert given == [429, 400, 200]
    assert receiver.finds == 0


def test_a_platform_that_fails_is_looked_into_before_each_post(serve: Any, receiver: Receiver) -> None:
    given = statuses(receiver, 500, 429, None)
    peer = serve()
    peer.post(event(1, QUESTION))
    receiver.first()
    assert given == [500, 429, 200]
    assert receiver.finds == 2, "once in doubt, it stays so until somebody has looked"


def test_what_was_posted_without_a_reply_is_found_and_not_posted_again(serve: Any, receiver: Receiver) -> None:
    release = threading.Event()
    receiver.after = lambda: release.wait(30)
    peer = serve(VANORT_LEASE_SECONDS=2)  # a request then takes a third of a second at most
    peer.post(event(1, QUESTION))
    receiver.first()
    peer.wait_for_log("answered")
    release.set()
    assert receiver.times() == {"e1": 1}
    assert receiver.finds == 1


def test_a_question_that_the_program_fails_on_ends_in_an_apology(
    serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "answer", broken)
    peer = serve(VANORT_ATTEMPTS=3)
    peer.post(event(1, QUESTION))
    peer.post(event(2, "Is Nuuk still a partner town?"))
    swedish, english = sorted(receiver.first(2), key=lambda post: post["event"])
    reference = swedish["apology"]["reference"]
    assert swedish["apology"]["text"] == (
        "Något gick fel hos mig, så jag kunde inte svara. Fråga gärna igen om en stund. Hjälper inte det, så uppge "
        f"referensen {reference} för den som sköter roboten."
    )
    assert english["apology"]["text"].startswith("Something went wrong on my side")
    peer.wait_for_log("given_up", 2)
    failed = [line for line in peer.lines if line.get("reference") == reference]
    assert [line["event"] for line in failed] == ["failed", "failed", "failed", "given_up"]
    assert {line["error"] for line in failed[:3]} == {"ValueError"}
    assert "test_failures.py" in failed[0]["raised_at"][-1]
    assert QUESTION not in peer.log.getvalue()
    assert peer.depth() == {"loopback": Depth(0, 0, 2, 0.0)}
    assert peer.metric("vanort_failures_total", tenant="default", channel="loopback", then="given_up") == 2
    assert peer.metric("vanort_failures_total", tenant="default", channel="loopback", then="retried") == 4


def test_a_giving_up_is_recorded_whole_once_the_database_is_back(
    serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The counts are away while it is recorded, and come back at the third try."""
    tries = []

    def rename(*names: str) -> None:
        with sqlite3.connect(tmp_path / "vanort.db") as other:
            other.execute("ALTER TABLE {} RENAME TO {}".format(*names))
        other.close()

    def get() -> Store:
        if threading.current_thread().name.startswith("worker") and receiver.posts:
            tries.append(1)
            if len(tries) == 3:
                rename("away", "daily_count")
        return source_get()

    monkeypatch.setattr(desk, "_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(questions, "answer", broken)
    peer = serve(VANORT_ATTEMPTS=1, VANORT_WORKERS=1)
    source_get = peer.server.source.get
    monkeypatch.setattr(peer.server.source, "get", get)
    receiver.after = lambda: rename("daily_count", "away")
    peer.post(event(1, QUESTION))
    assert peer.wait_for_log("given_up")["apologised"] is True
    here = source_get().tenant()
    assert [(count.outcome, count.number) for count in here.counts.between(date.min, date.max)] == [("failed", 1)]
    assert len(here.sent.about("w/e1")) == 1, "an edit takes the apology's place"
    assert len(here.privacy.export("loopback", "u1")["messages"]) == 1
    assert peer.depth()["loopback"].failed == 1


class Paced(LoopbackChannel):
    """A channel that lets the first posts wait for their turn."""

    def __init__(self, waits: int, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.left = waits

    def post(self, where: Address, message: Outgoing, reference: str) -> Sent:
        if self.left:
            self.left -= 1
            raise NotYet(0.05)
        return super().post(where, message, reference)


def paced(waits: int) -> Callable[[ServerSettings, Surroundings], Opened | None]:
    def start(settings: ServerSettings, around: Surroundings) -> Opened | None:
        opened = loopback.open_channel(settings, around)
        assert opened is not None
        channel = Paced(waits, settings.loopback_url, SECRET, name=loopback.NAME, timeout_seconds=5)
        return replace(opened, channel=channel)

    return start


def test_who_waits_for_their_turn_has_not_failed(serve: Any, receiver: Receiver) -> None:
    peer = serve(openers=(paced(3),), VANORT_ATTEMPTS=1)
    peer.post(event(1, QUESTION))
    assert "answer" in receiver.first()[0]
    assert peer.wait_for_log("answered")["attempt"] == 4
    assert receiver.finds == 0
    for then in ("retried", "given_up"):
        assert peer.metric("vanort_failures_total", tenant="default", channel="loopback", then=then) in (None, 0)


def test_waiting_does_not_put_off_the_next_try_after_a_failure(serve: Any, receiver: Receiver) -> None:
    statuses(receiver, 503)
    peer = serve(openers=(paced(12),))
    peer.post(event(1, QUESTION))
    posted = receiver.first()  # a delay that grew with each wait would be 40 seconds
    assert "answer" in posted[0]
    assert peer.wait_for_log("answered")["attempt"] == 14


def test_an_apology_waits_for_its_turn(serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "answer", broken)
    peer = serve(openers=(paced(2),), VANORT_ATTEMPTS=1)
    peer.post(event(1, QUESTION))
    assert "apology" in receiver.first()[0]
    assert peer.wait_for_log("given_up")["apologised"] is True
    assert [line["event"] for line in peer.lines if line.get("kind") == "question"].count("failed") == 1


def test_waiting_for_a_turn_that_never_comes_ends(
    serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_WAITS", 4)
    peer = serve(openers=(paced(1_000),), VANORT_ATTEMPTS=2)
    peer.post(event(1, QUESTION))
    assert peer.wait_for_log("given_up")["attempt"] == 6
    assert receiver.posts == []


def test_who_cannot_be_shown_their_own_questions_is_told_so_in_their_language(serve: Any, receiver: Receiver) -> None:
    statuses(receiver, 400)
    peer = serve(VANORT_ATTEMPTS=1)
    peer.post(event(1, "", kind="enquiry:own", language="en"))
    assert receiver.first()[0]["apology"]["text"].startswith("Something went wrong on my side")
    assert peer.wait_for_log("given_up")["apologised"] is True


def test_what_was_not_put_to_the_bot_gets_no_apology(
    serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "answer", broken)
    peer = serve(VANORT_ATTEMPTS=1)
    peer.post(event(1, QUESTION, terms="if_sure"))
    assert peer.wait_for_log("given_up")["apologised"] is False
    assert receiver.posts == []
    assert peer.server.source.get().tenant().counts.between(date.min, date.max) == []


def test_an_apology_is_not_posted_beside_an_answer_that_turns_out_to_be_there(serve: Any, receiver: Receiver) -> None:
    release = threading.Event()
    receiver.after = lambda: release.wait(30)
    peer = serve(VANORT_LEASE_SECONDS=2, VANORT_ATTEMPTS=1)
    peer.post(event(1, QUESTION))
    peer.wait_for_log("given_up")
    release.set()
    (post,) = receiver.first()
    assert "answer" in post


def test_a_platform_that_takes_nothing_ends_in_the_log(serve: Any, receiver: Receiver) -> None:
    statuses(receiver, *[400] * 20)
    peer = serve(VANORT_ATTEMPTS=2)
    peer.post(event(1, QUESTION))
    line = peer.wait_for_log("given_up")
    assert line["apologised"] is False
    assert receiver.posts == []
    assert peer.depth()["loopback"].failed == 1


def test_a_question_that_kills_its_process_each_time_ends_in_an_apology(
    serve: Any, receiver: Receiver, tmp_path: Path
) -> None:
    """Earlier processes claimed it as often as it is to be tried, and were never heard of again."""
    url = f"sqlite:///{tmp_path}/vanort.db"
    store = open_store(url, key=KEY.encode())
    store.inbox.accept(Incoming("loopback", "w/e1", "w/c1", "question", event(1, QUESTION)), datetime.now(UTC))
    for _ in range(2):
        assert store.inbox.claim("dead", datetime.now(UTC), 0.0) is not None
    store.close()
    serve(url, VANORT_ATTEMPTS=2)
    (post,) = receiver.first()
    assert "apology" in post


def test_the_others_are_answered_while_one_waits_for_its_retry(
    serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 30)
    statuses(receiver, 503)
    peer = serve(VANORT_WORKERS=1)
    peer.post(event(1, QUESTION))
    peer.wait_for_log("failed")
    peer.post(event(2, QUESTION))
    assert [post["event"] for post in receiver.first()] == ["e2"]


def test_a_stop_finishes_what_is_in_hand_and_claims_no_more(serve: Any, receiver: Receiver) -> None:
    started, release = threading.Event(), threading.Event()

    def before() -> None:
        started.set()
        release.wait(30)

    receiver.before = before
    peer = serve(VANORT_WORKERS=1)
    for number in (1, 2):
        peer.post(event(number, QUESTION))
    assert started.wait(30)
    stopping = threading.Thread(target=peer.stop)
    stopping.start()
    assert peer.server.workers._stopping.wait(30)
    release.set()
    stopping.join(30)
    assert receiver.times() == {"e1": 1}
    assert peer.lines[-1]["event"] == "stopped"
    assert peer.lines[-1]["drained"] is True
    again = serve()
    receiver.first(2)
    again.wait_for_log("answered", 2)
    assert receiver.times() == {"e1": 1, "e2": 1}


def test_a_worker_that_lost_its_item_does_not_post(serve: Any, receiver: Receiver, base: Any) -> None:
    """It was away between claiming and posting for longer than its lease: another one has answered meanwhile."""
    answering, release = threading.Event(), threading.Event()

    class Slow(Known):
        def current(self) -> Any:
            answering.set()
            release.wait(30)
            return super().current()

    peer = serve(knowledge={"default": Slow(base)}, VANORT_WORKERS=1, VANORT_LEASE_SECONDS=2)
    peer.post(event(1, QUESTION))
    assert answering.wait(30)
    inbox = peer.server.source.get().inbox
    other = inbox.claim("other", peer.now() + timedelta(seconds=3), 60)
    assert other is not None
    assert inbox.done(other, peer.now())
    release.set()
    peer.wait_for_log("taken_over")
    assert receiver.posts == []
