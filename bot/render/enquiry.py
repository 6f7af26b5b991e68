"""What the chat channels tell of an enquiry beside its card: the text for screen readers and notifications."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import Size, shorten

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry


def titled(enquiry: Enquiry, language: Language) -> str:
    """Return an enquiry's number and how it stands."""
    state = phrase(language, f"card.enquiry.state.{enquiry.state}")
    return phrase(language, "card.enquiry.title").format(number=enquiry.id, state=state)


def people(enquiry: Enquiry, language: Language, asker: str | None, handler: str | None, zone: tzinfo = UTC) -> str:
    """Return when an enquiry was raised, by whom, and who has taken it; the names as they are to be shown."""
    time = f"{enquiry.raised_at.astimezone(zone):%Y-%m-%d %H:%M}"
    key = "card.enquiry.asked" if asker is None else "card.enquiry.asked_by"
    told = [phrase(language, key).format(time=time, name=asker)]
    if handler is not None:
        told.append(phrase(language, "card.enquiry.taken_by").format(name=handler))
    return " · ".join(told)


def spoken(enquiry: Enquiry, language: Language, limit: int, size: Size) -> str:
    """Return all that an enquiry's card tells but its people, visibly shortened where it is too long.

    The answer follows the question; what was said before in the thread comes last, so that it is shortened first.
    """
    told = [titled(enquiry, language), enquiry.question]
    for key, text in (("answer", enquiry.answer or ""), ("context", enquiry.context)):
        if text.strip():
            told.append(f"{phrase(language, f'card.enquiry.{key}')}: {text}")
    return shorten("\n\n".join(told), limit, f" {phrase(language, 'card.shortened')}", size)
