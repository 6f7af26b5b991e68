"""Of an answer that is too long its beginning is shown, and what must not be lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.render.beginning import fitted
from bot.render.pieces import Piece, Role

SHOWN = (
    Piece(Role.LEAD, ("Yes.",)),
    Piece(Role.WARNING, ("Old.",)),
    Piece(Role.BODY, ("A longer text.",)),
    Piece(Role.BODY, ("The end.",)),
)


@pytest.mark.parametrize(
    ("room", "wanted"),
    [
        (30, ["Yes.", "Old.", "A longer text.", "The end."]),
        (29, ["Yes.", "A longer text.", "(short)", "Old."]),
        (28, ["Yes.", "A longer text", "(short)", "Old."]),
        (16, ["Yes.", "A", "(short)", "Old."]),
        (15, ["Yes.", "(short)", "Old."]),
        (0, ["(short)", "Old."]),
    ],
)
def test_as_much_is_shown_as_there_is_room_for(room: int, wanted: list[str]) -> None:
    def left(drawn: Sequence[str]) -> int:
        return room - sum(map(len, drawn))

    def part(piece: Piece, beside: Sequence[str]) -> Piece | None:
        return Piece(Role.BODY, (piece.texts[0][: left(beside)],)) if left(beside) > 0 else None

    found = fitted(
        SHOWN,
        lambda piece, first: list(piece.texts),
        lambda drawn: left(drawn) >= 0,
        part,
        lambda warnings: ["(short)", warnings],
    )
    assert found == wanted


def test_what_is_drawn_is_told_whether_it_is_the_first() -> None:
    firsts: list[bool] = []

    def draw(piece: Piece, first: bool) -> list[str]:
        firsts.append(first)
        return list(piece.texts)

    fitted(SHOWN[1:3], draw, lambda drawn: True, lambda piece, beside: None, lambda warnings: [])
    assert firsts == [True, False]
