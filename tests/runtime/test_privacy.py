"""Marked texts are sent everywhere; no log line, metric, error or stored value shows a mark."""

from __future__ import annotations

import json
import sqlite3
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from loopback_peer import Receiver, event
from serving import KEY, Peer

from bot.runtime import desk, intake
from bot.runtime.handlers import questions
from bot.store import Incoming, Vote
from bot.store.feedback import Opinion

NUMBERS = ("19800101-1239", "anna.andersson@exempel.se", "070-123 45 67", "4111 1111 1111 1111")
WORD = "kvastskaftet"
"""A word of the question that no masking knows: it may be in the question log alone."""
PERSON, THREAD, EVENT = "U-märkt-person", "C-märkt-tråd", "E-märkt-händelse"
TEXT = f"Får {WORD} {' och '.join(NUMBERS)} skänkas till Ukraina?"
MARKS = (*NUMBERS, "anna.andersson", "123 45 67", WORD, PERSON, THREAD, EVENT, "märkt")
SECRETS = (KEY, "a secret of the loopback channel")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FIRST_DELAY_SECONDS", 0.01)


def marked(number: int, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"id": f"{EVENT}{number}", "conversation": f"{THREAD}{number}", "user": PERSON}
    return event(number, TEXT) | values | changes


def told(peer: Peer, *responses: Any, capture: Any = None) -> str:
    """All that a process tells anybody but the asker: logs, metrics, health, responses, what it prints."""
    pages = [peer.client.get(path).text for path in ("/metrics", "/readyz", "/healthz")]
    printed = capture.readouterr() if capture else ("", "")
    return "\n".join([peer.log.getvalue(), *pages, *(r.text + str(r.headers) for r in responses), *printed])


def check(text: str) -> None:
    assert text
    # JSON escapes letters beyond ASCII; both spellings are looked for.
    shown = [mark for mark in (*MARKS, *SECRETS) if mark in text or json.dumps(mark)[1:-1] in text]
    assert shown == []


def test_what_is_answered(serve: Any, receiver: Receiver, capfd: Any) -> None:
    peer = serve(VANORT_RETENTION_DAYS=90, VANORT_DISPOSAL_DECISION="KS 2026/77")
    responses = [
        peer.post(marked(1)),
        peer.post(marked(1)),
        peer.post(marked(2, text=f"och {WORD} då?", language="en")),
    ]
    peer.wait_for_log("answered", 2)
    assert len(receiver.posts) == 2
    check(told(peer, *responses, capture=capfd))


def test_what_is_refused(serve: Any, capfd: Any) -> None:
    peer = serve(raises=False)
    long = json.dumps(marked(1, text=TEXT * 10_000)).encode()
    responses = [
        peer.post(marked(1), secret=b"another secret, just as long as it"),
        peer.post(marked(1), now=0),
        peer.post(marked(1, surplus=TEXT)),
        peer.post(marked(1, language=TEXT)),
        peer.post(json.dumps(marked(1)).encode()[:-5]),
        peer.post(long),
        peer.client.get("/loopback/events", params={"text": TEXT}),
        peer.client.get(f"/{TEXT}"),
    ]
    assert [r.status_code for r in responses] == [401, 401, 400, 400, 400, 413, 405, 404]
    check(told(peer, *responses, capture=capfd))


def test_what_is_edited_voted_on_and_put_to_the_coordinator(serve: Any, receiver: Receiver, capfd: Any) -> None:
    peer = serve(
        VANORT_RETENTION_DAYS=90,
        VANORT_DISPOSAL_DECISION="KS 2026/77",
        VANORT_COORDINATORS=f"loopback={PERSON}",
        VANORT_COORDINATOR_PLACES=f"loopback=w/{THREAD}",
    )
    thread = {"conversation": THREAD, "name": PERSON}
    asked = peer.post(marked(1, conversation=THREAD))
    peer.wait_for_log("answered")
    events = (
        {"kind": "edit", "about": f"{EVENT}1"},
        {"kind": "feedback:reason", "about": f"{EVENT}1", "vote": "down"},
        {"kind": "enquiry:raise"},
        {"kind": "enquiry:answer", "enquiry": 1},
        {"kind": "enquiry:answer", "enquiry": 99},
        {"kind": "enquiry:close", "enquiry": 1},
        {"kind": "delete", "about": f"{EVENT}1"},
    )
    responses = [peer.post(marked(n, **{**thread, **told})) for n, told in enumerate(events, start=2)]
    assert [response.status_code for response in responses] == [200] * len(events)
    peer.wait_for_handled("delete")
    peer.wait_for_handled("card", 3)
    peer.wait_for_handled("notice", 2)
    assert any(post.get("notice", {}).get("quote") for post in receiver.others), "the asker gets the answer as it is"
    check(told(peer, asked, *responses, capture=capfd))


def test_what_fails(serve: Any, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    def broken(question: Any, *_: object) -> None:
        try:
            {}[question.text]
        except KeyError as error:
            raise ValueError(f"{question.text} by {question.asker}") from error

    monkeypatch.setattr(questions, "answer", broken)
    peer = serve(VANORT_ATTEMPTS=2)
    response = peer.post(marked(1))
    peer.wait_for_log("given_up")
    assert [line["event"] for line in peer.lines].count("failed") == 2
    check(told(peer, response, capture=capfd))
    check(json.dumps([post["apology"] for post in receiver.posts], ensure_ascii=False))


def test_what_the_platform_refuses(serve: Any, receiver: Receiver, capfd: Any) -> None:
    receiver.respond = lambda _: 400
    peer = serve(VANORT_ATTEMPTS=2)
    peer.post(marked(1))
    peer.wait_for_log("given_up")
    check(told(peer, capture=capfd))


def test_a_broken_thread_and_a_broken_route(serve: Any, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    def broken(_: object, incoming: Incoming) -> None:
        raise RuntimeError(repr(incoming))

    def die() -> None:
        raise RuntimeError(TEXT)

    peer = serve(raises=False)
    monkeypatch.setattr(intake.Intake, "_write", broken)
    response = peer.post(marked(1))
    assert response.status_code == 500
    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    check(told(peer, response, capture=capfd))


def test_a_database_that_fails_in_the_middle(
    serve: Any, tmp_path: Path, receiver: Receiver, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = serve(VANORT_LEASE_SECONDS=2)

    def drop() -> None:
        with sqlite3.connect(tmp_path / "vanort.db") as other:
            other.execute("ALTER TABLE question_log RENAME TO gone")
            other.execute("ALTER TABLE daily_count RENAME TO gone_too")
        other.close()

    receiver.before = drop
    peer.post(marked(1))
    assert "no such table" in peer.wait_for_log("store_unavailable")["cause"]
    receiver.before = lambda: None
    check(told(peer, capture=capfd))


def test_what_is_stored_is_masked_and_tells_no_person(serve: Any, tmp_path: Path, receiver: Receiver) -> None:
    peer = serve(VANORT_RETENTION_DAYS=90, VANORT_DISPOSAL_DECISION="KS 2026/77")
    peer.post(marked(1))
    peer.wait_for_log("answered")
    here = peer.server.source.get().tenant()
    here.feedback.give(Opinion("loopback", PERSON, "m1", Vote.DOWN, date.today(), reason=f"Ring {NUMBERS[2]}"))
    peer.post(marked(2, kind="edit", about=f"{EVENT}1"))
    peer.wait_for_log("answered", 2)
    (logged,) = here.questions.since(date.min)
    assert logged.text == f"Får {WORD} [personnummer] och [e-mail] och [phone] och [card] skänkas till Ukraina?"
    peer.stop()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("vanort.db*"))
    shown = [mark for mark in (*MARKS, *SECRETS) if mark != WORD and mark.encode() in stored]
    assert shown == []
