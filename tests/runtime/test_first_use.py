"""A person is told once what is stored of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loopback_peer import Receiver, event
from serving import Peer

from bot.kb.base import KnowledgeBase
from bot.kb.municipality import Local
from bot.question import Language
from bot.runtime import worker
from bot.runtime.first_use import told
from bot.store import Retention

QUESTION = "Är Nuuk vänort?"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.02)


def ask(peer: Peer, number: int, user: str, text: str = QUESTION) -> None:
    peer.post(event(number, text, user=user))
    peer.wait_for_log("answered", number)


def notices(receiver: Receiver) -> list[tuple[str, str]]:
    return [(post["event"], post["notice"]["text"]) for post in receiver.others]


def test_each_person_is_told_once_and_alone(serve: Any, receiver: Receiver, database_url: str) -> None:
    peer = serve(database_url, VANORT_RETENTION_DAYS=90, VANORT_DISPOSAL_DECISION="KS 2026/77")
    ask(peer, 1, "anna")
    ask(peer, 2, "anna")
    ask(peer, 3, "bo", "Is Nuuk a partner town?")
    peer.wait_for_handled("notice", 2)
    told = dict(notices(receiver))
    assert sorted(told) == ["e1", "e3"]
    assert "Frågans text sparas i 90 dagar enligt beslut KS 2026/77" in told["e1"]
    assert told["e3"].startswith("Since this is the first time")
    assert all(post["notice"]["private"] for post in receiver.others)


def test_who_was_forgotten_is_told_again_and_so_is_everybody_after_a_year(serve: Any, receiver: Receiver) -> None:
    late = timedelta()
    peer = serve(clock=lambda: datetime.now(UTC) + late)
    ask(peer, 1, "anna")
    ask(peer, 2, "bo")
    peer.wait_for_handled("notice", 2)
    privacy = peer.server.source.get().tenant().privacy
    assert privacy.forget("loopback", "anna", decision="KS 1", now=peer.now())["first_use"] == 1
    ask(peer, 3, "anna")
    peer.wait_for_handled("notice", 3)
    assert privacy.purge(peer.now() + timedelta(days=366))["once"] == 2
    ask(peer, 4, "bo")
    peer.wait_for_handled("notice", 4)
    assert [told for told, _ in notices(receiver)] == ["e1", "e2", "e3", "e4"]


@pytest.mark.parametrize("language", Language)
def test_the_text_says_what_is_kept_by_which_decision_and_what_the_municipality_adds(
    base: KnowledgeBase, language: Language
) -> None:
    ours = base.knowledge.municipality
    kept = told(ours, Retention(30, "KF 12"), language)
    assert "30" in kept
    assert "KF 12" in kept
    assert ours.coordinator.of(language) in kept
    not_kept = told(ours, Retention(), language)
    assert "None" not in not_kept
    assert "30" not in not_kept
    added = ours.model_copy(update={"privacy": Local(sv="Läs mer på intranätet.", en="Read more on the intranet.")})
    assert added.privacy is not None
    assert added.privacy.of(language) in told(added, Retention(), language)
