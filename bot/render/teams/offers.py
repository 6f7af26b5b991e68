"""What can be pressed in an answer's card: choices, nearest entries, an opinion, the coordinator."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer, Outcome
from bot.locales import phrase
from bot.question import Language
from bot.render.actions import Action
from bot.render.fitting import counted, shorten, units
from bot.render.pieces import Offer, offered, wants_feedback
from bot.render.teams.elements import (
    BUTTON,
    BUTTON_SEEN,
    BUTTONS,
    Element,
    execute,
    field,
    form,
    lines,
    pressed_as_a_whole,
    weight,
)

MOST_LISTED = 20
"""Choices in a list; more are only written out in the summary."""

LABEL = 200
"""Bytes of a choice in a list."""


def actions(answer: Answer, reference: str, *, ask_coordinator: bool, question: str) -> list[Element]:
    """Return the buttons at the foot of the card: at most two for an opinion, one for the coordinator."""
    language = answer.language
    made = []
    if wants_feedback(answer) and answer.topic is None:
        for key, vote in (("helped", "up"), ("not_helped", "down")):
            carried = {"reference": reference, "vote": vote}
            made.append(execute(phrase(language, f"card.{key}"), Action.FEEDBACK.value, carried))
            made[-1]["tooltip"] = phrase(language, f"card.{key}_label")
    if ask_coordinator and (answer.refers or answer.outcome is not Outcome.CHAT):
        text = field(phrase(language, "card.question"), phrase(language, "card.question_needed"), value=question)
        send = execute(phrase(language, "card.send"), Action.RAISE.value, {"reference": reference}, inputs=True)
        made.append(form(phrase(language, "card.ask"), text, phrase(language, "card.question_hint"), send))
    return made


def choices(answer: Answer, reference: str, *, taken: int) -> list[Element]:
    """Return the choices of an ask-back, or the entries near a question that was not answered.

    Args:
        answer: the answer.
        reference: what the channel calls the question.
        taken: how many buttons the card has beside these.
    """
    found = offered(answer)[:1]  # a thread remembers one set of choices, so an answer has only one
    return [element for offer in found for element in _choices(offer, answer.language, reference, BUTTONS - taken)]


def _choices(offer: Offer, language: Language, reference: str, most: int) -> list[Element]:
    """A heading and the choices under it."""
    heading = lines(offer.heading or "", weight="Bolder")
    return [*heading, *_pressed(offer.options, language, {"reference": reference, "fact": offer.fact}, most)]


def _pressed(
    options: Sequence[tuple[str, str]], language: Language, carried: dict[str, str], most: int
) -> list[Element]:
    """A button for each choice, a row where a label is long; a list and one button where there are too many."""
    if len(options) <= most and all(label.strip() and units(label) <= BUTTON for _, label in options):
        buttons = [
            execute(label, Action.CHOICE.value, carried | {"value": value, "label": label}) for value, label in options
        ]
        if any(units(label) > BUTTON_SEEN for _, label in options):
            return [pressed_as_a_whole(button) for button in buttons]
        return [{"type": "ActionSet", "actions": buttons}] if buttons else []
    listed = [
        {"title": shorten(f"{n}. {label}", LABEL, size=weight), "value": value}
        for n, (value, label) in enumerate(options[:MOST_LISTED], start=1)
    ]
    left = len(options) - len(listed)
    more = lines(counted(left, phrase(language, "card.more"))) if left else []
    chosen: Element = {
        "type": "Input.ChoiceSet",
        "id": "value",
        "style": "expanded",
        "wrap": True,
        "label": phrase(language, "card.choose_label"),
        "isRequired": True,
        "errorMessage": phrase(language, "card.choose_needed"),
        "choices": listed,
    }
    send = execute(phrase(language, "card.choose"), Action.CHOICE.value, carried, inputs=True)
    return [chosen, *more, {"type": "ActionSet", "actions": [send]}]
