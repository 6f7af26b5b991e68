"""Something that the bot tells: a fixed phrase, and what a person wrote."""

from __future__ import annotations

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten
from bot.render.teams.elements import Element, lines, make, text_weight

QUOTE_SHOWN = 12_000
"""Bytes of what a person wrote."""


def notice_card(language: Language, text: str, quote: str = "") -> Element:
    """Return a card with a phrase and a quotation; its `fallbackText` serves as the activity's `summary` too."""
    mark = f" {phrase(language, 'card.shortened')}"
    said = shorten(quote, QUOTE_SHOWN, mark, text_weight) if quote.strip() else ""
    body = lines(text, weight="Bolder") if said else lines(text)
    body += lines(said, first={"spacing": "Medium"})
    return make(language, body, [], "\n".join(part for part in (text, quote) if part))
