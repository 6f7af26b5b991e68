"""What the test channel's events are, and what it shows: JSON both ways."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from bot.question import Choice, Language, Question, clean
from bot.render.json import as_json
from bot.runtime.messages import Apology, Card, Notice, Outgoing, Reply
from bot.runtime.requests import PLATFORM, Asked, Deleted, Kind, Listed, Person, Raised, Request, Stepped, Terms, Voted
from bot.store import Vote

_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_NEEDS = {
    Kind.EDIT: "about",
    Kind.DELETE: "about",
    Kind.VOTE: "vote",
    Kind.REASON: "vote",
    Kind.TAKE: "enquiry",
    Kind.HAND_BACK: "enquiry",
    Kind.ANSWER: "enquiry",
    Kind.CLOSE: "enquiry",
}


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fact: _Name
    value: _Name


class Event(BaseModel):
    """What comes in.

    Args:
        kind: what it is; a question where nothing is said.
        about: the id of the question's event: of an edit, a deletion, a vote.
        text: of a question, an edit, a reason, a question to the coordinator, the coordinator's answer.
        choice: one of the options that an earlier answer offered, in the place of words.
        vote: up or down.
        enquiry: the number of the enquiry, of a step.
        name: the user's, to be shown.
        terms: on which a question is answered.
        stranger: it was asked by somebody who is not to be answered.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    id: _Name
    workspace: _Name
    conversation: _Name
    user: _Name
    kind: Kind = Kind.QUESTION
    text: str = ""
    language: Language | None = None
    choice: _Choice | None = None
    about: _Name | None = None
    vote: Vote | None = None
    enquiry: int | None = None
    name: _Name | None = None
    terms: Terms = Terms.ALWAYS
    stranger: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = _NEEDS.get(self.kind)
        if self.kind not in PLATFORM or (needed and getattr(self, needed) is None):
            raise ValueError(f"a {self.kind} needs {needed}")
        if self.kind in (Kind.VOTE, Kind.REASON) and self.about is None:
            raise ValueError("a vote needs about")
        return self


def thread(event: Event) -> str:
    """Return the name of an event's thread, whose items are handled in order."""
    return f"{event.workspace}/{event.conversation}"


def request_of(event: Event) -> Request:
    """Return what an event asks for."""
    where = {"workspace": event.workspace, "conversation": event.conversation, "event": event.id}
    reference = f"{event.workspace}/{event.about or event.id}"
    match event.kind:
        case Kind.QUESTION | Kind.EDIT:
            choice = Choice(event.choice.fact, event.choice.value) if event.choice else None
            question = Question(clean(event.text), event.language, choice=choice, asker=event.user)
            return Asked(question, thread(event), reference, where, event.terms)
        case Kind.DELETE:
            return Deleted(thread(event), reference)
        case Kind.VOTE | Kind.REASON:
            return Voted(reference, event.vote or Vote.UP, event.user, event.text)
        case Kind.RAISE:
            return Raised(event.text, thread(event), Person(event.user, event.name), where, event.language)
        case Kind.OWN:
            return Listed(Person(event.user, event.name), where, True, event.language or Language.SV)
        case _:
            return Stepped(event.enquiry or 0, Person(event.user, event.name), event.text, where)


def content(message: Outgoing) -> dict[str, Any]:
    """Return a message as the receiver gets it: one key, which tells what it is."""
    match message:
        case Reply():
            told = as_json(message.answer, message.question, message.reference)
            return {"answer": told | {"ask_coordinator": message.ask_coordinator}}
        case Apology():
            return {"apology": {"text": message.text, "reference": message.reference}}
        case Card():
            return {"card": _card(message)}
        case Notice():
            told = {"text": message.text, "quote": message.quote, "private": message.private}
            return {"notice": told | ({"sections": message.sections} if message.sections else {})}


def _card(card: Card) -> dict[str, Any]:
    enquiry = card.enquiry
    return {
        "enquiry": enquiry.id,
        "state": str(enquiry.state),
        "question": enquiry.question,
        "context": enquiry.context,
        "answer": enquiry.answer,
        "language": str(card.language),
        "asker": card.asker and card.asker.to_json(),
        "handler": card.handler and card.handler.to_json(),
    }
