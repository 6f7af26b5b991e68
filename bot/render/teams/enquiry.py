"""An enquiry as a card in the coordinator's team: the question, how it stands, what can be done with it."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.actions import STEPS, Action
from bot.render.enquiry import people, spoken, titled
from bot.render.fitting import shorten
from bot.render.teams.elements import (
    SUMMARY_BYTES,
    Element,
    block,
    execute,
    field,
    form,
    lines,
    make,
    run,
    text_weight,
    weight,
)

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry

QUESTION_SHOWN = 6_000
CONTEXT_SHOWN = 2_000
ANSWER_SHOWN = 6_000
"""Bytes of each; an answer may have been added to."""
NAME = 200
MARGIN = 10
"""Bytes between a summary's text and its people."""

_WORDS = {Action.TAKE: "take", Action.HAND_BACK: "hand_back", Action.CLOSE: "close"}


def enquiry_card(
    enquiry: Enquiry,
    language: Language,
    *,
    asker: str | None = None,
    handler: str | None = None,
    zone: tzinfo = UTC,
) -> Element:
    """Return the card of an enquiry as it stands. Send it with `enquiry_summary`.

    Args:
        enquiry: the enquiry.
        language: of the team that it is shown in.
        asker: the name of who asks, where the channel may show it.
        handler: the name of the coordinator who has taken it.
        zone: the time zone of the times shown.
    """
    mark = f" {phrase(language, 'card.shortened')}"
    body = lines(titled(enquiry, language), weight="Bolder", size="Medium")
    body += lines(shorten(enquiry.question, QUESTION_SHOWN, mark, text_weight))
    for key, text, most in (
        ("context", enquiry.context, CONTEXT_SHOWN),
        ("answer", enquiry.answer or "", ANSWER_SHOWN),
    ):
        if text.strip():
            heading = phrase(language, f"card.enquiry.{key}")
            body += lines(heading, first={"separator": True, "spacing": "Medium"}, weight="Bolder")
            body += lines(shorten(text, most, mark, text_weight))
    who = run(_people(enquiry, language, asker, handler, zone), size="Small", isSubtle=True)
    body.append(block(who, spacing="Medium"))
    buttons = [_step(enquiry, action, language) for action in STEPS[enquiry.state]]
    told = enquiry_summary(enquiry, language, asker=asker, handler=handler, zone=zone)
    return make(language, body, buttons, told)


def enquiry_summary(
    enquiry: Enquiry, language: Language, *, asker: str | None = None, handler: str | None = None, zone: tzinfo = UTC
) -> str:
    """Return the activity's `summary`: all that the card tells, for notifications and screen readers."""
    who = _people(enquiry, language, asker, handler, zone)
    return f"{spoken(enquiry, language, SUMMARY_BYTES - weight(who) - MARGIN, weight)}\n\n{who}"


def _people(enquiry: Enquiry, language: Language, asker: str | None, handler: str | None, zone: tzinfo) -> str:
    asks, handles = (None if name is None else shorten(name, NAME) for name in (asker, handler))
    return people(enquiry, language, asks, handles, zone)


def _step(enquiry: Enquiry, action: Action, language: Language) -> Element:
    carried = {"enquiry": enquiry.id}
    if action is not Action.ANSWER:
        return execute(phrase(language, f"card.enquiry.{_WORDS[action]}"), action.value, carried)
    label, needed = phrase(language, "card.enquiry.reply_label"), phrase(language, "card.enquiry.reply_needed")
    send = execute(phrase(language, "card.send"), action.value, carried, inputs=True)
    title = phrase(language, f"card.enquiry.{'reply' if enquiry.answer is None else 'add'}")
    return form(title, field(label, needed), phrase(language, "card.enquiry.reply_hint"), send)
