"""The ASGI app: what it answers while all is well, and while the database, the knowledge or a worker is away."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from loopback_peer import Receiver, event
from serving import Known

from bot.kb.problem import Problem, Severity
from bot.runtime import intake
from bot.runtime.knowledge import Missing
from bot.store import Retention
from bot.tenants import Tenant, Tenants

QUESTION = "Är Nuuk inte vänort längre?"
AWAY = "postgresql://anna:s3cret@127.0.0.1:9/vanort"


def test_a_question_is_answered_and_counted_on_both_databases(
    serve: Any, receiver: Receiver, database_url: str
) -> None:
    peer = serve(database_url, VANORT_RETENTION_DAYS=90, VANORT_DISPOSAL_DECISION="KS 2026/77")
    peer.post(event(1, QUESTION))
    peer.post(event(1, QUESTION))
    peer.wait_for_log("answered")
    (post,) = receiver.first()
    here = peer.server.source.get().tenant()
    assert [logged.text for logged in here.questions.since(date.min)] == [QUESTION]
    (count,) = here.counts.between(date.min, date.max)
    assert (count.outcome, count.entry, count.channel, count.number) == (
        "answer",
        post["answer"]["entry"],
        "loopback",
        1,
    )
    assert here.sent.about("w/e1")[0].address["message"] == f"m-{post['reference']}"
    labels = {"tenant": "default", "channel": "loopback", "outcome": "answer"}
    assert peer.metric("vanort_answers_total", **labels) == 1
    assert peer.metric("vanort_receipt_to_answer_seconds_count", channel="loopback") == 1
    assert peer.metric("vanort_receipt_to_answer_seconds_bucket", channel="loopback", le="30.0") == 1
    assert [peer.metric("vanort_events_total", channel="loopback", result=r) for r in ("accepted", "repeated")] == [
        1,
        1,
    ]


def test_no_text_is_kept_without_a_retention(serve: Any, receiver: Receiver) -> None:
    peer = serve()
    peer.post(event(1, QUESTION))
    peer.wait_for_log("answered")
    here = peer.server.source.get().tenant()
    assert here.questions.since(date.min) == []
    assert len(here.counts.between(date.min, date.max)) == 1


def test_all_is_well(serve: Any) -> None:
    client = serve().client
    assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (200, {"alive": True})
    ready = client.get("/readyz")
    assert ready.status_code == 200
    told = ready.json()
    assert told["ready"] is True
    assert told["store"] == {"ok": True}
    assert told["channels"] == {"loopback": {"ok": True}}
    assert told["knowledge"]["default"]["entries"] > 100


def test_while_the_database_is_away_events_are_refused_and_the_process_lives(serve: Any) -> None:
    peer = serve(AWAY)
    response = peer.post(event(1, QUESTION))
    assert (response.status_code, response.json()) == (503, {"error": "unavailable"})
    assert response.headers["Retry-After"] == "1"
    assert peer.client.get("/healthz").status_code == 200
    ready = peer.client.get("/readyz")
    assert (ready.status_code, ready.json()["store"]) == (503, {"ok": False, "error": "StoreUnavailable"})
    assert "127.0.0.1" not in ready.text
    metrics = peer.client.get("/metrics")
    assert "vanort_store_up 0.0" in metrics.text
    assert peer.metric("vanort_events_total", channel="loopback", result="unavailable") == 1
    assert "s3cret" not in peer.log.getvalue()


def test_a_database_slower_than_platforms_wait_is_told_and_nothing_is_lost_or_repeated(
    serve: Any, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "SECONDS", 0.2)
    peer = serve()
    peer.server.source.get()
    with sqlite3.connect(tmp_path / "vanort.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert peer.post(event(1, QUESTION)).status_code == 503
        other.execute("ROLLBACK")
    other.close()
    monkeypatch.setattr(intake, "SECONDS", 20)
    assert peer.post(event(1, QUESTION)).status_code == 200
    peer.post(event(2, QUESTION))
    receiver.wait(lambda posts: {post["event"] for post in posts} == {"e1", "e2"})
    assert receiver.times() == {"e1": 1, "e2": 1}


def test_a_worker_that_ended_is_told(serve: Any) -> None:
    peer = serve()
    peer.server.workers.stop(30)
    assert (peer.client.get("/healthz").status_code, peer.client.get("/healthz").json()) == (503, {"alive": False})


def test_faults_in_newer_files_show_and_the_last_good_knowledge_answers(serve: Any, base: Any) -> None:
    class Faulty(Known):
        commit = "c0ffee"
        problems = (Problem("VK110", "facts/x.sv.md", 7), Problem("VK113", "a.md", 1, {}, Severity.WARNING))

    peer = serve(knowledge={"default": Faulty(base)})
    ready = peer.client.get("/readyz")
    assert ready.status_code == 200
    told = ready.json()["knowledge"]["default"]
    assert (told["ok"], told["commit"], told["faults"], told["warnings"]) == (
        True,
        "c0ffee",
        ["facts/x.sv.md:7 VK110"],
        1,
    )
    assert peer.metric("vanort_knowledge_problems", tenant="default") == 2


def test_one_tenant_without_knowledge_does_not_stop_the_others(serve: Any, receiver: Receiver, base: Any) -> None:
    rows = tuple(Tenant(name, Path(name), retention=Retention()) for name in ("a", "b"))
    tenants = Tenants(rows, {("loopback", "w-a"): "a", ("loopback", "w-b"): "b"})
    missing = Missing((Problem("VK001", "a", 1, {"folder": "a"}),))
    peer = serve(tenants=tenants, knowledge={"a": missing, "b": Known(base)}, VANORT_ATTEMPTS=1)
    for name in ("a", "b"):
        peer.post(event(name, QUESTION, workspace=f"w-{name}"))
    posts = {post["workspace"]: post for post in receiver.first(2)}
    assert "apology" in posts["w-a"]
    assert "answer" in posts["w-b"]
    ready = peer.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["knowledge"]["a"] == {"ok": False, "faults": ["a:1 VK001"], "warnings": 0}
    assert peer.client.get("/metrics").status_code == 200


def test_metrics_tell_inbox_knowledge_and_secrets(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date.today() + timedelta(days=12)
    peer = serve(VANORT_SECRETS_EXPIRE=f"teams={day}")
    peer.server.workers.stop(30)
    for number in range(3):
        peer.post(event(number, QUESTION))
    told = peer.client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'vanort_inbox_items{channel="loopback",state="waiting"} 3.0' in told.text
    assert 'vanort_inbox_oldest_seconds{channel="loopback"}' in told.text
    assert 'vanort_knowledge_age_days{entry="oldest",tenant="default"}' in told.text
    assert "vanort_store_up 1.0" in told.text
    assert "process_resident_memory_bytes" in told.text
    assert (peer.metric("vanort_secret_expires_days", secret="teams") or 0) in (11, 12, 13)  # noqa: S106 - its name


def test_days_are_counted_in_the_time_zone_of_the_settings(serve: Any) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    peer = serve(clock=lambda: late, VANORT_SECRETS_EXPIRE="teams=2026-03-02")
    assert peer.metric("vanort_secret_expires_days", secret="teams") == 0  # noqa: S106 - its name


def test_metrics_may_want_a_token(serve: Any) -> None:
    token = "a token for metrics, of at least 32 bytes"  # noqa: S105 - for this test only
    client = serve(VANORT_METRICS_TOKEN=token).client
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer no"}).status_code == 401
    assert client.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_fault_of_the_program_is_told_without_its_text(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"met {QUESTION}")

    peer = serve(raises=False)
    monkeypatch.setattr(intake.Intake, "_write", broken)
    response = peer.post(event(1, QUESTION))
    assert (response.status_code, response.json()) == (500, {"error": "internal"})
    assert QUESTION not in peer.log.getvalue()


def test_a_caller_that_goes_away_before_its_body_came_is_no_fault(serve: Any) -> None:
    app = serve().server.app
    scope = {"type": "http", "method": "POST", "path": "/loopback/events", "query_string": b"", "headers": []}
    told = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []

    async def call() -> None:
        async def receive() -> Any:
            return next(told)

        async def send(message: Any) -> None:
            sent.append(message)

        await app(scope, receive, send)

    asyncio.run(call())
    assert sent[0]["status"] == 400
