"""A question in over the loopback channel, and its answer out."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest
from loopback_peer import event

QUESTION = "Är Nuuk inte vänort längre?"


def test_a_question_is_answered_where_it_was_asked(serve: Any) -> None:
    peer = serve()
    response = peer.post(event(1, QUESTION))
    assert (response.status_code, response.json()) == (200, {"accepted": True, "repeated": False})
    (post,) = peer.receiver.first()
    assert (post["event"], post["workspace"], post["conversation"]) == ("e1", "w", "c1")
    assert post["answer"]["outcome"] == "answer"
    assert post["answer"]["text"].startswith("Nuuk")
    assert len(post["reference"]) == 64


def test_a_repeated_event_is_acknowledged_and_not_answered_again(serve: Any) -> None:
    peer = serve()
    for repeated in (False, True, True):
        assert peer.post(event(1, QUESTION)).json()["repeated"] is repeated
    peer.post(event(2, QUESTION))
    peer.receiver.wait(lambda posts: {"e1", "e2"} <= {post["event"] for post in posts})  # in either order
    assert peer.receiver.times() == {"e1": 1, "e2": 1}


def test_a_thread_is_remembered_and_a_choice_answers_what_was_asked_back(serve: Any) -> None:
    peer = serve()
    peer.post(event(1, "Är Nuuk vänort?", conversation="c"))
    peer.post(event(2, "och Vanda då?", conversation="c"))
    _, second = peer.receiver.first(2)
    assert "Vanda" in second["answer"]["text"]
    peer.post(event(3, "Får vi skänka en buss?", conversation="d"))
    asked = peer.receiver.first(3)[-1]["answer"]["clarify"]
    choice = {"fact": asked["fact"], "value": asked["options"][0]["value"]}
    peer.post(event(4, asked["options"][0]["label"], conversation="d", choice=choice))
    answered = peer.receiver.first(4)[-1]["answer"]
    assert answered["outcome"] != "no_answer"
    assert answered["verdict"] or answered["clarify"]["fact"] != asked["fact"]


def test_what_a_remark_offers_can_be_chosen_and_what_it_repeats_is_no_new_question(serve: Any) -> None:
    peer = serve(VANORT_RETENTION_DAYS=90, VANORT_DISPOSAL_DECISION="KS 2026/77")
    for number, text in enumerate(["Vilka vänorter har Huddinge?", "in English please", "berätta mer", "1"], start=1):
        peer.post(event(number, text, conversation="c"))
        posts = peer.receiver.first(number)
    _, english, more, chosen = (post["answer"] for post in posts)
    assert english["language"] == "en"
    assert chosen["entry"] == more["suggestions"][0]["entry"]
    kept = [one.text for one in peer.server.source.get().tenant().questions.since(date.min)]
    assert "Vilka vänorter har Huddinge?" in kept
    assert "in English please" not in kept


def test_a_case_that_was_not_meant_is_not_gone_on_with(serve: Any) -> None:
    peer = serve()
    told = ["Får vi skänka stolar till Norge?", "behövs inte längre", "du svarade inte på min fråga", "och till Polen?"]
    for number, text in enumerate(told, start=1):
        peer.post(event(number, text, conversation="c"))
        posts = peer.receiver.first(number)
    assert [post["answer"]["verdict"] for post in posts[1:]] == ["allowed", None, None]


@pytest.mark.parametrize(
    "changes",
    [{"secret": b"another secret, just as long as it"}, {"ago": 301}, {"ago": -400}],
)
def test_a_wrong_signature_or_an_old_one_is_refused(serve: Any, changes: dict[str, Any]) -> None:
    peer = serve()
    if "ago" in changes:
        changes = {"now": time.time() - changes["ago"]}
    response = peer.post(event(1, QUESTION), **changes)
    assert (response.status_code, response.json()) == (401, {"error": "signature"})
    peer.post(event(2, QUESTION))
    assert peer.receiver.first()[0]["event"] == "e2"


@pytest.mark.parametrize("headers", [{}, {"X-Vanort-Timestamp": "²", "X-Vanort-Signature": "å"}])
def test_no_signature_is_refused(serve: Any, headers: dict[str, str]) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    response = serve().client.post("/loopback/events", content=json.dumps(event(1, QUESTION)), headers=encoded)
    assert response.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[" * 10_000,
        b'{"id": "1"}',
        b"\xff",
        json.dumps(event(1, QUESTION, surplus=1)).encode(),
        json.dumps(event(1, QUESTION, user="")).encode(),
        json.dumps(event(1, QUESTION, language="fi")).encode(),
    ],
)
def test_what_is_no_event_is_refused(serve: Any, body: bytes) -> None:
    response = serve().post(body)
    assert (response.status_code, response.json()) == (400, {"error": "event"})


def test_what_is_too_large_is_refused(serve: Any) -> None:
    response = serve().post(event(1, "a" * 300_000))
    assert (response.status_code, response.json()) == (413, {"error": "too_large"})


@pytest.mark.parametrize("text", ["", "\x00\x01", "🤷" * 500, "a" * 100_000, "\u202eabc", "'; drop table inbox; --"])
def test_any_text_is_answered(serve: Any, text: str) -> None:
    peer = serve()
    assert peer.post(event(1, text)).status_code == 200
    assert "answer" in peer.receiver.first()[0]
