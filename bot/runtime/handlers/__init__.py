"""What is done with an item, by its kind: a function each, which returns what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.runtime.handlers import enquiries, feedback, own, questions, telling
from bot.runtime.requests import STEPS, Kind
from bot.runtime.work import Finish, Work

Handler = Callable[[Work], Finish]

HANDLERS: Mapping[str, Handler] = {
    Kind.QUESTION: questions.ask,
    Kind.EDIT: questions.edit,
    Kind.DELETE: questions.delete,
    Kind.VOTE: feedback.vote,
    Kind.REASON: feedback.vote,
    Kind.RAISE: enquiries.put,
    **dict.fromkeys(STEPS, enquiries.step),
    Kind.OWN: own.show,
    Kind.CARD: telling.card,
    Kind.NOTICE: telling.notice,
}

__all__ = ["HANDLERS", "Handler"]
