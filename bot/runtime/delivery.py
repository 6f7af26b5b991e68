"""What a channel is to the workers: it says what was asked, posts replies, and looks whether one was posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.answer import Answer
from bot.question import Language, Question
from bot.store.items import Item


@dataclass(frozen=True, slots=True)
class Asked:
    """What an item of the inbox asks.

    Args:
        question: without the thread's memory, which the worker adds.
        conversation: the thread, as the channel named it when the item was accepted.
        reference: what the channel calls the question, so that an edit or a deletion finds what was answered.
    """

    question: Question
    conversation: str
    reference: str


@dataclass(frozen=True, slots=True)
class Apology:
    """What the asker gets where answering failed: a fixed phrase with a reference; never an exception's text."""

    language: Language
    text: str
    reference: str


Reply = Answer | Apology


@dataclass(frozen=True, slots=True)
class Posted:
    """A message on the platform: its name, unique in the channel, and what is needed to edit or delete it."""

    name: str
    address: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that is there for the asker to see; several messages where it is too long for one."""

    posted: tuple[Posted, ...]


class DeliveryError(Exception):
    """The platform did not take a reply, or could not be asked.

    Args:
        reason: in a word or two, for the log: a status code, "timeout". Never what the platform wrote.
        posted: False where it is sure that nothing was posted; None where that is not known.
        retry_after: seconds that the platform asked to wait.
    """

    def __init__(self, reason: str, *, posted: bool | None = None, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.posted = posted
        self.retry_after = retry_after


class Channel(Protocol):
    """A platform, as the workers see it. Its methods are called from several threads at once."""

    @property
    def name(self) -> str:
        """The name that its items carry."""

    def asked(self, item: Item) -> Asked:
        """Return what an item asks."""

    def deliver(self, item: Item, reply: Reply, reference: str) -> Sent:
        """Post a reply where the item was asked.

        Args:
            reference: an opaque name of the reply, to be posted with it, so that `find` can recognise it.

        Raises:
            DeliveryError: it was not posted, or that is not known. It must end well within the lease, since another
                worker takes the item up after that.
        """

    def find(self, item: Item) -> Sent | None:
        """Look whether a reply to the item was posted: an earlier attempt went on to post and was not heard of again.

        A channel that cannot look, for an ephemeral message say, returns a `Sent` without messages: it must not repeat.

        Raises:
            DeliveryError: the platform could not be asked now.
        """

    def ready(self) -> bool:
        """Tell whether the channel is connected, without asking the platform."""

    def close(self) -> None:
        """Close the connections, once the workers have stopped."""
