"""The one function from question to answer. It reads no clock, no environment and no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import aid, smalltalk
from bot.answer import Answer, Kind, Outcome, Paragraph
from bot.compose import entry_answer, not_known
from bot.constraints import nowhere
from bot.conversation import Memory, chosen, is_number
from bot.finding import answer_each, answer_one
from bot.focus import Ask, asks
from bot.followup import complete, is_why
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.kb.words import split, without_points
from bot.locales import phrase
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
    if found is not None:
        return found
    fresh = _fresh(text, language, base, today)
    return _after(memory, fresh, memory.near) if is_why(text) else fresh


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
    if wanted is None or (wanted != "none" and wanted not in base.knowledge.items):
        return None
    found = not_known(language, base) if wanted == "none" else entry_answer(wanted, 1.0, language, base, today)
    return _after(memory, found, memory.near) if wanted in memory.options else found


def _after(memory: Memory, found: Answer, question: str = "") -> Answer:
    """An answer that belongs to an earlier question of the thread: the last one, unless another is told."""
    return replace(found, after=question or memory.full or memory.question or None)


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
    found = aid.reply(question.text, lang, base, today, pending, memory.asked, choice)
    return None if found is None else _after(memory, found)


def _following(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """A question that needs the thread's earlier words."""
    if not memory.question:
        return None
    if is_why(text):
        reason = _why(memory, language, base, today)
        return None if reason is None else _after(memory, reason)
    completed = complete(text, memory, language, base)
    if not completed:
        return None
    if memory.facts:
        found = aid.follow_up(text, language, base, today, aid.AidFacts.from_json(memory.facts))
        if found is not None:
            return _after(memory, found)
        alone = _fresh(text, language, base, today)
        if alone.entry and alone.confidence >= SURE:
            return alone  # "är det inte så att motionen bifölls?" is not about the case
    unsure: Answer | None = None
    for candidate in completed:
        found = replace(_fresh(candidate, language, base, today), question=candidate)
        found = found if candidate == text else _after(memory, found)
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
    return _join(found, left, language, base)


def _join(found: Sequence[tuple[Ask, Answer]], left: Sequence[str], language: Language, base: KnowledgeBase) -> Answer:
    """Put the answers to several questions together; what was not answered is named."""
    answered = [(ask, a) for ask, a in found if a.outcome is not Outcome.NO_ANSWER or a.entry]
    unique: dict[tuple[str | None, str], Answer] = {}
    for _, a in answered:
        unique.setdefault((a.entry, "" if a.entry and not a.verdict else a.paragraphs[0].text), a)
    answers = list(unique.values())
    if not answers:
        return found[0][1]
    coordinator = base.knowledge.municipality.coordinator.of(language)
    missing = [ask.text for ask, a in found if a.outcome is Outcome.NO_ANSWER and not a.entry and ask.plain]
    tail = [
        Paragraph(Kind.UNANSWERED, phrase(language, "answer.unanswered").format(text=text, coordinator=coordinator))
        for text in missing
    ] + [Paragraph(Kind.UNANSWERED, phrase(language, "answer.unanswered_again").format(text=text)) for text in left]
    first = answers[0]
    if len(answers) == 1:
        return replace(first, paragraphs=(*first.paragraphs, *tail)) if tail else first
    verdicts = [a.verdict for a in answers if a.verdict is not None]
    clarify = next((a.clarify for a in answers if a.clarify is not None), None)
    outcome = Outcome.ANSWER if any(a.outcome is Outcome.ANSWER for a in answers) else first.outcome
    if clarify is not None:  # while one case is open, no verdict is told for the whole
        outcome, verdicts = Outcome.CLARIFY, []
    dates = [a.as_of for a in answers if a.as_of is not None]
    return replace(
        first,
        outcome=outcome,
        paragraphs=(*(p for a in answers for p in a.paragraphs), *tail),
        verdict=min(verdicts, key=lambda v: v.strictness) if verdicts else None,
        cases=tuple(c for a in answers for c in a.cases),
        entries=tuple(dict.fromkeys(e for a in answers for e in a.entries)),
        confidence=min(a.confidence for a in answers),
        sources=tuple(dict.fromkeys(s for a in answers for s in a.sources)),
        as_of=min(dates) if dates else None,
        stale=any(a.stale for a in answers),
        clarify=clarify,
    )
