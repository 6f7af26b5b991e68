"""An enquiry as a card in the coordinator's team: the question, how it stands, what can be done with it."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.actions import STEPS, Action
from bot.render.fitting import shorten
from bot.render.teams.elements import (
    Element,
    block,
    execute,
    field,
    form,
    lines,
    linked,
    make,
    run,
    text_weight,
)

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry

QUESTION_SHOWN = 6_000
CONTEXT_SHOWN = 2_000
ANSWER_SHOWN = 6_000
"""Bytes of each; an answer may have been added to."""
NAME = 200

_WORDS = {Action.TAKE: "take", Action.HAND_BACK: "hand_back", Action.CLOSE: "close"}


def enquiry_card(
    enquiry: Enquiry,
    language: Language,
    *,
    asker: str | None = None,
    handler: str | None = None,
    link: str | None = None,
    zone: tzinfo = UTC,
) -> Element:
    """Return the card of an enquiry as it stands; its `fallbackText` serves as the activity's `summary` too.

    Args:
        enquiry: the enquiry.
        language: of the team that it is shown in.
        asker: the name of who asks, where the channel may show it.
        handler: the name of the coordinator who has taken it.
        link: the thread in which it was asked.
        zone: the time zone of the times shown.
    """
    mark = f" {phrase(language, 'card.shortened')}"
    state = phrase(language, f"card.enquiry.state.{enquiry.state}")
    title = phrase(language, "card.enquiry.title").format(number=enquiry.id, state=state)
    body = lines(title, weight="Bolder", size="Medium")
    body += lines(shorten(enquiry.question, QUESTION_SHOWN, mark, text_weight))
    for key, text, most in (
        ("context", enquiry.context, CONTEXT_SHOWN),
        ("answer", enquiry.answer or "", ANSWER_SHOWN),
    ):
        if text.strip():
            heading = phrase(language, f"card.enquiry.{key}")
            body += lines(heading, first={"separator": True, "spacing": "Medium"}, weight="Bolder")
            body += lines(shorten(text, most, mark, text_weight))
    body.append(_people(enquiry, language, asker, handler, link, zone))
    buttons = [_step(enquiry, action, language) for action in STEPS[enquiry.state]]
    return make(language, body, buttons, f"{title}\n{enquiry.question}")


def _people(
    enquiry: Enquiry, language: Language, asker: str | None, handler: str | None, link: str | None, zone: tzinfo
) -> Element:
    small = {"size": "Small", "isSubtle": True}
    time = f"{enquiry.raised_at.astimezone(zone):%Y-%m-%d %H:%M}"
    key = "card.enquiry.asked" if asker is None else "card.enquiry.asked_by"
    told = [phrase(language, key).format(time=time, name=shorten(asker or "", NAME))]
    if handler is not None:
        told.append(phrase(language, "card.enquiry.taken_by").format(name=shorten(handler, NAME)))
    runs = [run(" · ".join(told), **small)]
    if link is not None:
        runs += [run(" · ", **small), linked(link, phrase(language, "card.enquiry.thread"), **small)]
    return block(*runs, spacing="Medium")


def _step(enquiry: Enquiry, action: Action, language: Language) -> Element:
    carried = {"enquiry": enquiry.id}
    if action is not Action.ANSWER:
        return execute(phrase(language, f"card.enquiry.{_WORDS[action]}"), action.value, carried)
    label, needed = phrase(language, "card.enquiry.reply_label"), phrase(language, "card.enquiry.reply_needed")
    send = execute(phrase(language, "card.send"), action.value, carried, inputs=True)
    title = phrase(language, f"card.enquiry.{'reply' if enquiry.answer is None else 'add'}")
    return form(title, field(label, needed), send)
