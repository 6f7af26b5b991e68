"""What a press of a button or the sending of a form asks for: one name, whichever channel shows it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Action(StrEnum):
    """The names by which a channel tells the presses apart; what was pressed on stands in the button's value."""

    CHOICE = "choice"  # {reference, fact, value}: an ask-back's choice, or a nearest entry (fact "entry")
    FEEDBACK = "feedback"  # {reference, vote}; in Slack also language
    REASON = "feedback:reason"  # a form: why somebody voted so
    SHARE = "share"  # {reference, again}: show a private answer in its channel
    ASK = "enquiry:ask"  # {reference, language, question}: open Slack's form to the coordinator
    RAISE = "enquiry:raise"  # a form: the question to the coordinator
    TAKE = "enquiry:take"  # {enquiry}, as the three below
    HAND_BACK = "enquiry:hand_back"
    ANSWER = "enquiry:answer"
    CLOSE = "enquiry:close"


STEPS: Mapping[str, tuple[Action, ...]] = {
    "open": (Action.TAKE, Action.ANSWER, Action.CLOSE),
    "taken": (Action.ANSWER, Action.HAND_BACK, Action.CLOSE),
    "answered": (Action.ANSWER, Action.CLOSE),
    "closed": (),
}
"""What a coordinator can do with an enquiry in each state; bot/store/enquiry.py says what is legal."""
