"""The forms: why an answer did not help, a question to the coordinator, the coordinator's answer.

Each has one field (block and action id "text") and carries JSON in `private_metadata`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.locales import phrase
from bot.question import Language
from bot.render.actions import Action
from bot.render.slack.elements import VIEW_TITLE, Block, as_value, input_block, literals, plain_text, section
from bot.render.slack.enquiry import CONTEXT_SHOWN, QUESTION_SHOWN

if TYPE_CHECKING:
    from bot.store.enquiry import Enquiry


def modal_reason(language: Language, *, reference: str, place: Mapping[str, object] | None = None) -> Block:
    """Return the form that asks why an answer did not help; nothing need be written.

    Args:
        language: of the form.
        reference: what the channel calls the question; it comes back with the vote.
        place: what else is to come back.
    """
    field = input_block(phrase(language, "slack.reason_label"), phrase(language, "slack.reason_hint"), optional=True)
    carried = {"reference": reference, "vote": "down", **(place or {})}
    return _modal(language, Action.REASON, "slack.reason_title", [field], carried)


def modal_enquiry(
    language: Language,
    *,
    reference: str,
    question: str,
    alone: bool = False,
    place: Mapping[str, object] | None = None,
) -> Block:
    """Return the form for a question to the coordinator, with the question filled in to be changed or sent.

    Args:
        language: of the form.
        reference: what the channel calls the question.
        question: as it was asked.
        alone: whether it was asked where nobody else sees it, so that the answer goes to a direct message.
        place: what else is to come back: where the answer goes.
    """
    hint = phrase(language, "card.question_hint_direct" if alone else "card.question_hint")
    field = input_block(phrase(language, "card.question"), hint, initial=question)
    return _modal(language, Action.RAISE, "slack.enquiry_title", [field], {"reference": reference, **(place or {})})


def modal_answer(language: Language, enquiry: Enquiry, *, place: Mapping[str, object] | None = None) -> Block:
    """Return the form in which a coordinator answers: the question, what was said before it, the field.

    Args:
        language: of the form.
        enquiry: the enquiry.
        place: what else is to come back: where its card is.
    """
    mark = f" {phrase(language, 'card.shortened')}"
    blocks = literals(enquiry.question, QUESTION_SHOWN, mark)
    if enquiry.context.strip():
        blocks.append(section(f"*{phrase(language, 'card.enquiry.context')}*"))
        blocks += literals(enquiry.context, CONTEXT_SHOWN, mark)
    label, hint = phrase(language, "card.enquiry.reply_label"), phrase(language, "card.enquiry.reply_hint")
    blocks.append(input_block(label, hint))
    return _modal(language, Action.ANSWER, "slack.answer_title", blocks, {"enquiry": enquiry.id, **(place or {})})


def _modal(language: Language, action: Action, title: str, blocks: list[Block], carried: Mapping[str, object]) -> Block:
    return {
        "type": "modal",
        "callback_id": action.value,
        "title": plain_text(phrase(language, title), VIEW_TITLE),
        "submit": plain_text(phrase(language, "card.send"), VIEW_TITLE),
        "close": plain_text(phrase(language, "card.cancel"), VIEW_TITLE),
        "private_metadata": as_value(carried),
        "blocks": blocks,
    }
