"""What a channel is given to show, as values; a channel renders them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from bot.answer import Answer
from bot.question import Language
from bot.runtime.again import Again
from bot.store import Enquiry

ANSWER = "answer"
"""The kind under which a message that answers a question is recorded (`bot.store.Message`)."""

CARD = "card"
"""The kind of one that shows an enquiry."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a question.

    Args:
        answer: the answer.
        reference: what the channel calls the question; every button carries it.
        question: what was asked: the text, or the words of the choice that was pressed.
        ask_coordinator: whether the coordinator can be asked; where not, no button offers it.
        again: what it takes to show the same answer again. The form that asks the coordinator is filled in with its
            `full`: a choice or a follow-up with the question that it belongs to.
    """

    answer: Answer
    reference: str
    question: str
    ask_coordinator: bool
    again: Again


@dataclass(frozen=True, slots=True)
class Apology:
    """What the asker gets where something failed: a fixed phrase with a reference; never an exception's text."""

    language: Language
    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as others may see them. On another channel than theirs only the name means anything.

    Args:
        channel: the channel that calls them `id`.
        id: what it calls them.
        name: to show; None where it is not known.
    """

    channel: str
    id: str
    name: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self | None:
        """Build from the data of `to_json`; None for None."""
        return None if data is None else cls(data["channel"], data["id"], data.get("name"))

    def to_json(self) -> dict[str, Any]:
        """Return plain data, for a payload."""
        return {"channel": self.channel, "id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class Card:
    """An enquiry as it stands, for coordinators, with the buttons of `bot.render.actions.STEPS`.

    Args:
        enquiry: the enquiry.
        language: of the place that it is shown in.
        asker: who asks.
        handler: who has taken it; None where nobody has.
    """

    enquiry: Enquiry
    language: Language
    asker: Shown | None = None
    handler: Shown | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell: a fixed phrase, and under it what a person wrote, which is shown as it stands.

    Args:
        language: of the text.
        text: the phrase.
        quote: the person's words; may be empty.
        private: for the person addressed alone, where the channel can show it to them alone.
        sections: lists under the phrase, each a heading and its lines.
    """

    language: Language
    text: str
    quote: str = ""
    private: bool = False
    sections: Sequence[tuple[str, Sequence[str]]] = ()


Outgoing = Reply | Apology | Card | Notice
