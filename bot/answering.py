"""The one function from question to answer. It reads no clock, no environment and no network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import aid, smalltalk
from bot.answer import Answer, Outcome
from bot.compose import entry_answer, not_known
from bot.constraints import nowhere
from bot.conversation import Memory, chosen, is_number
from bot.finding import answer_each, answer_one
from bot.focus import Ask, asks
from bot.followup import complete, is_why
from bot.joining import join
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.kb.words import split, without_points
from bot.matching import SURE
from bot.question import Choice, Language, Question
from bot.status import status_answer

MOST_PARTS = 4
"""More questions than this in one message are not all answered; the rest is named."""

BESIDE_A_CASE = 0.8
"""A question beside a case of aid is answered only with more confidence than this: it often belongs to the case."""


def answer(question: Question, base: KnowledgeBase, today: date) -> Answer:
    """Answer a question from curated knowledge, or say that the answer is not known.

    Args:
        question: the question, with what its thread remembers.
        base: the knowledge and its search.
        today: the day of asking.

    Returns:
        An answer; every sentence in it is curated or a fixed phrase. Never raises for any text.
    """
    memory = question.memory or Memory()
    text = without_points(question.text)
    language = question.language or _language(text, memory, base)
    if not split(text) and question.choice is None:
        return not_known(language, base, reason="unclear")
    talk = smalltalk.recognise(text)
    if talk is not None and question.choice is None and not memory.asked:
        return smalltalk.reply(talk[0], question.language or talk[1], base.knowledge)
    if question.choice is None and is_number(text) and not memory.options:
        return not_known(language, base, reason="unclear")  # a number chooses among what was offered: nothing was
    if smalltalk.overrides(text):
        return not_known(language, base, reason="override")
    if smalltalk.composes(text):
        return not_known(language, base, reason="compose")
    if question.choice is not None and question.choice.fact not in ("entry", memory.asked):
        return not_known(language, base, reason="past")
    thanked = _thanked(text, memory, language, base, today) if question.choice is None else None
    if thanked is not None:
        return thanked
    found = (
        _picked(question, memory, language, base, today)
        or _status(text, language, base, today)
        or _aid_reply(question, memory, language, base, today)
        or _following(text, memory, language, base, today)
    )
    return found or _fresh(text, language, base, today)


def _thanked(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """A reply to thanks that ask nothing, name no place and change nothing in the thread's case of aid."""
    thanks = smalltalk.opens_with_thanks(text)
    if thanks is None or memory.asked or base.gazetteer.named_words(text):
        return None
    if memory.facts and aid.follow_up(text, language, base, today, aid.AidFacts.from_json(memory.facts)) is not None:
        return None
    alone = _fresh(text, language, base, today)
    if alone.verdict is not None or alone.clarify is not None or alone.confidence >= SURE:
        return None
    return smalltalk.reply(smalltalk.Talk.THANKS, thanks, base.knowledge)


def _language(text: str, memory: Memory, base: KnowledgeBase) -> Language:
    default = memory.language or base.knowledge.municipality.languages[0]
    language = detect(text, default)
    return language if language in base.knowledge.municipality.languages else default


def _picked(question: Question, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """A button or a number that chooses among nearest entries."""
    choice = question.choice
    wanted = choice.value if choice is not None and choice.fact == "entry" else None
    if wanted is None and memory.asked in (None, "entry") and choice is None:
        wanted = chosen(question.text, memory.options)
    if wanted == "none":
        return not_known(language, base)
    if wanted is not None and wanted in base.knowledge.items:
        return entry_answer(wanted, 1.0, language, base, today)
    return None


def _status(text: str, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    words = smalltalk.status_words(text)
    return None if words is None else status_answer(words, language, base.knowledge, today)


def _aid_reply(
    question: Question, memory: Memory, language: Language, base: KnowledgeBase, today: date
) -> Answer | None:
    """An answer to an open ask-back about aid, by button, number or words."""
    if not memory.asked or memory.asked == "entry":
        return None
    choice = question.choice
    if choice is None and (value := chosen(question.text, memory.options)) is not None:
        choice = Choice(memory.asked, value)
    lang = memory.language or language if choice is not None else language
    pending = aid.AidFacts.from_json(memory.facts)
    return aid.reply(question.text, lang, base, today, pending, memory.asked, choice)


def _following(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """A question that needs the thread's earlier words."""
    if not memory.question:
        return None
    if is_why(text):
        return _why(memory, language, base, today)
    completed = complete(text, memory, language, base)
    if not completed:
        return None
    if memory.facts:
        found = aid.follow_up(text, language, base, today, aid.AidFacts.from_json(memory.facts))
        if found is not None:
            return found
        alone = _fresh(text, language, base, today)
        if alone.entry and alone.confidence >= SURE:
            return alone  # "är det inte så att motionen bifölls?" is not about the case
    unsure: Answer | None = None
    for candidate in completed:
        found = replace(_fresh(candidate, language, base, today), question=candidate)
        if found.outcome is Outcome.ANSWER or found.entry:
            return found
        if found.outcome is Outcome.CLARIFY and unsure is None:
            unsure = found
    return unsure


def _why(memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    if memory.facts:
        return aid.explain(aid.AidFacts.from_json(memory.facts), language, base, today)
    item = base.knowledge.items.get(memory.entry or "")
    if item is None:
        return None
    if item.entry.why:
        return entry_answer(item.entry.why, 0.9, language, base, today)
    return not_known(language, base, near=tuple(item.entry.related))


def _fresh(text: str, language: Language, base: KnowledgeBase, today: date) -> Answer:
    """Answer a message that stands alone."""
    if nowhere(text, base):
        return not_known(language, base)
    parts = asks(text, language)
    asked = parts[:MOST_PARTS]
    cases = aid.consider([ask.text for ask in asked], text, language, base, today)
    if not cases:
        found = answer_each(asked, language, base, today)
    else:
        judged = {ask for ask, _ in cases}
        found = [(Ask(ask), case) for ask, case in cases]
        rest = [ask for ask in asked if ask.text not in judged] if len(asked) > 1 else []
        others = [(ask, answer_one(ask, language, base, today)) for ask in rest]
        found += [(ask, part) for ask, part in others if part.confidence > BESIDE_A_CASE and part.entry]
    left = [ask.text for ask in parts[MOST_PARTS:]]
    return join(found, left, language, base)
