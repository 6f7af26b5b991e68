"""Judging a case whose facts are partly unknown."""

from __future__ import annotations

from bot.aid.facts import AidFacts, Form
from bot.aid.judge import KEPT_JUDGEMENTS, judge


def test_a_case_is_judged_once_and_so_many_are_kept() -> None:
    facts = AidFacts(form=Form.EQUIPMENT, country="UA")
    assert judge(AidFacts.from_json(facts.to_json())) is judge(facts)
    assert judge.cache_info().maxsize == KEPT_JUDGEMENTS
