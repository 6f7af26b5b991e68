"""An answer that is too long for its channel: its beginning, a notice, and its warnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.render.pieces import Piece, Role

E = TypeVar("E")
"""What a channel draws: a block, an element."""


def fitted(
    shown: Sequence[Piece],
    draw: Callable[[Piece, bool], list[E]],
    fits: Callable[[Sequence[E]], bool],
    part: Callable[[Piece, Sequence[E]], Piece | None],
    last: Callable[[str], list[E]],
) -> list[E]:
    """Return what is drawn of an answer: all of it where that fits; else its beginning, and what must not be lost.

    Args:
        shown: what is shown of the answer.
        draw: draws a piece, told whether it is the first.
        fits: tells whether what is drawn fits.
        part: returns as much of a piece as there is room for beside what is drawn; None where that is next to nothing.
        last: draws what stands at the end of a beginning: a notice, and the warnings, one a line.
    """
    whole = [drawn for n, piece in enumerate(shown) for drawn in draw(piece, n == 0)]
    if fits(whole):
        return whole
    end = last("\n".join(text for piece in shown if piece.role is Role.WARNING for text in piece.texts))
    found: list[E] = []
    for piece in (piece for piece in shown if piece.role is not Role.WARNING):
        new = draw(piece, not found)
        if not fits([*found, *new, *end]):
            beginning = part(piece, [*found, *end])
            found += draw(beginning, not found) if beginning is not None else []
            break
        found += new
    return [*found, *end]
