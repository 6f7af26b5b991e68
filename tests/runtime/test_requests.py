"""Edits, deletions and votes over the test channel: in place, in order, once."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from loopback_peer import Receiver, event
from serving import Peer

from bot.render.actions import Action
from bot.runtime import desk, worker
from bot.runtime.requests import PLATFORM, Kind
from bot.store import Reason, Vote, Votes

NUUK, VANDA = "Är Nuuk vänort?", "Är Vanda vänort?"
RETAINED = {"VANORT_RETENTION_DAYS": 90, "VANORT_DISPOSAL_DECISION": "KS 2026/77"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)


def say(peer: Peer, id_: object, text: str = "", **changes: Any) -> None:
    assert peer.post(event(id_, text, conversation="c", **changes)).status_code == 200


def ask(peer: Peer, id_: object, text: str) -> str:
    """Ask, and return the answer's text once all is recorded."""
    answered = sum(line["event"] == "answered" for line in peer.lines)
    say(peer, id_, text)
    peer.wait_for_log("answered", answered + 1)
    return str(peer.receiver.posts[-1]["answer"]["text"])


def memory(peer: Peer) -> str:
    return peer.server.source.get().tenant().conversations.load("loopback", "w/c", peer.now()).memory.question


def test_kinds_that_buttons_ask_for_are_named_as_the_buttons() -> None:
    pressed = {Action.FEEDBACK, Action.REASON, Action.RAISE, Action.TAKE, Action.HAND_BACK, Action.ANSWER, Action.CLOSE}
    assert pressed <= {str(kind) for kind in PLATFORM}


def test_an_edited_question_is_answered_anew_in_place(serve: Any, receiver: Receiver, database_url: str) -> None:
    peer = serve(database_url, **RETAINED)
    ask(peer, 1, NUUK)
    say(peer, 2, VANDA, kind="edit", about="e1")
    peer.wait_for_log("answered", 2)
    (post,) = receiver.posts
    assert "Vanda" in post["answer"]["text"]
    here = peer.server.source.get().tenant()
    assert [logged.text for logged in here.questions.since(date.min)] == [VANDA]
    assert [found.entry for found in here.sent.about("w/e1")] == [post["answer"]["entry"]]
    assert memory(peer) == VANDA


def test_an_edit_of_the_last_question_is_answered_as_the_thread_stood_before_it(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    ask(peer, 1, NUUK)
    ask(peer, 2, "Hur många bor i Kalmar?")
    say(peer, 3, "och Vanda då?", kind="edit", about="e2")
    peer.wait_for_log("answered", 3)
    first, second = receiver.posts
    assert "Nuuk" in first["answer"]["text"]
    assert "Vanda" in second["answer"]["text"]


def test_an_edit_of_an_earlier_question_leaves_the_thread_alone(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    ask(peer, 1, NUUK)
    ask(peer, 2, VANDA)
    say(peer, 3, "Är Trostjanets vänort?", kind="edit", about="e1")
    peer.wait_for_log("answered", 3)
    assert "Trostianets" in receiver.posts[0]["answer"]["text"]
    assert memory(peer) == VANDA


def test_what_was_not_answered_yet_is_answered_with_its_new_text(serve: Any, receiver: Receiver, base: Any) -> None:
    """The edit comes while an earlier question of the thread keeps the worker busy."""
    started, release = threading.Event(), threading.Event()

    def before() -> None:
        started.set()
        release.wait(30)

    receiver.before = before
    peer = serve(VANORT_WORKERS=1)
    say(peer, 0, "hej")
    assert started.wait(30)
    say(peer, 1, NUUK)
    say(peer, 2, VANDA, kind="edit", about="e1")
    say(peer, 3, NUUK)
    say(peer, 4, kind="delete", about="e3")
    release.set()
    peer.wait_for_handled("delete")
    shown = [post["answer"]["text"] for post in receiver.posts[1:]]
    assert len(shown) == 1
    assert "Vanda" in shown[0]
    assert "Nuuk" not in "".join(shown)
    assert not any(change["action"] == "delete" for change in receiver.changes), "the deleted one was never answered"


def test_an_edit_of_what_was_never_a_question_is_answered(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    say(peer, 2, VANDA, kind="edit", about="e1")
    peer.wait_for_log("answered")
    assert "Vanda" in receiver.posts[0]["answer"]["text"]


def test_a_deleted_question_takes_its_answer_along(serve: Any, receiver: Receiver, database_url: str) -> None:
    peer = serve(database_url, **RETAINED)
    ask(peer, 1, NUUK)
    ask(peer, 2, VANDA)
    say(peer, 3, kind="delete", about="e2")
    peer.wait_for_handled("delete")
    assert [post["event"] for post in receiver.posts] == ["e1"]
    here = peer.server.source.get().tenant()
    assert [logged.text for logged in here.questions.since(date.min)] == [NUUK]
    assert here.sent.about("w/e2") == []
    assert memory(peer) == NUUK, "the thread is as it was before"
    assert len(here.privacy.export("loopback", "u1")["conversations"]) == 1, "and still the asker's"


def test_an_edit_is_tried_again_and_not_shown_twice(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    ask(peer, 1, NUUK)
    left = [500, 429]
    receiver.respond = lambda _: left.pop() if left else None
    say(peer, 2, VANDA, kind="edit", about="e1")
    say(peer, 2, VANDA, kind="edit", about="e1")
    peer.wait_for_log("answered", 2)
    assert len(receiver.posts) == 1
    assert "Vanda" in receiver.posts[0]["answer"]["text"]
    assert [change["action"] for change in receiver.changes] == ["update"]


def test_an_answer_that_somebody_removed_is_not_posted_again_by_an_edit(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    ask(peer, 1, NUUK)
    receiver.posts.clear()
    say(peer, 2, VANDA, kind="edit", about="e1")
    peer.wait_for_log("answered", 2)
    assert receiver.posts == []


def test_votes_and_reasons_are_counted_by_entry(serve: Any, receiver: Receiver, database_url: str) -> None:
    peer = serve(database_url, **RETAINED)
    ask(peer, 1, NUUK)
    entry = receiver.posts[0]["answer"]["entry"]
    say(peer, 2, kind="feedback", about="e1", vote="up")
    say(peer, 3, kind="feedback", about="e1", vote="down")
    say(peer, 4, "Ring 070-123 45 67", kind="feedback:reason", about="e1", vote="down")
    say(peer, 5, kind="feedback", about="e1", vote="up", user="u2")
    say(peer, 6, kind="feedback", about="e99", vote="up")
    peer.wait_for_handled("feedback", 4)
    peer.wait_for_handled("feedback:reason")
    here = peer.server.source.get().tenant()
    assert here.feedback.votes(date.min) == [Votes(entry, 1, 1)]
    (reason,) = here.feedback.reasons(date.min)
    assert reason == Reason(entry, Vote.DOWN, "Ring [phone]", reason.day)
    labels = {"tenant": "default", "channel": "loopback", "kind": Kind.VOTE}
    assert peer.metric("vanort_handled_total", outcome="up", **labels) == 2
    assert peer.metric("vanort_handled_total", outcome="unknown", **labels) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "card"},
        {"kind": "notice"},
        {"kind": "edit"},
        {"kind": "delete"},
        {"kind": "feedback", "about": "e1"},
        {"kind": "feedback", "vote": "up"},
        {"kind": "enquiry:take"},
        {"kind": "other"},
    ],
)
def test_an_event_that_lacks_something_or_is_the_cores_own_is_refused(serve: Any, changes: dict[str, Any]) -> None:
    response = serve().post(event(1, NUUK, **changes))
    assert (response.status_code, response.json()) == (400, {"error": "event"})


@pytest.mark.parametrize(
    ("stranger", "text", "outcome"),
    [(False, NUUK, "answer"), (False, "Vad kostar en cykel?", None), (True, NUUK, None)],
)
def test_what_was_not_put_to_the_bot_is_answered_only_if_it_is_sure(
    serve: Any, receiver: Receiver, stranger: bool, text: str, outcome: str | None
) -> None:
    peer = serve()
    say(peer, 1, text, terms="if_sure", stranger=stranger)
    peer.wait_for_log("answered" if outcome else "handled")
    assert [post["answer"]["outcome"] for post in receiver.posts] == ([outcome] if outcome else [])
    here = peer.server.source.get().tenant()
    assert len(here.counts.between(date.min, date.max)) == len(receiver.posts)


def test_what_is_no_longer_sure_after_an_edit_is_taken_back(serve: Any, receiver: Receiver, database_url: str) -> None:
    peer = serve(database_url, **RETAINED)
    ask(peer, 1, NUUK)
    say(peer, 2, VANDA, terms="if_sure")
    peer.wait_for_log("answered", 2)
    say(peer, 3, "Vad kostar en cykel?", terms="if_sure", kind="edit", about="e2")
    assert peer.wait_for_handled("edit")[0]["outcome"] == "unsure"
    assert [post["event"] for post in receiver.posts] == ["e1"]
    here = peer.server.source.get().tenant()
    assert [logged.text for logged in here.questions.since(date.min)] == [NUUK]
    assert here.sent.about("w/e2") == []
    assert memory(peer) == NUUK


def test_who_is_not_of_the_municipality_is_told_so(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    say(peer, 1, NUUK, stranger=True)
    peer.wait_for_log("handled")
    assert receiver.posts == []
    assert [post["notice"]["text"] for post in receiver.others] == ["Jag svarar bara medarbetare i Huddinge."]
