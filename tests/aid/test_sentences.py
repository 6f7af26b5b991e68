"""The sentences that the check demands are those that the answers on aid are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.aid.facts import AidFacts, Overlay, StateAid, cases
from bot.aid.judge import judge
from bot.aid.wording import Wording
from bot.kb.base import KnowledgeBase
from bot.kb.lists import AidSentences
from bot.kb.sentences import REQUIRED
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


@pytest.mark.parametrize("language", list(Language))
def test_the_shipped_sentences_are_all_there(base: KnowledgeBase, language: Language) -> None:
    sentences = base.knowledge.lists["sentences"].sentences
    assert set(sentences) == REQUIRED
    assert all(sentence.of(language) for sentence in sentences.values())
