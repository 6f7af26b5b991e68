"""The golden questions of the shipped knowledge: what must reach each entry, and what must not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.kb.base import KnowledgeBase
from bot.kb.entries import LegalRule, PartnerTown
from bot.kb.words import split
from bot.question import Language
from bot.upkeep.golden import golden_cases, golden_fault

ENTRIES = sorted(path.name.removesuffix(".sv.md") for path in Path("knowledge").glob("*/*.sv.md"))


@pytest.mark.parametrize("entry", ENTRIES)
def test_golden_questions_of(base: KnowledgeBase, today: date, entry: str) -> None:
    cases = [case for case in golden_cases(base.knowledge) if case.entry == entry]
    assert cases, "an entry without golden questions is not tested"
    missed = {case.question: found for case in cases if (found := golden_fault(case, base, today)) is not None}
    assert missed == {}


def test_statute_sections_and_partner_towns_have_enough(base: KnowledgeBase) -> None:
    """Eight in Swedish, three in English, three near misses, one of keywords only."""
    short: list[str] = []
    for key, item in base.knowledge.items.items():
        rule = item.entry if isinstance(item.entry, LegalRule) else None
        section = rule is not None and re.fullmatch(r"\d+ §", rule.section or "") and not rule.repealed
        if not (section or isinstance(item.entry, PartnerTown)):
            continue
        swedish, english = item.words[Language.SV].golden, item.words[Language.EN].golden
        if len(swedish.reach) < 8 or len(english.reach) < 3 or len(swedish.near_miss) < 3:
            counts = (len(swedish.reach), len(english.reach), len(swedish.near_miss))
            short.append(f"{key}: {counts} golden questions in Swedish, in English, near misses")
        if not any(len(split(q)) <= 4 and not re.search(r"[?]", q) for q in swedish.reach):
            short.append(f"{key}: no golden question of keywords only")
    assert not short, short


def test_no_golden_question_is_indexed(base: KnowledgeBase) -> None:
    indexed = {
        " ".join(split(text))
        for item in base.knowledge.items.values()
        for words in item.words.values()
        for text in (words.title, *words.aliases, *words.questions)
    }
    golden = {" ".join(split(case.question)) for case in golden_cases(base.knowledge) if case.reach}
    assert golden & indexed == set()
