"""Two municipalities on one deployment: no question, answer, enquiry, metric label or export crosses."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from loopback_peer import Receiver, event
from serving import Known, Peer

from bot.kb.base import KnowledgeBase
from bot.question import Language
from bot.runtime.knowledge import InLanguages
from bot.store import Party, Result, State
from bot.tenants import read_tenants

FILE = """\
tenants:
  storby:
    knowledge: knowledge
    workspaces: {loopback: [w-storby]}
    coordinators: {loopback: [anna]}
    places: {loopback: w-storby/desk}
    retention: {text_days: 90, decision: KS 2026/77}
  exempelby:
    knowledge: exempelby
    workspaces: {loopback: [w-exempelby]}
    retention: {text_days: 30, decision: KF 12}
    languages: [en, sv]
    coordinators: {loopback: [bo]}
    places: {loopback: w-exempelby/desk}
"""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = ("storby", "exempelby")
QUESTION = "Vilka vänorter har vi?"


@pytest.fixture
def peer(serve: Any, base: KnowledgeBase, other: KnowledgeBase, tmp_path: Path) -> Peer:
    path = tmp_path / "tenants.yaml"
    path.write_text(FILE)
    knowledge = {"storby": Known(base), "exempelby": InLanguages(Known(other), (Language.EN, Language.SV))}
    found: Peer = serve(tenants=read_tenants(path), knowledge=knowledge)
    return found


def ask(peer: Peer, name: str, number: int, text: str) -> dict[str, Any]:
    """Ask in a municipality; event, conversation and user are called the same in both."""
    before = len(peer.receiver.posts)
    assert peer.post(event(number, text, workspace=f"w-{name}", conversation="c", user="U1")).status_code == 200
    return peer.receiver.first(before + 1)[-1]


def test_answers_come_from_the_own_knowledge(peer: Peer) -> None:
    storby, exempelby = (ask(peer, name, 1, QUESTION) for name in NAMES)
    assert (storby["workspace"], exempelby["workspace"]) == ("w-storby", "w-exempelby")
    assert "Kuressaare" in exempelby["answer"]["text"]
    assert "Kuressaare" not in storby["answer"]["text"]
    assert "Vanda" in storby["answer"]["text"]
    assert "Vanda" not in exempelby["answer"]["text"]
    assert storby["reference"] != exempelby["reference"]


def test_threads_of_the_same_name_remember_their_own(peer: Peer) -> None:
    ask(peer, "storby", 1, "Är Nuuk vänort?")
    ask(peer, "exempelby", 1, "Är Tønder vänort?")
    peer.wait_for_log("answered", 2)

    def remembered(name: str, workspace: str) -> str:
        conversations = peer.server.source.get().tenant(name).conversations
        return conversations.load("loopback", f"w-{workspace}/c", peer.now()).memory.question

    assert remembered("storby", "storby") == "Är Nuuk vänort?"
    assert remembered("exempelby", "exempelby") == "Är Tønder vänort?"
    assert remembered("storby", "exempelby") == remembered("exempelby", "storby") == ""
    for name, foreign in (("storby", "Tønder"), ("exempelby", "Nuuk")):
        assert foreign not in json.dumps(ask(peer, name, 2, "varför?")["answer"], ensure_ascii=False)


def test_what_is_stored_counted_and_exported_stays_apart(peer: Peer) -> None:
    ask(peer, "storby", 1, "Är Nuuk vänort?")
    ask(peer, "storby", 2, "Är Vanda vänort?")
    ask(peer, "exempelby", 1, "Är Tønder vänort?")
    peer.wait_for_log("answered", 3)
    store = peer.server.source.get()
    texts = {name: [q.text for q in store.tenant(name).questions.since(date.min)] for name in (*NAMES, "default")}
    assert texts == {
        "storby": ["Är Vanda vänort?", "Är Nuuk vänort?"],
        "exempelby": ["Är Tønder vänort?"],
        "default": [],
    }
    counts = {name: sum(c.number for c in store.tenant(name).counts.between(date.min, date.max)) for name in NAMES}
    assert counts == {"storby": 2, "exempelby": 1}
    for name, foreign in (("storby", "Tønder"), ("exempelby", "Nuuk")):
        exported = store.tenant(name).privacy.export("loopback", "U1")
        assert len(exported["questions"]) == len(texts[name])
        assert foreign not in json.dumps(exported, ensure_ascii=False)
        assert len(exported["messages"]) == len(texts[name])
    assert [len(store.tenant(name).sent.about("w-storby/e1")) for name in NAMES] == [1, 0]
    store.tenant("storby").privacy.forget("loopback", "U1", decision="KS 1", now=NOW)
    assert [len(store.tenant(name).questions.since(date.min)) for name in NAMES] == [0, 1]


def test_an_enquiry_is_known_to_its_municipality_only(peer: Peer) -> None:
    storby, exempelby = (peer.server.source.get().tenant(name) for name in NAMES)
    asker = Party("loopback", "U1", {"conversation": "c"})
    raised = storby.enquiries.raise_(asker, QUESTION, key="k", conversation="c", language="sv", now=NOW)
    assert raised.enquiry is not None
    number = raised.enquiry.id
    coordinator = Party("loopback", "U2")
    assert exempelby.enquiries.find(number) is None
    assert exempelby.enquiries.in_state(list(State)) == []
    assert exempelby.enquiries.take(number, coordinator, key="t", now=NOW).result is Result.UNKNOWN
    assert storby.enquiries.take(number, coordinator, key="t", now=NOW).result is Result.DONE


def test_an_enquirys_cards_steps_and_answer_stay_in_its_municipality(peer: Peer) -> None:
    def say(kind: str, id_: str, name: str, user: str, **more: Any) -> None:
        told = event(id_, f"Text {id_}", kind=kind, workspace=f"w-{name}", conversation="c", user=user, **more)
        assert peer.post(told).status_code == 200

    ask(peer, "storby", 1, QUESTION)
    say("enquiry:raise", "r1", "storby", "U1")
    peer.wait_for_handled("card")
    say("enquiry:take", "s1", "exempelby", "bo", enquiry=1)  # whose own it is not
    say("enquiry:take", "s2", "exempelby", "anna", enquiry=1)  # who coordinates elsewhere
    say("enquiry:answer", "s3", "storby", "bo", enquiry=1)
    say("feedback", "v1", "exempelby", "U1", about="e1", vote="up")
    peer.wait_for_handled("enquiry:take", 2)
    peer.wait_for_handled("feedback")
    say("enquiry:answer", "s4", "storby", "anna", enquiry=1)
    shown = peer.receiver.until(lambda: [p for p in peer.receiver.others if p.get("notice", {}).get("quote")])
    assert [(post["workspace"], post["notice"]["quote"]) for post in shown] == [("w-storby", "Text s4")]
    assert {post["workspace"] for post in peer.receiver.others if "card" in post} == {"w-storby"}
    refused = {
        (p["event"], p["notice"]["text"]) for p in peer.receiver.others if p.get("event") in ("es1", "es2", "es3")
    }
    role = "kommunens internationella samordnare"
    assert refused == {
        ("es1", "Question 1 does not exist any more."),
        ("es2", f"Only {_coordinator(peer, 'exempelby', Language.EN)} can do that."),
        ("es3", f"Bara {role} kan göra det."),
    }
    votes = [peer.server.source.get().tenant(name).feedback.votes(date.min) for name in NAMES]
    assert votes == [[], []]


def _coordinator(peer: Peer, name: str, language: Language) -> str:
    return peer.server._knowledge[name].current().knowledge.municipality.coordinator.of(language)


def test_metrics_are_labelled_with_the_own_name(peer: Peer) -> None:
    ask(peer, "storby", 1, "Är Nuuk vänort?")
    ask(peer, "storby", 2, "Är Vanda vänort?")
    ask(peer, "exempelby", 1, "Är Tønder vänort?")
    peer.wait_for_log("answered", 3)
    told = peer.client.get("/metrics").text.splitlines()
    answers = sorted(line for line in told if line.startswith("vanort_answers_total"))
    assert answers == [
        'vanort_answers_total{channel="loopback",outcome="answer",tenant="exempelby"} 1.0',
        'vanort_answers_total{channel="loopback",outcome="answer",tenant="storby"} 2.0',
    ]
    assert not any(town in line for line in told for town in ("nuuk", "vanda", "tonder", "w-"))


def test_each_answers_in_its_usual_language(peer: Peer) -> None:
    assert ask(peer, "exempelby", 1, "Kuressaare")["answer"]["language"] == "en"
    assert ask(peer, "storby", 1, "Nuuk")["answer"]["language"] == "sv"


def test_a_workspace_of_nobody_is_refused(peer: Peer, receiver: Receiver) -> None:
    response = peer.post(event(1, QUESTION, workspace="w-stranger"))
    assert (response.status_code, response.json()) == (403, {"error": "workspace"})
    assert peer.depth() == {}
    assert ask(peer, "storby", 2, QUESTION)["event"] == "e2"
