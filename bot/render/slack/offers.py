"""What can be pressed under an answer: choices, nearest entries, the coordinator, an opinion."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.answer import Answer, Outcome
from bot.locales import phrase
from bot.question import Language
from bot.render.actions import Action
from bot.render.fitting import shorten, units
from bot.render.pieces import Offer, numbered, offered
from bot.render.slack.elements import (
    BUTTON,
    VALUE,
    Block,
    actions,
    as_value,
    button,
    escape,
    plain_text,
    section,
    sections,
    size,
)

MOST_CHOICES = 10
"""Buttons in one row of choices; Slack allows 25, nobody reads so many. The others are listed and chosen by number."""

LISTED = 1_500
"""Choices in full, where a button cannot hold them."""


def choices(answer: Answer, reference: str) -> list[Block]:
    """Return the choices of an ask-back, and the entries near a question that was not answered."""
    return [block for offer in offered(answer) for block in _choices(offer, answer.language, reference)]


def _choices(offer: Offer, language: Language, reference: str) -> list[Block]:
    fitting, lines = numbered(offer.options, MOST_CHOICES, BUTTON)
    fact = offer.fact
    made = [
        button(label, f"{Action.CHOICE}:{fact}:{value}", {"reference": reference, "fact": fact, "value": value})
        for value, label in fitting
    ]
    heading = [section(f"*{escape(offer.heading)}*")] if offer.heading else []
    listed = shorten("\n".join(lines), LISTED, f" {phrase(language, 'card.shortened')}", size)
    return [*heading, *(sections(listed) if lines else []), *actions(made)]


def buttons(
    answer: Answer,
    reference: str,
    question: str,
    *,
    ask_coordinator: bool,
    share: Mapping[str, object] | None = None,
) -> list[Block]:
    """Return the row with "show in the channel" and "ask the coordinator".

    What the buttons carry is all that it takes: nothing need be looked up. What must be carried whole and does not fit
    is not offered; nor is an ask-back, which is only its asker's to answer.
    """
    language, made = answer.language, []
    whole = {"reference": reference, "again": share}
    if share is not None and answer.clarify is None and units(as_value(whole)) <= VALUE:
        made.append(button(phrase(language, "slack.share"), Action.SHARE, whole))
    if ask_coordinator and (answer.refers or answer.outcome is not Outcome.CHAT):
        made.append(button(phrase(language, "card.ask"), Action.ASK, _carried(language, reference, question)))
    return actions(made)


def _carried(language: Language, reference: str, question: str) -> dict[str, str]:
    """What fills in the form: as much of the question as fits."""
    carried = {"reference": reference, "language": str(language), "question": ""}
    room = VALUE - units(as_value(carried))
    return carried | {"question": shorten(question, room, size=_in_json)}


def _in_json(text: str) -> int:
    """How much a text takes within JSON."""
    return units(json.dumps(text, ensure_ascii=False)) - 2


def feedback(language: Language, reference: str) -> list[Block]:
    """Return thumbs up and down."""

    def choice(key: str, vote: str) -> Block:
        return {
            "text": plain_text(phrase(language, f"card.{key}"), BUTTON),
            "accessibility_label": phrase(language, f"card.{key}_label"),
            "value": as_value({"reference": reference, "vote": vote, "language": str(language)}),
        }

    thumbs = {
        "type": "feedback_buttons",
        "action_id": Action.FEEDBACK.value,
        "positive_button": choice("helped", "up"),
        "negative_button": choice("not_helped", "down"),
    }
    return [{"type": "context_actions", "elements": [thumbs]}]
