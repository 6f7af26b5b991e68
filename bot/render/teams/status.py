"""The manager's card in Teams: what holds now, what changed last, how old the knowledge is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten, some
from bot.render.teams.elements import Element, block, lines, make, run, text_weight, weight
from bot.render.teams.sources import sources_block

if TYPE_CHECKING:  # a renderer loads no knowledge
    from bot.status import Row, StatusCard

MOST_ROWS = 10
ROW = 1_000
LABEL = 150
"""Rows of a card, and bytes of a row's text and label."""


def status_card(card: StatusCard, language: Language) -> Element:
    """Return the status card; its `fallbackText` serves as the activity's `summary` too."""
    more = phrase(language, "card.more")
    mark = f" {phrase(language, 'card.shortened')}"
    body = lines(_short(card.title), size="Large", weight="Bolder")
    for row in card.rows[:MOST_ROWS]:
        text = shorten(row.text, ROW, mark, text_weight) + row.note(language)
        body.append(block(run(_short(row.label), weight="Bolder"), spacing="Medium"))
        body += lines(text, first={"spacing": "None"})
    if len(card.rows) > MOST_ROWS:
        body += lines(some([""] * len(card.rows), MOST_ROWS, more)[-1])
    if card.changed:
        body.append(_heading(phrase(language, "status.changed")))
        changed = [f"• {_short(row.label)}" + (f" ({row.as_of})" if row.as_of else "") for row in card.changed]
        body += lines("\n".join(some(changed, MOST_ROWS, more)))
    body += lines(card.age(language), first={"spacing": "Medium"}, size="Small", isSubtle=True)
    body += lines(card.overdue(language) or "", color="Warning")
    body += sources_block(card.sources, language)
    return make(language, body, [], _told(card.title, card.rows, language))


def _heading(text: str) -> Element:
    return block(run(text, weight="Bolder"), separator=True, spacing="Medium")


def _short(text: str) -> str:
    return shorten(" ".join(text.split()), LABEL, size=weight)


def _told(title: str, rows: Sequence[Row], language: Language) -> str:
    return "\n".join([title, *[f"{row.label}: {row.text}{row.note(language)}" for row in rows]])
