"""An enquiry as a card in the coordinator's channel: the question, how it stands, what can be done with it."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.actions import STEPS, Action
from bot.render.enquiry import people, spoken, titled
from bot.render.fitting import units
from bot.render.slack.elements import (
    FALLBACK_TEXT,
    Block,
    Person,
    SlackMessage,
    actions,
    button,
    context,
    escape,
    linked,
    literals,
    section,
    size,
)

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry

QUESTION_SHOWN = 3_500
ANSWER_SHOWN = 6_000
"""Answers may have been added to."""
CONTEXT_SHOWN = 1_500
"""Of the thread before the question; all of it stands behind the link."""

_WORDS = {Action.TAKE: "take", Action.ANSWER: "reply", Action.HAND_BACK: "hand_back", Action.CLOSE: "close"}


def enquiry_card(
    enquiry: Enquiry,
    language: Language,
    *,
    asker: Person | None = None,
    handler: Person | None = None,
    link: str | None = None,
    zone: tzinfo = UTC,
) -> SlackMessage:
    """Return the card of an enquiry as it stands; after each step it is rendered anew and replaces the old one.

    Args:
        enquiry: the enquiry.
        language: of the channel that it is shown in.
        asker: who asks, where the channel may show it.
        handler: the coordinator who has taken it.
        link: the thread in which it was asked.
        zone: the time zone of the times shown.
    """
    mark = f" {phrase(language, 'card.shortened')}"
    names = (asker.shown() if asker else None, handler.shown() if handler else None)
    who = people(enquiry, language, *names, zone)
    blocks = [section(f"*{escape(titled(enquiry, language))}*"), *literals(enquiry.question, QUESTION_SHOWN, mark)]
    if enquiry.context.strip():
        blocks.append(context(f"*{escape(phrase(language, 'card.enquiry.context'))}*"))
        blocks += literals(enquiry.context, CONTEXT_SHOWN, mark)
    if enquiry.answer and enquiry.answer.strip():
        blocks.append(section(f"*{escape(phrase(language, 'card.enquiry.answer'))}*"))
        blocks += literals(enquiry.answer, ANSWER_SHOWN, mark)
    thread = [linked(link, phrase(language, "card.enquiry.thread"))] if link is not None else []
    blocks.append(context(" · ".join([who, *thread])))
    blocks += actions([_step(enquiry, action, language) for action in STEPS[enquiry.state]])
    text = spoken(enquiry, language, FALLBACK_TEXT - units(who) - 2, size)
    return SlackMessage(f"{escape(text)}\n\n{who}", blocks)


def _step(enquiry: Enquiry, action: Action, language: Language) -> Block:
    adds = action is Action.ANSWER and enquiry.answer is not None
    text = phrase(language, f"card.enquiry.{'add' if adds else _WORDS[action]}")
    style = "primary" if action is STEPS[enquiry.state][0] and not adds else None
    return button(text, action.value, {"enquiry": enquiry.id}, style)
