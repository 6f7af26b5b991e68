"""Enquiries: each step once, by one person, in a legal order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from steps import steps

from bot.store import Change, Party, Result, State, Store, TenantStore, Wait, open_store
from bot.store.enquiry import LEGAL

from .conftest import KEY, NOW, wait_for_a_lock

ASKER = Party("slack", "U1", {"channel": "C1", "thread": "1"})
ANNA = Party("slack", "U8", {"user": "U8"})
BO = Party("teams", "U9", {"user": "U9"})
_keys = (f"key {n}" for n in itertools.count())


def raised(tenant: TenantStore, **changes: Any) -> Change:
    options: dict[str, Any] = {"key": next(_keys), "conversation": "C1/1", "language": "sv", "now": NOW}
    return tenant.enquiries.raise_(ASKER, "Vem betalar? Ring 08-535 300 00", **options | changes)


def number(change: Change) -> int:
    assert change.enquiry is not None
    return change.enquiry.id


def step(tenant: TenantStore, name: str, enquiry: int, by: Party = ANNA, **changes: Any) -> Result:
    options = {"key": next(_keys), "now": NOW} | changes
    text = ("Kommunen.",) if name == "answer" else ()
    result: Result = getattr(tenant.enquiries, name)(enquiry, by, *text, **options).result
    return result


def test_an_enquiry_goes_from_asker_to_answer_with_its_history(tenant: TenantStore) -> None:
    change = raised(tenant, context="Tidigare: a@b.se")
    enquiry = number(change)
    assert change.result is Result.DONE
    assert change.enquiry is not None
    assert (change.enquiry.question, change.enquiry.context) == ("Vem betalar? Ring [phone]", "Tidigare: [e-mail]")
    assert (change.enquiry.address, change.enquiry.handler) == (ASKER.address, None)
    for minute, name in enumerate(("take", "answer", "close"), 1):
        assert step(tenant, name, enquiry, now=NOW + timedelta(minutes=minute)) is Result.DONE
    found = tenant.enquiries.find(enquiry)
    assert found is not None
    assert (found.state, found.answer, found.handler) == (State.CLOSED, "Kommunen.", ANNA.address)
    states = [None, State.OPEN, State.TAKEN, State.ANSWERED, State.CLOSED]
    assert steps(tenant, enquiry) == [
        (before, after, NOW + timedelta(minutes=minute))
        for minute, (before, after) in enumerate(itertools.pairwise(states))
    ]


STEPS = {"take": State.TAKEN, "hand_back": State.OPEN, "answer": State.ANSWERED, "close": State.CLOSED}
WAYS: dict[State, tuple[str, ...]] = {
    State.OPEN: (),
    State.TAKEN: ("take",),
    State.ANSWERED: ("answer",),
    State.CLOSED: ("close",),
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", State)
def test_only_legal_steps_are_taken(tenant: TenantStore, state: State, name: str) -> None:
    enquiry = number(raised(tenant))
    for way in WAYS[state]:
        assert step(tenant, way, enquiry) is Result.DONE
    before = steps(tenant, enquiry)
    legal = STEPS[name] in LEGAL[state]
    assert step(tenant, name, enquiry) is (Result.DONE if legal else Result.REFUSED)
    found = tenant.enquiries.find(enquiry)
    assert found is not None
    assert found.state is (STEPS[name] if legal else state)
    assert len(steps(tenant, enquiry)) == len(before) + legal


def test_raising_and_every_step_are_idempotent_by_their_key(tenant: TenantStore) -> None:
    enquiry = number(raised(tenant, key="k1"))
    again = raised(tenant, key="k1", context="changed")
    assert (again.result, number(again)) == (Result.REPEATED, enquiry)
    assert step(tenant, "take", enquiry, key="k2") is Result.DONE
    assert step(tenant, "take", enquiry, key="k2") is Result.REPEATED
    assert step(tenant, "answer", enquiry, key="k3") is Result.DONE
    change = tenant.enquiries.answer(enquiry, ANNA, "Kommunen.", key="k3", now=NOW)
    assert change.result is Result.REPEATED
    assert change.enquiry is not None
    assert (change.enquiry.answer, change.enquiry.address) == ("Kommunen.", ASKER.address)
    assert len(steps(tenant, enquiry)) == 3


def test_of_two_who_take_the_second_is_told_who_has_it(tenant: TenantStore) -> None:
    enquiry = number(raised(tenant))
    assert step(tenant, "take", enquiry, ANNA) is Result.DONE
    change = tenant.enquiries.take(enquiry, BO, key=next(_keys), now=NOW)
    assert change.result is Result.REFUSED
    assert change.enquiry is not None
    assert change.enquiry.handler == ANNA.address
    assert step(tenant, "answer", enquiry, BO) is Result.REFUSED
    assert step(tenant, "hand_back", enquiry, BO) is Result.DONE
    assert step(tenant, "take", enquiry, BO) is Result.DONE
    assert step(tenant, "answer", enquiry, BO) is Result.DONE


def test_of_many_who_take_at_once_one_wins(tenant: TenantStore) -> None:
    enquiry = number(raised(tenant))
    everyone = [Party("slack", f"U{n}", {"user": n}) for n in range(5)]
    with ThreadPoolExecutor(5) as pool:
        changes = list(pool.map(lambda by: tenant.enquiries.take(enquiry, by, key=by.person, now=NOW), everyone))
    winners = [by for by, change in zip(everyone, changes, strict=True) if change.result is Result.DONE]
    assert len(winners) == 1
    assert {tuple((c.enquiry.handler or {}).items()) for c in changes if c.enquiry} == {
        tuple((winners[0].address or {}).items())
    }


def test_who_takes_while_another_is_at_it_waits_and_is_refused_on_postgres(postgres: Callable[[bool], str]) -> None:
    url = postgres(True)
    store = open_store(url, key=KEY)
    enquiry = number(raised(store.tenant()))
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as admin, ThreadPoolExecutor(1) as pool:
        other.execute("UPDATE enquiry SET state = 'taken' WHERE id = %s", [enquiry])
        taken = pool.submit(step, store.tenant(), "take", enquiry)
        wait_for_a_lock(admin)
        other.commit()
        assert taken.result(timeout=60) is Result.REFUSED
    store.close()


def test_of_many_who_raise_with_one_key_one_enquiry_comes(tenant: TenantStore) -> None:
    with ThreadPoolExecutor(5) as pool:
        changes = list(pool.map(lambda _: raised(tenant, key="same"), range(5)))
    assert sorted(c.result for c in changes) == [Result.DONE, *[Result.REPEATED] * 4]
    assert len({number(c) for c in changes}) == 1


def test_a_second_answer_adds_to_the_first(tenant: TenantStore) -> None:
    enquiry = number(raised(tenant))
    step(tenant, "answer", enquiry)
    change = tenant.enquiries.answer(enquiry, ANNA, "Och staten.", key=next(_keys), now=NOW)
    assert change.enquiry is not None
    assert change.enquiry.answer == "Kommunen.\n\nOch staten."
    assert step(tenant, "answer", enquiry, BO) is Result.REFUSED


def test_addresses_go_when_a_closed_enquiry_is_settled(tenant: TenantStore) -> None:
    enquiry = number(raised(tenant))
    step(tenant, "answer", enquiry)
    tenant.enquiries.settle(enquiry)
    kept = tenant.enquiries.find(enquiry)
    assert kept is not None
    assert kept.address == ASKER.address, "it is not closed yet"
    step(tenant, "close", enquiry)
    tenant.enquiries.settle(enquiry)
    found = tenant.enquiries.find(enquiry)
    assert found is not None
    assert (found.address, found.handler, found.question) == (None, None, "Vem betalar? Ring [phone]")


def test_enquiries_are_listed_by_state_and_asker(tenant: TenantStore) -> None:
    first, second, third = (number(raised(tenant)) for _ in range(3))
    other = number(tenant.enquiries.raise_(BO, "Nå?", key="bo", conversation="1", language="sv", now=NOW))
    step(tenant, "take", second)
    step(tenant, "close", third)

    def listed(*states: State, **options: Any) -> list[int]:
        return [e.id for e in tenant.enquiries.in_state(states, **options)]

    assert listed(State.OPEN) == [first, other]
    assert listed(State.OPEN, State.TAKEN, asker=ASKER) == [first, second]
    assert listed(State.CLOSED) == [third]
    assert listed(*State, limit=2) == [first, second]
    assert listed(*State, limit=2, newest_first=True) == [other, third]
    assert tenant.enquiries.count_in_state(set(State)) == 4
    assert tenant.enquiries.count_in_state((State.OPEN, State.CLOSED)) == 3
    assert tenant.enquiries.count_in_state((State.OPEN, State.TAKEN), asker=ASKER) == 2
    assert listed() == []


def test_another_tenant_neither_sees_nor_changes_it(store: Store) -> None:
    enquiry = number(raised(store.tenant(), key="k"))
    other = store.tenant("exempelby")
    assert other.enquiries.find(enquiry) is None
    assert other.enquiries.in_state(list(State)) == []
    assert other.enquiries.count_in_state(list(State)) == 0
    assert steps(other, enquiry) == []
    assert step(other, "take", enquiry) is Result.UNKNOWN
    other.enquiries.settle(enquiry)
    assert raised(other, key="k").result is Result.DONE
    found = store.tenant().enquiries.find(enquiry)
    assert found is not None
    assert (found.state, found.address) == (State.OPEN, ASKER.address)


def test_how_long_enquiries_took_to_their_first_answer(store: Store) -> None:
    tenant, later = store.tenant(), NOW + timedelta(hours=2)
    for name in ("answered", "open", "closed"):
        raised = tenant.enquiries.raise_(ASKER, name, key=name, conversation="C1/1", language="sv", now=NOW).enquiry
        assert raised is not None
        if name == "answered":
            tenant.enquiries.answer(raised.id, ANNA, "Ja.", key="a1", now=later)
            tenant.enquiries.answer(raised.id, ANNA, "Och mer.", key="a2", now=later + timedelta(hours=1))
        if name == "closed":
            tenant.enquiries.close(raised.id, ASKER, key="c", now=later)
    assert tenant.enquiries.waits(NOW) == [
        Wait(State.ANSWERED, NOW, later),
        Wait(State.OPEN, NOW, None),
        Wait(State.CLOSED, NOW, None),
    ]
    assert tenant.enquiries.waits(later) == []
    assert [tenant.enquiries.answered_at(number) for number in (1, 2, 7)] == [later + timedelta(hours=1), None, None]
    assert store.tenant("exempelby").enquiries.waits(NOW) == []
