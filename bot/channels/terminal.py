"""Show an answer in a terminal: colours where the terminal has them."""

from __future__ import annotations

import os
import shutil
import textwrap

import click

from bot.answer import Answer, Verdict
from bot.locales import phrase
from bot.render.pieces import Piece, Role, pieces
from bot.render.sources import source_lines

WIDEST = 88
NARROWEST = 20

_COLOURS = {
    Verdict.ALLOWED: "green",
    Verdict.ALLOWED_WITH_CONDITIONS: "green",
    Verdict.NEEDS_PERMIT: "yellow",
    Verdict.NEEDS_LEGAL_REVIEW: "yellow",
    Verdict.NOT_SUPPORTED: "red",
}


def show(answer: Answer) -> str:
    """Return an answer for the terminal: each answer in bold with its verdict below, choices numbered, sources dim.

    `say` leaves colour codes out where they are not wanted.
    """
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
    language = answer.language
    lines: list[str] = []
    for piece in pieces(answer):
        if piece.role is Role.LEAD and lines:
            lines.append("")  # another answer begins
        lines += _styled(piece, width)
    if answer.clarify is not None:
        lines += [f"  {n}. {o.label}" for n, o in enumerate(answer.clarify.options, start=1)]
        lines.append(click.style(phrase(language, "answer.choices") + ".", dim=True))
    if answer.suggestions:
        lines.append(phrase(language, "answer.nearest") + ":")
        lines += [f"  {n}. {s.title}" for n, s in enumerate(answer.suggestions, start=1)]
    lines += [click.style(_fold(line, width), dim=True) for line in source_lines(answer)]
    return "\n".join(lines)


def say(text: str) -> None:
    """Print a text; without colours where the output is no terminal, or where NO_COLOR is set (no-color.org)."""
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def _styled(piece: Piece, width: int) -> list[str]:
    texts = [_fold(text, width, "- " if piece.role is Role.LIST else "") for text in piece.texts]
    match piece.role:
        case Role.LEAD:
            return [click.style(text, bold=True) for text in texts]
        case Role.VERDICT:
            colour = _COLOURS[piece.verdict] if piece.verdict else None
            return [click.style(f"[{text}]", fg=colour, bold=True) for text in texts]
        case Role.WARNING:
            return [click.style(text, fg="yellow") for text in texts]
        case Role.NOTE:
            return [click.style(text, dim=True) for text in texts]
        case Role.BODY | Role.LIST | Role.QUOTING:
            return texts


def _fold(text: str, width: int, mark: str = "") -> str:
    rows = []
    for i, row in enumerate(text.split("\n")):
        first = mark if i == 0 else ""
        rows.append(
            textwrap.fill(
                row,
                width,
                initial_indent=first,
                subsequent_indent=" " * len(mark),
                break_long_words=False,  # an address that is broken up cannot be opened
                break_on_hyphens=False,
            )
        )
    return "\n".join(rows)
