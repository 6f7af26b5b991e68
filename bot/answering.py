"""The one function from question to answer. It reads no clock, no environment and no network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import aid, remarks, smalltalk
from bot.alone import answer_alone
from bot.answer import Answer
from bot.compose import entry_answer, not_known
from bot.conversation import Memory, chosen, follows, is_number
from bot.followup import is_why
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.kb.words import split, without_points
from bot.matching import SURE
from bot.question import Choice, Language, Question
from bot.status import status_answer
from bot.thread import answer_in_thread

ASIDE = (smalltalk.Talk.GREETING, smalltalk.Talk.THANKS, smalltalk.Talk.GOODBYE)
"""What leaves an open ask-back as it is."""


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
    if talk is not None and question.choice is None and (not memory.asked or talk[0] in ASIDE):
        return smalltalk.reply(talk[0], question.language or _answered(talk[1], language, base), base.knowledge)
    if question.choice is None and is_number(text) and not memory.options:
        return not_known(language, base, reason="unclear")  # a number chooses among what was offered: nothing was
    if smalltalk.overrides(text):
        return not_known(language, base, reason="override")
    remark = None if question.choice is not None else _remark(text, memory, language, base, today)
    if smalltalk.composes(text) and remark not in remarks.WANTED:
        return not_known(language, base, reason="compose")
    if remark is not None:
        return remarks.reply(remark, memory, language, base, today)
    if question.choice is not None and question.choice.fact not in ("entry", memory.asked):
        return not_known(language, base, reason="past")
    if question.choice is None:
        told = _status(text, language, base, today) or _thanked(text, memory, language, base, today)
        if told is not None:
            return told
    found = (
        _picked(question, memory, language, base, today)
        or _aid_reply(question, memory, language, base, today)
        or answer_in_thread(text, memory, language, base, today)
    )
    if found is not None:
        return found
    alone = answer_alone(text, language, base, today)
    return follows(alone, memory.near, memory.full, memory.question) if is_why(text) else alone


def _remark(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> remarks.Remark | None:
    """What a message remarks on the conversation; None where it may tell something of its thread's case."""
    found = remarks.recognise(text, base, alone=not memory.facts)
    if found is None or aid.tells_of_case(text, language, base, today):
        return None
    hits = base.search.hits(base.search.query(text, language), text, 1)
    return None if hits and hits[0].order == 1.0 else found  # what the knowledge asks in the same words is a question


def _thanked(text: str, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """A reply to thanks that ask nothing, name no place and change nothing in the thread's case of aid."""
    thanks = smalltalk.opens_with_thanks(text)
    if thanks is None or memory.asked or base.gazetteer.named_words(text):
        return None
    case = aid.AidFacts.remembered(memory.facts)
    if case is not None and aid.follow_up(text, language, base, today, case, asked_of=memory.case) is not None:
        return None
    alone = answer_alone(text, language, base, today)
    if alone.verdict is not None or alone.clarify is not None or alone.confidence >= SURE:
        return None
    said = smalltalk.reply(smalltalk.Talk.THANKS, _answered(thanks, language, base), base.knowledge)
    return replace(said, forgets=case is not None)  # what stands beside may tell something of the case


def _language(text: str, memory: Memory, base: KnowledgeBase) -> Language:
    default = memory.language or base.knowledge.municipality.languages[0]
    return _answered(detect(text, default), default, base)


def _answered(language: Language, default: Language, base: KnowledgeBase) -> Language:
    """Return a language where the municipality answers in it, else the default."""
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
    return follows(found, memory.near, memory.full, memory.question) if wanted in memory.options else found


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
    pending = aid.AidFacts.remembered(memory.facts)
    if pending is None:
        return None
    found = aid.reply(question.text, lang, base, today, pending, memory.asked, choice, memory.case)
    return None if found is None else follows(found, memory.case, memory.full, memory.question)
