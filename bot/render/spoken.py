"""An answer as text that fits a limit: what notifications tell, and screen readers where they do not read the rest."""

from __future__ import annotations

from bot.answer import Answer
from bot.render.fitting import Size, shorten, units
from bot.render.pieces import Role, pieces
from bot.render.sources import joined
from bot.render.text import ending, plain, told


def spoken(answer: Answer, limit: int, mark: str, size: Size = units) -> str:
    """Return the whole answer as text, visibly shortened where it is too long.

    Where it is, the warnings, what can be chosen, the first sources and the day it holds for are kept.
    """
    whole = plain(answer)
    if size(whole) <= limit:
        return whole
    shown = pieces(answer)
    warnings = told(piece for piece in shown if piece.role is Role.WARNING)
    kept = [
        part for part in (shorten(warnings, limit // 6, mark, size), _ending(answer, limit // 2, mark, size)) if part
    ]
    rest = "".join(f"\n\n{part}" for part in kept)
    body = told(piece for piece in shown if piece.role is not Role.WARNING)
    return shorten(body, limit - size(rest), mark, size) + rest


def _ending(answer: Answer, most: int, mark: str, size: Size) -> str:
    """Choices and sources, with as many sources as there is room for."""
    for named in range(len(joined(answer.sources)), 0, -1):
        if size(text := ending(answer, named)) <= most:
            return text
    return shorten(ending(answer), most, mark, size)
