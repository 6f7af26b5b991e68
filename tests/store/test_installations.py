"""Tokens of workspaces, and the states of installing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from bot.store import Store
from bot.store.database import Database

from .conftest import NOW

DATA = {"bot_token": "xoxb-1", "scopes": ["chat:write"]}


def test_an_installation_comes_back_and_is_replaced_and_removed(store: Store) -> None:
    assert store.installations.find("slack", "T1") is None
    store.installations.save("slack", "T1", DATA, NOW)
    store.installations.save("slack", "T2", DATA, NOW, tenant="exempelby")
    assert store.installations.find("slack", "T1") == DATA
    assert store.installations.find("slack", "T2") == DATA
    store.installations.save("slack", "T1", {"bot_token": "xoxb-2"}, NOW)
    assert store.installations.find("slack", "T1") == {"bot_token": "xoxb-2"}
    assert store.installations.remove("slack", "T1")
    assert not store.installations.remove("slack", "T1")
    assert store.installations.find("slack", "T1") is None
    assert store.installations.find("slack", "T2") == DATA


def test_no_token_is_readable(store: Store, database_url: str) -> None:
    store.installations.save("slack", "T1", DATA, NOW)
    database = Database(database_url)
    with database.read() as connection:
        data = connection.execute(sa.text("SELECT data FROM installation")).scalar_one()
    database.close()
    assert b"xoxb" not in bytes(data)


def test_a_state_is_good_once_and_for_its_time(store: Store) -> None:
    late = NOW + timedelta(seconds=600)
    states = [store.installations.issue_state(NOW) for _ in range(2)]
    assert len(set(states)) == 2
    assert not store.installations.consume_state("made-up", NOW)
    assert store.installations.consume_state(states[0], NOW)
    assert not store.installations.consume_state(states[0], NOW)
    assert not store.installations.consume_state(states[1], late)


def test_of_many_who_use_a_state_at_once_one_may(store: Store) -> None:
    state = store.installations.issue_state(NOW)
    with ThreadPoolExecutor(4) as pool:
        used = list(pool.map(lambda _: store.installations.consume_state(state, NOW), range(4)))
    assert sum(used) == 1
