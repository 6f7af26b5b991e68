"""The log of questions and the counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
import writing

from bot.answer import Answer, Outcome, Verdict
from bot.question import Language, Question
from bot.store import Count, Logged, Opinion, Store, TenantStore, Vote

from .conftest import NOW

DAY = NOW.date()
ALWAYS = (date.min, date.max)
LOGGED = Logged("Är Vanda vänort?", "answer", "slack", "sv", DAY, entry="vanda", confidence=0.9, asker="U1")


def test_a_question_is_kept_masked_and_counted(tenant: TenantStore) -> None:
    assert writing.log(tenant, replace(LOGGED, text="Är\x00 Vanda vänort? Ring 070-123 45 67, a@b.se"))
    assert tenant.questions.since(DAY) == [replace(LOGGED, text="Är Vanda vänort? Ring [phone], [e-mail]", asker=None)]
    assert tenant.counts.between(DAY, DAY) == [Count(DAY, "answer", "vanda", "slack", "sv", 1)]


def test_without_retention_no_text_is_kept_and_counts_stay(store: Store) -> None:
    other = store.tenant("exempelby")
    assert not writing.log(other, LOGGED)
    assert other.questions.since(date.min) == []
    assert other.counts.between(*ALWAYS) == [Count(DAY, "answer", "vanda", "slack", "sv", 1)]
    assert store.tenant().counts.between(*ALWAYS) == []


def test_small_talk_is_counted_and_not_kept(tenant: TenantStore) -> None:
    assert not writing.log(tenant, replace(LOGGED, text="Hej!", outcome=Outcome.CHAT, entry=None))
    assert tenant.questions.since(date.min) == []
    assert [(c.outcome, c.entry) for c in tenant.counts.between(*ALWAYS)] == [("chat", None)]


def test_an_edit_replaces_the_text_and_a_deletion_removes_it(tenant: TenantStore) -> None:
    writing.log(tenant, replace(LOGGED, reference="C1/1"))
    writing.log(tenant, replace(LOGGED, reference="C1/1", text="Är Nuuk vänort?", entry="nuuk"))
    writing.log(tenant, replace(LOGGED, reference="C1/2"))
    assert [(q.text, q.entry) for q in tenant.questions.since(DAY)] == [
        ("Är Vanda vänort?", "vanda"),
        ("Är Nuuk vänort?", "nuuk"),
    ]
    tenant.questions.remove("teams", "C1/1")
    tenant.questions.remove("slack", "C1/1")
    assert [q.entry for q in tenant.questions.since(DAY)] == ["vanda"]
    assert sum(c.number for c in tenant.counts.between(*ALWAYS)) == 3


def test_an_edit_into_small_talk_leaves_nothing_of_the_old_text(tenant: TenantStore) -> None:
    writing.log(tenant, replace(LOGGED, reference="C1/1"))
    writing.log(tenant, replace(LOGGED, reference="C1/2"))
    writing.log(tenant, replace(LOGGED, reference="C1/1", text="Tack!", outcome=Outcome.CHAT, entry=None))
    writing.log(tenant, replace(LOGGED, text="Hej!", outcome=Outcome.CHAT, entry=None))
    assert len(tenant.questions.since(DAY)) == 1
    assert sum(c.number for c in tenant.counts.between(*ALWAYS)) == 4


def test_unanswered_questions_can_be_listed(tenant: TenantStore) -> None:
    writing.log(tenant, LOGGED)
    writing.log(tenant, replace(LOGGED, text="Vad kostar det?", outcome=Outcome.NO_ANSWER, entry=None))
    writing.log(tenant, replace(LOGGED, text="För länge sedan", outcome=Outcome.NO_ANSWER, day=DAY - timedelta(days=9)))
    found = tenant.questions.since(DAY - timedelta(days=1), outcome=Outcome.NO_ANSWER)
    assert [q.text for q in found] == ["Vad kostar det?"]


def test_a_log_entry_is_built_from_question_and_answer() -> None:
    question = Question("Får vi?", asker="U1")
    answer = Answer(Outcome.ANSWER, Language.EN, (), Verdict.NEEDS_PERMIT, entry="aid", confidence=0.5)
    logged = Logged.of(question, answer, channel="slack", day=DAY, reference="C1/1")
    assert logged == Logged("Får vi?", "answer", "slack", "en", DAY, "needs_permit", "aid", 0.5, "U1", "C1/1")


def test_counts_of_many_at_once_add_up(tenant: TenantStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: writing.log(tenant, LOGGED), range(40)))
    assert tenant.counts.between(*ALWAYS) == [Count(DAY, "answer", "vanda", "slack", "sv", 40)]


@pytest.mark.parametrize("changed", [{"outcome": "error"}, {"entry": None}, {"channel": "teams"}, {"language": "en"}])
def test_counts_are_apart_by_each_of_their_parts(tenant: TenantStore, changed: dict[str, str]) -> None:
    count = Count(DAY, "answer", "vanda", "slack", "sv")
    writing.count(tenant, count)
    writing.count(tenant, replace(count, **changed))  # type: ignore[arg-type]
    writing.count(tenant, replace(count, day=DAY + timedelta(days=1)))
    assert len(tenant.counts.between(DAY, DAY)) == 2


def test_questions_whose_answer_somebody_voted_down_are_told_once_and_without_who(tenant: TenantStore) -> None:
    helped, did_not = replace(LOGGED, reference="1"), replace(LOGGED, text="Är Nuuk vänort?", reference="2")
    for logged in (helped, did_not):
        writing.log(tenant, logged)
    for person, answer, vote in (("U1", "1", Vote.UP), ("U1", "2", Vote.DOWN), ("U2", "2", Vote.DOWN)):
        tenant.feedback.give(Opinion("slack", person, answer, vote, DAY))
    tenant.feedback.give(Opinion("teams", "U3", "1", Vote.DOWN, DAY))  # of the same name, in another channel
    assert tenant.questions.voted(Vote.DOWN, DAY) == [replace(did_not, asker=None, reference=None)]
    assert tenant.questions.voted(Vote.DOWN, DAY + timedelta(days=1)) == []
