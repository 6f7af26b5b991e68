"""Something to tell that is no answer: a fixed phrase, and under it what a person wrote; a list of enquiries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten
from bot.render.slack.elements import FALLBACK_TEXT, SlackMessage, escape, header, literals, sections, size
from bot.render.slack.home import enquiry_line, listed
from bot.render.text import sectioned

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry

QUOTE_SHOWN = 9_000


def notice(
    language: Language, text: str, quote: str = "", lists: Sequence[tuple[str, Sequence[str]]] = ()
) -> SlackMessage:
    """Return a notice.

    Args:
        language: of the text.
        text: a phrase of the program.
        quote: a person's words, shown as they stand.
        lists: headings, each with the lines under it.
    """
    mark = f" {phrase(language, 'card.shortened')}"
    whole = sectioned(f"{text}\n\n{quote}" if quote else text, lists)
    head = [header(text)] if lists else sections(text)
    blocks = [*head, *literals(quote, QUOTE_SHOWN, mark)]
    for heading, lines in lists:
        blocks += listed(heading, lines, language)
    return SlackMessage(escape(shorten(whole, FALLBACK_TEXT, mark, size)), blocks)


def open_enquiries(enquiries: Sequence[Enquiry], language: Language, count: int | None = None) -> SlackMessage:
    """Return the enquiries that wait for an answer, as a list; `count` is of all there are."""
    lines = [enquiry_line(one, language) for one in enquiries]
    if not lines:
        return notice(language, phrase(language, "slack.none_waiting"))
    blocks = listed(phrase(language, "slack.waiting"), lines, language, count)
    text = shorten("\n".join([phrase(language, "slack.waiting"), *lines]), FALLBACK_TEXT, size=size)
    return SlackMessage(escape(text), blocks)
