"""What only the secret opens, and what nobody can undo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import StoreError
from bot.store.keys import Keys

from .conftest import KEY

KEYS = Keys(KEY)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(plain)
def test_what_is_sealed_is_opened_again(value: object) -> None:
    assert KEYS.unseal(KEYS.seal(value, "inbox", "default"), "inbox", "default") == value


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert KEYS.seal("text", "inbox") != KEYS.seal("text", "inbox")


@pytest.mark.parametrize("context", [("inbox", "exempelby"), ("sent", "default"), ("inbox",), ()])
def test_a_sealed_value_belongs_to_its_tenant_and_use(context: tuple[str, ...]) -> None:
    with pytest.raises(StoreError, match="cannot be decrypted"):
        KEYS.unseal(KEYS.seal("text", "inbox", "default"), *context)


def test_another_secret_opens_nothing_and_hashes_otherwise() -> None:
    other = Keys(KEY + b"!")
    with pytest.raises(StoreError, match="cannot be decrypted"):
        other.unseal(KEYS.seal("text", "inbox"), "inbox")
    assert other.pseudonym("person", "U1") != KEYS.pseudonym("person", "U1")
    assert other.fingerprint != KEYS.fingerprint


@pytest.mark.parametrize("broken", [b"", b"short", b"x" * 40])
def test_what_was_changed_is_refused(broken: bytes) -> None:
    with pytest.raises(StoreError, match="cannot be decrypted"):
        KEYS.unseal(broken, "inbox")


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_parts_have_different_hashes(one: list[str], other: list[str]) -> None:
    assert (KEYS.pseudonym(*one) == KEYS.pseudonym(*other)) == (one == other)
