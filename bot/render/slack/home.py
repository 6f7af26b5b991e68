"""The Home tab: the status card, what changed, one's own enquiries; for coordinators what waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.enquiry import titled
from bot.render.fitting import counted, shorten, some
from bot.render.slack.elements import (
    Block,
    context,
    escape,
    header,
    literals,
    section,
    size,
)
from bot.render.slack.sources import sources_block

if TYPE_CHECKING:  # a renderer loads neither knowledge nor store
    from bot.status import Row, StatusCard
    from bot.store.enquiry import Enquiry

MOST_ROWS = 20
MOST_LISTED = 10
"""Of each list of the tab; the rest is counted."""
LINE = 250
ROW = 1_500


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits for a coordinator.

    Args:
        waiting: enquiries that are not answered; the first ones where they are many.
        unanswered: questions that the bot could not answer, newest first.
        due: titles of entries and the days by which they are to be reviewed.
        waiting_count: how many enquiries wait; None: those that are given.
    """

    waiting: Sequence[Enquiry] = ()
    unanswered: Sequence[str] = ()
    due: Sequence[tuple[str, date]] = ()
    waiting_count: int | None = None


def home(
    card: StatusCard,
    language: Language,
    *,
    own: Sequence[Enquiry] = (),
    own_count: int | None = None,
    tasks: Tasks | None = None,
) -> Block:
    """Return the view that `views.publish` takes.

    Args:
        card: the status card to show.
        language: of the tab.
        own: the reader's enquiries that are not closed; the first to show where they are many.
        own_count: how many those are; None: those that are given.
        tasks: set for coordinators only.
    """
    blocks = [
        header(card.title),
        *_rows(card.rows, language),
        *_list(phrase(language, "status.changed"), [_dated(row.label, row.as_of) for row in card.changed], language),
        *_age(card, language),
        *sources_block(card.sources, language),
        *_list(phrase(language, "card.own"), [enquiry_line(one, language) for one in own], language, own_count),
    ]
    if tasks is not None:
        waiting = [enquiry_line(one, language) for one in tasks.waiting]
        blocks += _list(phrase(language, "slack.waiting"), waiting, language, tasks.waiting_count)
        blocks += _list(phrase(language, "slack.unanswered"), tasks.unanswered, language)
        due = [_dated(title, by) for title, by in tasks.due]
        blocks += _list(phrase(language, "slack.due"), due, language)
    return {"type": "home", "blocks": blocks}


def _rows(rows: Sequence[Row], language: Language) -> list[Block]:
    shown = [_row(row, language) for row in rows[:MOST_ROWS]]
    left = len(rows) - MOST_ROWS
    return [*shown, context(escape(counted(left, phrase(language, "card.more"))))] if left > 0 else shown


def _row(row: Row, language: Language) -> Block:
    text = shorten(row.text, ROW, f" {phrase(language, 'card.shortened')}", size)
    label = escape(shorten(row.label, LINE, size=size))
    return section(f"*{label}*\n{escape(text + row.note(language))}")


def _dated(title: str, day: date | None) -> str:
    return f"{shorten(title, LINE)} ({day})" if day else shorten(title, LINE)


def _age(card: StatusCard, language: Language) -> list[Block]:
    return [context(escape(told)) for told in (card.age(language), card.overdue(language)) if told]


def enquiry_line(enquiry: Enquiry, language: Language) -> str:
    """Return an enquiry in a line: its number, how it stands, what is asked."""
    return f"{titled(enquiry, language)} – {enquiry.question}"


def listed(heading: str, lines: Sequence[str], language: Language, count: int | None = None) -> list[Block]:
    """Return a heading and a list under it, the rest of a long one counted; the lines are people's, without markup."""
    short = [shorten(" ".join(line.split()), LINE) for line in lines]
    told = some([f"• {line}" for line in short], MOST_LISTED, phrase(language, "card.more"), count)
    return [section(f"*{escape(heading)}*"), *literals("\n".join(told))]


def _list(heading: str, lines: Sequence[str], language: Language, count: int | None = None) -> list[Block]:
    return [{"type": "divider"}, *listed(heading, lines, language, count)] if lines else []
