"""An answer as one Adaptive Card: the answer first, then verdict, conditions, sources, and what can be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer
from bot.locales import phrase
from bot.question import Language
from bot.render.beginning import fitted
from bot.render.fitting import shorten
from bot.render.pieces import Piece, Role, pieces
from bot.render.sources import holds
from bot.render.spoken import spoken
from bot.render.teams import offers
from bot.render.teams.elements import (
    CARD_BYTES,
    ELEMENT,
    SUMMARY_BYTES,
    Element,
    block,
    lines,
    make,
    run,
    text_weight,
    weight,
)
from bot.render.teams.looks import Look, look_of
from bot.render.teams.sources import sources_block

WARNINGS = 1_500
"""Warnings of an answer that is too long; they are kept where the rest is shortened."""

MARGIN = 200
CHOSEN = 300
"""Bytes of what was pressed."""


def card(
    answer: Answer,
    *,
    reference: str,
    ask_coordinator: bool,
    question: str = "",
    chosen: str = "",
) -> Element:
    """Return an answer as a card that keeps Teams' limits, whatever its length. Send it with `summary`.

    Args:
        answer: the answer.
        reference: what the channel calls the question; every button carries it.
        ask_coordinator: offer a form to ask the coordinator; small talk only where it sends to them.
        question: what the form is filled in with.
        chosen: what was pressed, where the card takes the place of the one with the button.
    """
    actions = offers.actions(answer, reference, ask_coordinator=ask_coordinator, question=question)
    head = _chosen(chosen, answer.language)
    sources = sources_block(answer.sources, answer.language, holds(answer))
    tail = [*offers.choices(answer, reference, taken=len(actions)), *sources]
    mark = phrase(answer.language, "card.shortened")
    fallback = summary(answer)
    room = CARD_BYTES - weight(make(answer.language, [*head, *tail], actions, fallback))
    body = _body(pieces(answer), look_of(answer), room, mark)
    return make(answer.language, [*head, *body, *tail], actions, fallback)


def summary(answer: Answer) -> str:
    """Return the activity's `summary`: the whole answer for notifications and screen readers."""
    return spoken(answer, SUMMARY_BYTES, f" {phrase(answer.language, 'card.shortened')}", weight)


def _chosen(label: str, language: Language) -> list[Element]:
    if not label.strip():
        return []
    told = phrase(language, "card.chosen").format(choice=shorten(" ".join(label.split()), CHOSEN, size=weight))
    return lines(told, size="Small", isSubtle=True)


def _body(shown: Sequence[Piece], look: Look, room: int, mark: str) -> list[Element]:
    """What an answer shows; of one that is too long the beginning, a notice, and the warnings."""

    def left(beside: Sequence[Element]) -> int:
        return room - sum(map(weight, beside))

    def part(piece: Piece, beside: Sequence[Element]) -> Piece | None:
        if left(beside) <= 2 * MARGIN + ELEMENT:
            return None
        text = shorten("\n".join(piece.texts), left(beside) - MARGIN, f" {mark}", text_weight)
        return Piece(Role.BODY, (text,))

    def last(warnings: str) -> list[Element]:
        short = shorten(warnings, WARNINGS, f" {mark}", text_weight)
        return [block(run(mark)), *(look(Piece(Role.WARNING, (short,)), False) if warnings else [])]

    return fitted(shown, look, lambda drawn: left(drawn) >= 0, part, last)
