"""What applied on a day: answers from the entries whose valid_from and valid_until hold that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answer import Answer, Outcome
from bot.answering import answer
from bot.kb.base import KnowledgeBase, in_memory
from bot.question import Question


def answer_on(question: Question, base: KnowledgeBase, on: date) -> Answer:
    """Answer as things stood on a day.

    An entry that had ended, or had not begun, does not compete with the one that applied. Where none applied, the whole
    base answers: an entry that had ended then says until when it held.

    Args:
        question: the question, without a thread.
        base: the knowledge and its search.
        on: the day that is asked about; review dates count from it too.
    """
    items = {key: item for key, item in base.knowledge.items.items() if item.in_force(on)}
    if len(items) < len(base.knowledge.items):
        found = answer(question, in_memory(replace(base.knowledge, items=items)), on)
        if found.outcome is not Outcome.NO_ANSWER or found.entry is not None:
            return found
    return answer(question, base, on)
