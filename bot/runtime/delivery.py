"""What a channel is to the workers: it reads what was asked, posts, changes, deletes, and looks whether it posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.runtime.messages import Outgoing
from bot.runtime.requests import Address, Request
from bot.store.items import Item


@dataclass(frozen=True, slots=True)
class Posted:
    """A message on the platform: its name, unique in the channel, and what is needed to edit or delete it."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Sent:
    """What was posted is there to be seen; several messages where it is too long for one."""

    posted: tuple[Posted, ...]


class DeliveryError(Exception):
    """The platform did not take something, or could not be asked.

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


class NotYet(DeliveryError):
    """It is not a message's turn: the channel posts at a pace. Nothing was posted, and nothing failed.

    Args:
        seconds: until its turn.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__("pace", posted=False, retry_after=seconds)
        self.seconds = seconds


def retry_after(text: str) -> float | None:
    """Return the seconds that a header Retry-After asks to wait; None where it tells no whole number of them."""
    return float(text) if text.isascii() and text.isdigit() else None


class Channel(Protocol):
    """A platform, as the workers see it; docs/channels.md tells how to write one.

    Its methods are called from several threads at once. Each ends well within the lease, since another worker takes
    the item up after that.
    """

    @property
    def name(self) -> str:
        """The name that its items carry."""

    def read(self, item: Item) -> Request:
        """Return what an item of this channel asks for, by its kind (one of `requests.PLATFORM`), asking nobody."""

    def admits(self, item: Item) -> bool:
        """Tell whether who asks a question is answered: one of the municipality's people, or of others that may ask.

        Raises:
            DeliveryError: the platform could not be asked now.
        """

    def place(self, text: str) -> Address:
        """Return the address of a place that the settings name, such as a coordinators' channel."""

    def post(self, where: Address, message: Outgoing, reference: str) -> Sent:
        """Post a message.

        Args:
            where: out of a request of this channel, or from `place`.
            message: what to show.
            reference: an opaque name of the message, to be posted with it, so that `find` can recognise it.

        Raises:
            NotYet: it is not its turn.
            DeliveryError: it was not posted, or that is not known.
        """

    def find(self, where: Address, message: Outgoing, reference: str, since: datetime) -> Sent | None:
        """Look whether a message was posted: an earlier attempt went on to post and was not heard of again.

        A channel that cannot look, for an ephemeral message say, returns a `Sent` without messages: it must not repeat.

        Args:
            where: as of `post`.
            message: as of `post`.
            reference: as of `post`.
            since: it was not posted before then.

        Raises:
            DeliveryError: the platform could not be asked now.
        """

    def update(self, address: Address, message: Outgoing) -> Posted | None:
        """Show something else in a posted message's place; it may be called again with the same.

        Args:
            address: of `Posted`.
            message: what to show.

        Returns:
            The message under the name that it had or has now; None where it is not there any more.

        Raises:
            DeliveryError: it was not done, or that is not known.
        """

    def delete(self, address: Address) -> None:
        """Delete a posted message; one that is not there any more is no error. Raises: DeliveryError."""

    def ready(self) -> bool:
        """Tell whether the channel is connected, without asking the platform."""

    def close(self) -> None:
        """Close the connections, once the workers have stopped."""
