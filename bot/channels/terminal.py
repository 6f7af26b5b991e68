"""Show an answer in a terminal: colours where the terminal has them."""

from __future__ import annotations

import os
import shutil
import textwrap

import click

from bot.answer import Answer, Kind, Verdict
from bot.locales import phrase
from bot.render.text import LISTED, source_lines

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
    """Return an answer for the terminal: the lead in bold, the verdict as a word, choices numbered, sources dim.

    `say` leaves colour codes out where they are not wanted.
    """
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
    language = answer.language
    lines: list[str] = []
    if answer.verdict is not None:
        word = phrase(language, f"verdict.{answer.verdict}")
        lines.append(click.style(f"[{word}]", fg=_COLOURS[answer.verdict], bold=True))
    for paragraph in answer.paragraphs:
        mark = "- " if paragraph.kind in LISTED else ""
        text = _fold(paragraph.text, width, mark)
        if paragraph.kind is Kind.LEAD:
            text = click.style(text, bold=True)
        elif paragraph.kind is Kind.WARNING:
            text = click.style(text, fg="yellow")
        elif paragraph.kind in (Kind.GUIDANCE, Kind.REFERRAL):
            text = click.style(text, dim=True)
        lines.append(text)
    if answer.clarify is not None:
        lines += [f"  {n}. {o.label}" for n, o in enumerate(answer.clarify.options, start=1)]
        lines.append(click.style(phrase(language, "answer.choices") + ".", dim=True))
    if answer.suggestions:
        lines.append(phrase(language, "answer.nearest") + ":")
        lines += [f"  {n}. {s.title}" for n, s in enumerate(answer.suggestions, start=1)]
    lines += [click.style(_fold(line, width), dim=True) for line in source_lines(answer) if answer.topic is None]
    return "\n".join(lines)


def say(text: str) -> None:
    """Print a text; without colours where the output is no terminal, or where NO_COLOR is set (no-color.org)."""
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


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
