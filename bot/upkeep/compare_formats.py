"""The forms that a comparison is told in: a table in the terminal, and Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from textwrap import wrap

from bot.locales import phrase
from bot.question import Language
from bot.upkeep.compare import Compared, Difference, Reply

WIDTHS = (34, 40, 40)
"""Characters of the table's columns in the terminal."""


def as_text(found: Compared, language: Language) -> str:
    """Return tables for a terminal of 120 characters: broken golden questions, then the others."""
    return _told(found, language, _table, "")


def as_markdown(found: Compared, language: Language) -> str:
    """Return Markdown for a pull request."""
    return _told(found, language, _markdown, "### ")


FORMATS: dict[str, Callable[[Compared, Language], str]] = {"text": as_text, "markdown": as_markdown}


def _told(found: Compared, language: Language, table: Callable[[Sequence[Sequence[str]]], str], heading: str) -> str:
    if not found.differences:
        return heading + phrase(language, "upkeep.diff_none").format(asked=found.asked)
    head = [phrase(language, f"upkeep.diff_{name}") for name in ("question", "before", "after")]
    blocks = []
    for key, rows in (("broken", found.broken), ("changed", [d for d in found.differences if not d.broken])):
        if rows:
            blocks.append(heading + phrase(language, f"upkeep.diff_{key}").format(count=len(rows), asked=found.asked))
            blocks.append(table([head, *(_row(difference, language) for difference in rows)]))
    return "\n\n".join(blocks)


def _row(difference: Difference, language: Language) -> list[str]:
    kind = phrase(language, f"upkeep.diff_kind.{difference.kind}")
    return [f"{difference.question} ({kind})", _reply(difference.before), _reply(difference.after)]


def _reply(reply: Reply) -> str:
    who = ", ".join(reply.entries) or reply.outcome
    return f"{who}{f' [{reply.verdict}]' if reply.verdict else ''}: {reply.lead}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    rule = "-+-".join("-" * width for width in WIDTHS)
    lines = []
    for row in rows:
        cells = [wrap(cell, width) or [""] for cell, width in zip(row, WIDTHS, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            lines.append(" | ".join(part.ljust(width) for part, width in zip(parts, WIDTHS, strict=True)).rstrip())
        lines.append(rule)
    return "\n".join(lines[:-1])


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    cells = [[_escaped(cell) for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


_HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
_MARKS = re.compile(r"[\\|*_`\[\]#<>&@]")


def _escaped(cell: str) -> str:
    """A cell's text as it stands: no pipe, line break, HTML, mark-up or mention of its own."""
    return _MARKS.sub(lambda mark: _HTML.get(mark[0], f"\\{mark[0]}"), " ".join(cell.split()))
