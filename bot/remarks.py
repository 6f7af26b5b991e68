"""Messages about the conversation itself: "are you sure?", "in English please", "you did not answer my question"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache

from bot import aid, smalltalk
from bot.alone import answer_alone
from bot.answer import Answer, Kind, Outcome, Paragraph
from bot.compose import entry_answer, not_known, suggestions
from bot.conversation import Memory
from bot.focus import sentences
from bot.kb.base import KnowledgeBase
from bot.kb.language import grammar
from bot.kb.phrases import Book, each_wording, joined
from bot.kb.words import fold_each, split
from bot.locales import phrase, phrases
from bot.question import Language
from bot.status import status_answer

MOST_WORDS = 24
"""A longer message is more than a remark."""

_CLAUSE = re.compile(r"[.,;:!?]+\s*")
_WORD = re.compile(r"[^\W\d_]+\*?|\d+")


class Remark(StrEnum):
    """The kinds of remarks, by their key in the locales; of two in one message the first of these counts."""

    SWEDISH = "swedish"  # the last answer is wanted in Swedish
    ENGLISH = "english"
    FOREIGN = "foreign"  # it is wanted in a language that the bot has not
    REPEAT = "repeat"
    SHORTER = "shorter"
    PRIVACY = "privacy"
    PERSON = "person"
    MISTAKE = "mistake"
    SURE = "sure"
    HELP = "help"
    MORE = "more"
    MISSED = "missed"


WANTED = {Remark.SWEDISH: Language.SV, Remark.ENGLISH: Language.EN}
"""The languages that a remark may want the last answer in."""


def recognise(text: str, base: KnowledgeBase, *, alone: bool = True) -> Remark | None:
    """Return the remark that a message is, or None where it asks or tells anything on a subject.

    Args:
        text: cleaned text.
        base: whose names of places make a message one on a subject.
        alone: the thread speaks of no case; in one that does, what stands beside a remark may tell something of it.
    """
    if len(split(text)) > MOST_WORDS:
        return None
    found: set[str] = set()
    for part in sentences(text) if alone else _CLAUSE.split(text):
        kinds = set() if base.gazetteer.named_words(part) - _languages() else _kinds(part)
        # What is told behind a remark says why it is made; what is asked beside it, or told before, is a subject.
        beside = found and alone and not (_asks(part) or base.gazetteer.named_words(part))
        if not (kinds or beside or smalltalk.fillers().issuperset(split(part))):
            return None
        found |= kinds
    return next((remark for remark in Remark if remark in found), None)


def _asks(part: str) -> bool:
    """Tell whether a sentence asks something, with a question mark or without."""
    first = split(part)[:1]
    return smalltalk.asks(part) or any(word in grammar(lang).questions for lang in Language for word in first)


def _kinds(sentence: str) -> set[str]:
    """Return the remarks of a sentence all whose words are such as remarks are made of."""
    words = split(sentence)
    whole, begun = _words()
    if not all(word in whole or word in _small() or word.startswith(begun) for word in words):
        return set()
    return set(_book().groups(joined(words)))


def _phrases(kind: str) -> list[str]:
    return [said for language in Language for said in phrases(language, f"language.remarks.{kind}")]


@cache
def _words() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the folded words of remarks and those that may stand beside, and the beginnings of words."""
    said = [found for kind in (*Remark, "beside") for found in _phrases(kind)]
    words = set(_WORD.findall("\n".join(fold_each(said))))
    return frozenset(words), tuple(word.removesuffix("*") for word in words if word.endswith("*"))


@cache
def _languages() -> frozenset[str]:
    """Return the words of remarks on languages: "på finska" names no country."""
    return frozenset(word for said in fold_each(_phrases(Remark.FOREIGN)) for word in _WORD.findall(said))


@cache
def _book() -> Book:
    """The remarks, each in all its wordings: what most messages need not, since a word of theirs is on a subject."""
    return Book(each_wording({kind: _phrases(kind) for kind in Remark}))


@cache
def _small() -> frozenset[str]:
    return frozenset(word for lang in Language for word in grammar(lang).stop)


def reply(remark: Remark, memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer:
    """Answer a remark; one on an answer, where the thread has none, as a call for help.

    Args:
        remark: what is remarked.
        memory: what the thread remembers.
        language: of the message.
        base: the knowledge.
        today: the day of asking.
    """
    wanted = WANTED.get(remark)
    if wanted is not None and wanted not in base.knowledge.municipality.languages:
        remark, wanted = Remark.FOREIGN, None
    again = wanted is not None or remark is Remark.REPEAT
    of_last = again or remark in (Remark.SURE, Remark.MORE)
    last = _last(memory, wanted or memory.language or language, base, today) if of_last else None
    if last is not None and (again or (remark is Remark.SURE and not last.sources)):
        return last
    if remark is Remark.HELP or (of_last and last is None):
        return smalltalk.reply(smalltalk.Talk.HELP, language, base.knowledge)
    coordinator = base.knowledge.municipality.coordinator.of(language)
    lead = Paragraph(Kind.LEAD, phrase(language, f"remark.{remark}").format(coordinator=coordinator))
    wrong = remark in (Remark.MISTAKE, Remark.MISSED)  # the thread's case is perhaps not what was meant
    found = Answer(
        Outcome.CHAT,
        language,
        (lead,),
        confidence=1.0,
        forgets=wrong and bool(memory.facts),
        refers=wrong or remark is Remark.PERSON,
        after=memory.full or None,
    )
    if last is not None and remark is Remark.SURE:
        return replace(found, sources=last.sources, as_of=last.as_of, stale=last.stale)
    if last is not None and remark is Remark.MORE:
        return replace(found, suggestions=suggestions(_related(last, base), language, base))
    return found


def _last(memory: Memory, language: Language, base: KnowledgeBase, today: date) -> Answer | None:
    """Give the thread's last answer once more, as it reads today."""
    case = aid.AidFacts.remembered(memory.facts) if memory.aside == 0 else None
    words = smalltalk.status_words(memory.question)
    card = None if words is None else status_answer(words, language, base.knowledge, today)
    if memory.near:
        found = not_known(language, base, near=memory.options)
    elif card is not None:
        found = card
    elif case is not None:
        found = aid.again(case, language, base, today)
    elif memory.entry is not None and memory.entry in base.knowledge.items:
        found = answer_alone(memory.question, language, base, today, cases=False)
        if found.entry != memory.entry:
            found = entry_answer(memory.entry, 1.0, language, base, today)
    else:
        return None
    return replace(found, question=memory.question, repeats=True)


def _related(last: Answer, base: KnowledgeBase) -> list[str]:
    """Return the entries that those of the last answer name as related, once each."""
    items = base.knowledge.items
    near = dict.fromkeys(other for key in last.entries for other in items[key].entry.related)
    return [key for key in near if key not in last.entries]
