"""One vote a person and answer, which may be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.store import Opinion, Reason, Store, TenantStore, Vote, Votes

from .conftest import NOW

DAY = NOW.date()
UP = Opinion("slack", "U1", "C1/1", Vote.UP, DAY, "vanda")
DOWN = replace(UP, vote=Vote.DOWN)


def test_votes_are_told_by_entry(tenant: TenantStore) -> None:
    for opinion in (UP, replace(UP, person="U2"), replace(DOWN, person="U3"), replace(DOWN, answer="C1/2", entry=None)):
        tenant.feedback.give(opinion)
    votes = {v.entry: v for v in tenant.feedback.votes(DAY)}
    assert votes == {"vanda": Votes("vanda", 2, 1), None: Votes(None, 0, 1)}


def test_a_second_vote_takes_the_place_of_the_first(tenant: TenantStore) -> None:
    tenant.feedback.give(UP)
    tenant.feedback.give(UP)
    tenant.feedback.give(DOWN)
    assert tenant.feedback.votes(date.min) == [Votes("vanda", 0, 1)]


def test_the_same_name_in_another_channel_or_tenant_is_another_person(store: Store) -> None:
    store.tenant().feedback.give(UP)
    store.tenant().feedback.give(replace(UP, channel="teams"))
    store.tenant("exempelby").feedback.give(DOWN)
    assert store.tenant().feedback.votes(DAY) == [Votes("vanda", 2, 0)]
    assert store.tenant("exempelby").feedback.votes(DAY) == [Votes("vanda", 0, 1)]


def test_a_reason_is_masked_and_goes_when_the_vote_turns(tenant: TenantStore) -> None:
    tenant.feedback.give(DOWN)
    tenant.feedback.give(replace(DOWN, reason="Fel, fråga a@b.se"))
    tenant.feedback.give(DOWN)
    assert tenant.feedback.reasons(DAY) == [Reason("vanda", Vote.DOWN, "Fel, fråga [e-mail]", DAY)]
    tenant.feedback.give(UP)
    assert tenant.feedback.reasons(DAY) == []


def test_without_retention_no_reason_is_kept(store: Store) -> None:
    other = store.tenant("exempelby")
    other.feedback.give(replace(DOWN, reason="Fel"))
    assert other.feedback.reasons(date.min) == []
    assert other.feedback.votes(DAY) == [Votes("vanda", 0, 1)]
