"""The facts of a case, as a value."""

from __future__ import annotations

import pytest

from bot.aid.facts import ARMS, ASKABLE, AidFacts, Overlay
from bot.aid.judge import VALUES


def test_arms_are_chosen_among_the_forms() -> None:
    assert AidFacts().with_value("form", ARMS) == AidFacts(overlays=frozenset({Overlay.MILITARY_OR_DUAL_USE}))


@pytest.mark.parametrize("fact", ASKABLE)
def test_a_value_that_a_fact_may_have_is_set(fact: str) -> None:
    facts = AidFacts(receiver_unclear=True)
    assert all(facts.with_value(fact, value) != facts for value in VALUES[fact])
    with pytest.raises(ValueError, match="nothing"):
        facts.with_value(fact, "nothing")
