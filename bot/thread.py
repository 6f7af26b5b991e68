"""Answer a message that needs its thread's earlier words: a follow-up, a correction, a question why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import aid
from bot.alone import answer_alone
from bot.answer import Answer, Outcome
from bot.compose import entry_answer, not_known
from bot.conversation import Memory, follows
from bot.followup import complete, ellipsis, is_why, points_back
from bot.kb.base import KnowledgeBase
from bot.kb.words import split, without_points
from bot.locales import phrase
from bot.matching import SURE
from bot.question import Language

REASON = 0.9
"""How sure the entry is that another names as its reason."""

FEW = 4
"""A question of so few words after a case ("vem bestämmer?") may be about it."""

SHORT = 5
"""A question of so few words may be about what was told last."""

OF_ITS_WORDS = 0.5
"""An entry on what was told must explain so much of such a question by itself."""

ANOTHER = 0.97
"""While something is asked back, what may tell something of the case is another question only where it is so sure."""

CERTAIN = 0.9
"""Beside a case of aid, an entry answers only with so much confidence: the message may be about the case."""


def answer_in_thread(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """Answer a message that needs the thread's earlier words; None where it stands alone.

    Args:
        text: cleaned text.
        memory: what the thread remembers.
        language: to answer in.
        base: the knowledge.
        today: the day of asking.
    """
    if not memory.question:
        return None
    if is_why(text):
        return _why(memory, language, base, today)
    memory = replace(memory, question=without_points(memory.question))
    case = aid.AidFacts.remembered(memory.facts)
    if case is not None:
        return _on_case(text, case, memory, language, base, today)
    return _on_topic(text, memory, language, base, today)


def _on_case(
    text: str, case: aid.AidFacts, memory: Memory, language: Language, base: KnowledgeBase, today: date
) -> Answer | None:
    """Answer in a thread that speaks of a case of aid: the case with what changes, or a question about it."""
    found = ellipsis(text, language)
    aside = _names_places(memory, base)
    changed = aid.follow_up(
        text,
        language,
        base,
        today,
        case,
        asked_of=memory.case,
        elliptical=found is not None and found.opened,
        aside=aside,
    )
    if changed is not None:
        return follows(changed, memory.case, memory.question)
    if memory.asked and aid.is_about_case(text, language, base, today):
        beside = None if points_back(text) else answer_alone(text, language, base, today, cases=False)
        if beside is not None and beside.entry and beside.confidence >= ANOTHER:
            return beside
        again = aid.again(case, language, base, today)  # "den är begagnad" tells nothing of what was asked back
        return follows(again, memory.case, memory.question)
    if aside:
        return _on_topic(text, memory, language, base, today)
    states = aid.is_statement(text, language, base, today)
    own = not states or aid.asks_leave(text, language, base, today)  # what only tells something puts no case of its own
    alone = answer_alone(text, language, base, today, cases=own)
    if alone.facts or alone.cases:
        return alone
    # What may change the case but is not understood ends it.
    alone = replace(alone, forgets=aid.may_change(text, language, base, today, memory.asked))
    if alone.entry and alone.confidence >= CERTAIN:
        return alone
    if not states and (found is not None or len(split(text)) <= FEW):
        topic, core = phrase(language, "aid.topic"), found.core if found is not None else text.strip(" ?!.,")
        asked = answer_alone(f"{topic}: {core}?", language, base, today, cases=False)
        if asked.entry and asked.confidence >= CERTAIN:
            return follows(replace(asked, forgets=alone.forgets), memory.case, memory.question)
    return alone


def _names_places(memory: Memory, base: KnowledgeBase) -> bool:
    """Tell whether something about a place was answered since the thread's case: another place is then of its kind."""
    if not memory.aside or memory.entry is None:
        return False
    return bool(base.mentions(memory.entry).places)


def _on_topic(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """Answer an elliptical message by its likeliest reading; that it is not known is not told twice."""
    elliptical = ellipsis(text, language)
    if elliptical is not None and elliptical.pointing and aid.asks_leave(text, language, base, today):
        # "Vi har 30 skolbänkar." / "Får vi ge dem till Moldavien?": one case in two messages.
        whole = answer_alone(f"{memory.question.rstrip(' ?.!')}. {text}", language, base, today)
        if whole.facts:
            return follows(whole, memory.full, memory.question)
    # A title's words are not the asker's, and what only tells something asks no leave: no case is read out of them.
    leave = aid.asks_leave(memory.question, language, base, today)
    leave = leave and not aid.is_statement(text, language, base, today)
    if elliptical is None and (about := _on_what_was_told(text, memory, language, base, today)) is not None:
        return about
    unsure: Answer | None = None
    again: Answer | None = None
    readings = complete(text, memory, language, base)
    for reading in readings:
        found = answer_alone(reading.text, language, base, today, cases=leave and reading.own)
        found = replace(found, question=reading.text)
        found = found if reading.text == text else follows(found, memory.full, memory.question)
        if found.entry == memory.entry and found.outcome is Outcome.NO_ANSWER and len(split(text)) > 1:
            again = again or found
        elif found.outcome is Outcome.ANSWER or found.entry:
            if again is None or found.confidence >= SURE:
                return found
        elif found.outcome is Outcome.CLARIFY and unsure is None:
            unsure = found
    if len(readings) == 1 and found.entry is None:
        return found  # "och 12 §?": of a chapter that has no such section
    return again or unsure


def _on_what_was_told(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """Answer a short question that names nothing from an entry on what was told last, where none fits it alone."""
    item = base.knowledge.items.get(memory.entry or "")
    if item is None or len(split(text)) > SHORT or base.gazetteer.named_words(text):
        return None
    about = answer_alone(f"{item.title(language)}: {text}", language, base, today, cases=False)
    if about.entry is None or about.confidence < SURE:
        return None
    tokens = base.search.query(text, language)
    hit = base.search.hit(about.entry, tokens)
    if hit is None or hit.covered < OF_ITS_WORDS or sum(token.topical for token in tokens) > 1:
        return None  # "vad blir det för lunch?"
    near = about.entry == memory.entry or about.entry in item.entry.related
    if not near and memory.entry not in base.knowledge.items[about.entry].entry.related:
        return None
    alone = answer_alone(text, language, base, today, cases=False)
    if alone.entry is not None and alone.confidence >= CERTAIN:
        return None
    return follows(replace(about, question=text), memory.full, memory.question)


def _why(memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    case = aid.AidFacts.remembered(memory.facts)
    if case is not None:
        return follows(aid.explain(case, language, base, today), memory.case, memory.question)
    item = base.knowledge.items.get(memory.entry or "")
    if item is None:
        return None
    if item.entry.why:
        found = entry_answer(item.entry.why, REASON, language, base, today)
    else:
        found = not_known(language, base, near=tuple(item.entry.related))
    return follows(found, memory.full, memory.question)
