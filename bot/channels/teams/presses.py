"""What a press of a button in a card says: its verb and its values, as `bot/render/actions.py` names them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.question import MAX_CHARS
from bot.render.actions import Action

INVOKE = "adaptiveCard/action"
_Name = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
_Text = Annotated[str, StringConstraints(max_length=4 * MAX_CHARS)]


class _Values(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class Chosen(_Values):
    """A choice of an ask-back, or a nearest entry."""

    reference: _Name
    fact: _Name
    value: _Name
    label: _Text = ""


class Vote(_Values):
    """An opinion on an answer."""

    reference: _Name
    vote: Literal["up", "down"]
    text: _Text = ""


class Question(_Values):
    """The form that asks the coordinator."""

    reference: _Name
    text: _Text


class Step(_Values):
    """What a coordinator does with an enquiry."""

    enquiry: int = Field(ge=1, le=2**62)
    text: _Text = ""


_VALUES: dict[Action, type[_Values]] = {
    Action.CHOICE: Chosen,
    Action.FEEDBACK: Vote,
    Action.REASON: Vote,
    Action.RAISE: Question,
    Action.TAKE: Step,
    Action.HAND_BACK: Step,
    Action.ANSWER: Step,
    Action.CLOSE: Step,
}


class _Execute(_Values):
    verb: Action
    data: dict[str, Any] = {}


class _Invoke(_Values):
    action: _Execute


def read_press(value: Any) -> tuple[Action, _Values] | None:
    """Return the verb and its values, or None where they are not those of one of the bot's cards."""
    try:
        pressed = _Invoke.model_validate(value).action
        return pressed.verb, _VALUES[pressed.verb].model_validate(pressed.data)
    except (ValidationError, KeyError):
        return None
