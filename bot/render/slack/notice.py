"""Something to tell that is no answer: a fixed phrase, and under it what a person wrote; a list of enquiries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten
from bot.render.slack.elements import FALLBACK_TEXT, SlackMessage, escape, literals, sections, size
from bot.render.slack.home import enquiry_line, listed

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry

QUOTE_SHOWN = 9_000


def notice(language: Language, text: str, quote: str = "") -> SlackMessage:
    """Return a notice.

    Args:
        language: of the text.
        text: a phrase of the program.
        quote: a person's words, shown as they stand.
    """
    mark = f" {phrase(language, 'card.shortened')}"
    told = shorten(f"{text}\n\n{quote}" if quote else text, FALLBACK_TEXT, mark, size)
    return SlackMessage(escape(told), [*sections(text), *literals(quote, QUOTE_SHOWN, mark)])


def open_enquiries(enquiries: Sequence[Enquiry], language: Language) -> SlackMessage:
    """Return the enquiries that wait for an answer, as a list."""
    lines = [enquiry_line(one, language) for one in enquiries]
    if not lines:
        return notice(language, phrase(language, "slack.none_waiting"))
    blocks = listed(phrase(language, "slack.waiting"), lines, language)
    text = shorten("\n".join([phrase(language, "slack.waiting"), *lines]), FALLBACK_TEXT, size=size)
    return SlackMessage(escape(text), blocks)
