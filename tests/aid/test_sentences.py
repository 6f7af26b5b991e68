"""The sentences that the check demands are those that the answers on aid are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.aid.facts import AidFacts, Form, Overlay, StateAid, cases
from bot.aid.judge import judge
from bot.aid.rules import Duty, RuleName
from bot.aid.wording import Wording
from bot.answer import Kind, Verdict
from bot.compose import entry_answer
from bot.kb.base import KnowledgeBase
from bot.kb.lists import AidSentences
from bot.kb.sentences import REQUIRED
from bot.locales import phrase
from bot.question import Language


class Recording(Mapping[str, object]):
    """Sentences that remember which of them were asked for."""

    def __init__(self, sentences: Mapping[str, object]) -> None:
        self.sentences = sentences
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> object:
        self.asked.add(key)
        return self.sentences[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)


def every_case() -> Iterator[AidFacts]:
    for facts in [AidFacts(), *cases()]:
        yield facts
        yield replace(facts, cannot_say=frozenset({"form", "money_purpose", "equipment_status", "country"}))
        yield replace(facts, unexamined=True)
        yield replace(facts, receiver_unclear=True)
        yield replace(facts, receiver_unclear=True, cannot_say=frozenset({"receiver"}))
        if facts.state_aid is StateAid.UNKNOWN:
            yield replace(facts, country="XX")
        else:
            yield replace(facts, country="UA")
            yield replace(facts, overlays=facts.overlays | {Overlay.VIA_RELIEF_ORGANISATION})


def test_the_answers_ask_for_exactly_what_the_check_demands(base: KnowledgeBase, today: date) -> None:
    recording = Recording(base.knowledge.lists["sentences"].sentences)
    lists = {**base.knowledge.lists, "sentences": AidSentences.model_construct(sentences=recording)}
    wording = Wording(replace(base.knowledge, lists=lists), Language.SV, today)
    for facts in every_case():
        judgement = judge(facts)
        wording.answer(judgement)
        wording.explain(judgement)
    lacking = Wording(replace(base.knowledge, lists=lists, items={}), Language.SV, today)
    lacking.answer(judge(next(iter(cases()))))
    assert recording.asked == REQUIRED


def test_rules_and_duties_are_named_as_their_sentences() -> None:
    assert {*RuleName, *Duty} <= REQUIRED


@pytest.mark.parametrize("language", list(Language))
def test_what_was_not_reviewed_in_time_is_told_as_an_entry_tells_it(base: KnowledgeBase, language: Language) -> None:
    late, facts = date(2199, 1, 1), AidFacts(form=Form.EQUIPMENT, state_aid=StateAid.YES, country="UA")
    told = Wording(base.knowledge, language, late).answer(judge(facts))
    entry = entry_answer(told.entries[0], 1.0, language, base, late)
    kinds = (Kind.GUIDANCE, Kind.WARNING)
    shown = [{p.kind: p.text for p in answer.paragraphs if p.kind in kinds} for answer in (told, entry)]
    assert shown[0][Kind.GUIDANCE] == shown[1][Kind.GUIDANCE]
    assert [re.sub(r"\d", "", texts[Kind.WARNING]) for texts in shown] == [
        re.sub(r"\d", "", shown[0][Kind.WARNING])
    ] * 2


@pytest.mark.parametrize("language", list(Language))
def test_the_shipped_sentences_are_all_there(base: KnowledgeBase, language: Language) -> None:
    sentences = base.knowledge.lists["sentences"].sentences
    assert set(sentences) == REQUIRED
    assert all(sentence.of(language) for sentence in sentences.values())


def test_english_sentences_name_chapters_and_sections_in_english(base: KnowledgeBase) -> None:
    sentences = base.knowledge.lists["sentences"].sentences
    mixed = [key for key, sentence in sentences.items() if re.search(r"\bkap\.|§", sentence.of(Language.EN))]
    assert not mixed


@pytest.mark.parametrize("language", list(Language))
def test_the_ways_a_case_may_end_are_a_list_below_its_own_words(
    base: KnowledgeBase, today: date, language: Language
) -> None:
    facts = AidFacts(form=Form.MONEY, state_aid=StateAid.YES, cannot_say=frozenset({"money_purpose"}))
    lead, opening, *items = Wording(base.knowledge, language, today).answer(judge(facts)).paragraphs[:4]
    assert [p.kind for p in (lead, opening, *items)] == [Kind.LEAD, Kind.BODY, Kind.CONDITION, Kind.CONDITION]
    assert opening.text.endswith(":"), "the verdict, which follows the lead, does not part it from its list"
    assert not lead.text.endswith(":")
    verdicts = (Verdict.ALLOWED_WITH_CONDITIONS, Verdict.NOT_SUPPORTED)
    assert [item.text.partition(":")[0] for item in items] == [phrase(language, f"verdict.{v}") for v in verdicts]


def test_no_list_is_announced_where_there_is_none(base: KnowledgeBase, today: date) -> None:
    wording = Wording(base.knowledge, Language.SV, today)
    for facts in every_case():
        found = wording.answer(judge(facts)).paragraphs
        for paragraph, following in zip(found, (*found[1:], None), strict=True):
            assert not paragraph.text.endswith(":") or (following and following.kind is Kind.CONDITION), facts
