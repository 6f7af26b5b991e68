"""Answer the questions of a message from the entries that fit them best; the rest of the message helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Outcome
from bot.compose import entry_answer, not_known, which_entry, with_beside
from bot.focus import Ask, clause
from bot.followup import points_back, with_names
from bot.kb.base import KnowledgeBase
from bot.matching import SURE, Match, match
from bot.passages import match_passages
from bot.question import Language

SHORT_ASK = 8
"""A question of so few words may need the rest of its message to be understood."""

THIN = 1
"""A question of so few words with a topic ("what was the total?") is about what the rest of its message names."""

NAMES_MORE = 2
"""So many words with a topic must the rest of the message have."""

LIKELY = 0.5
"""With the rest of its message, such a question is answered with more confidence than this."""

CLEARLY = 0.1
"""With the rest of the message, an entry must fit so much better to be taken instead of a less sure one."""


def answer_each(asked: Sequence[Ask], language: Language, base: KnowledgeBase, today: date) -> list[tuple[Ask, Answer]]:
    """Answer each question; one that needs the question before it, which has no answer, has none either."""
    found: list[tuple[Ask, Answer]] = []
    for ask in asked:
        lost = bool(found) and _unanswered(found[-1][1], ask, base) and _needs_more(ask.text, language, base)
        told = not_known(language, base) if lost else answer_one(ask, language, base, today)
        found.append((ask, told))
    return found


def _needs_more(text: str, language: Language, base: KnowledgeBase) -> bool:
    """Tell whether a question points back by a pronoun, or says too little by itself ("and which day?")."""
    return points_back(text) or sum(token.topical for token in base.search.query(text, language)) <= THIN


def _unanswered(before: Answer, ask: Ask, base: KnowledgeBase) -> bool:
    """Tell whether the question before has no answer, nor the message a name that the next one may be about."""
    if before.outcome is not Outcome.NO_ANSWER:
        return False
    return not before.entry or with_names(ask.text, ask.context, base) is None


def answer_one(ask: Ask, language: Language, base: KnowledgeBase, today: date) -> Answer:
    """Answer one question from the entry that fits it best; the asking clause and the context are tried too."""
    best = match(ask.text, language, base, today)
    thin = best.topics <= THIN
    if (tail := clause(ask.text)) is not None and not _settled(best):
        found = match(tail, language, base, today, ask.text)
        best = _better(best, found) if found.topics else best  # "how many?" alone is about nothing
    if ask.context and len(ask.text.split()) <= SHORT_ASK and (thin or not _settled(best)):
        found = match(f"{ask.context} {ask.text}", language, base, today)
        if best.topics == 0:
            best = Match(None, 0.0)  # "what happened to it?" alone is about nothing
        thin = thin and found.topics >= best.topics + NAMES_MORE and found.confidence >= best.confidence
        best = found if thin and found.entry is not None and found.confidence > LIKELY else _better(best, found)
    named = with_names(ask.text, ask.context, base)
    if named is not None and (named[1] or not _settled(best)):
        found = match(named[0], language, base, today)
        if found.entry is not None and found.confidence > LIKELY:
            best = found if named[1] else _better(best, found)
    found = match_passages(ask.text, ask.context, language, base, today)
    best = _better(best, found) if _settled(found) else best
    if best.entry is None:
        understood = best.understood or ask.plain or best.near
        return not_known(language, base, near=best.near, reason="unknown" if understood else "unclear")
    if best.rivals:
        return which_entry((best.entry, *best.rivals), best.confidence, language, base)
    told = entry_answer(best.entry, best.confidence, language, base, today, absent=best.absent)
    return told if best.beside is None else with_beside(told, best.beside, language, base)


def _settled(found: Match) -> bool:
    return found.entry is not None and found.confidence > SURE


def _better(best: Match, found: Match) -> Match:
    """Return what was found with other words of the message where it fits clearly better."""
    return found if found.confidence > best.confidence + (CLEARLY if best.entry is not None else 0.0) else best
