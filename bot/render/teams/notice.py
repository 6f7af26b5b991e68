"""Something that the bot tells: a fixed phrase, and what a person wrote."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten, some
from bot.render.teams.elements import SUMMARY_BYTES, Element, block, lines, make, run, text_weight, weight
from bot.render.text import sectioned

MOST_LISTED = 10
LINE = 350
"""Lines of a list, and bytes of a line with the element around it."""

QUOTE_SHOWN = 12_000
"""Bytes of what a person wrote."""


def notice_card(
    language: Language, text: str, quote: str = "", lists: Sequence[tuple[str, Sequence[str]]] = ()
) -> Element:
    """Return a card with a phrase, a quotation and lists. Send it with `notice_summary`."""
    mark = f" {phrase(language, 'card.shortened')}"
    said = shorten(quote, QUOTE_SHOWN, mark, text_weight) if quote.strip() else ""
    body = lines(text, weight="Bolder") if said or lists else lines(text)
    body += lines(said, first={"spacing": "Medium"})
    for heading, items in lists:
        body.append(block(run(heading, weight="Bolder"), separator=True, spacing="Medium"))
        short = [f"• {shorten(' '.join(item.split()), LINE, mark, text_weight)}" for item in items]
        body += lines("\n".join(some(short, MOST_LISTED, phrase(language, "card.more"))))
    return make(language, body, [], notice_summary(language, text, quote, lists))


def notice_summary(
    language: Language, text: str, quote: str = "", lists: Sequence[tuple[str, Sequence[str]]] = ()
) -> str:
    """Return the activity's `summary`: all that the card tells, for notifications and screen readers."""
    told = sectioned("\n".join(part for part in (text, quote) if part), lists)
    return shorten(told, SUMMARY_BYTES, f" {phrase(language, 'card.shortened')}", weight)
