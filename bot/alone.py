"""Answer a message that stands alone: its cases of aid get verdicts, its other questions the entries that fit."""

from __future__ import annotations

from datetime import date

from bot import aid
from bot.answer import Answer
from bot.compose import not_known
from bot.constraints import nowhere
from bot.finding import answer_each, answer_one
from bot.focus import Ask, asks
from bot.joining import join
from bot.kb.base import KnowledgeBase
from bot.question import Language

MOST_PARTS = 4
"""More questions than this in one message are not all answered; the rest is named."""

BESIDE_A_CASE = 0.8
"""A question beside a case of aid is answered only with more confidence than this: it often belongs to the case."""


def answer_alone(text: str, language: Language, base: KnowledgeBase, today: date, *, cases: bool = True) -> Answer:
    """Answer a message that stands alone.

    Args:
        text: cleaned text.
        language: to answer in.
        base: the knowledge.
        today: the day of asking.
        cases: whether it may put a case of aid; else it is answered from entries only.
    """
    if nowhere(text, base):
        return not_known(language, base)
    parts = asks(text, language)
    asked = parts[:MOST_PARTS]
    judged = aid.consider([ask.text for ask in asked], text, language, base, today) if cases else []
    if not judged:
        found = answer_each(asked, language, base, today)
    else:
        of_aid = {ask for ask, _ in judged}
        found = [(Ask(ask), case) for ask, case in judged]
        rest = [ask for ask in asked if ask.text not in of_aid] if len(asked) > 1 else []
        others = [(ask, answer_one(ask, language, base, today)) for ask in rest]
        found += [(ask, part) for ask, part in others if part.confidence > BESIDE_A_CASE and part.entry]
    left = [ask.text for ask in parts[MOST_PARTS:]]
    return join(found, left, language, base)
