"""What a handler works with: one item, its tenant's part of the store, its channel, and posting at most once."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.answer import Answer
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.question import Language, clean
from bot.runtime.delivery import Channel, DeliveryError, Posted, Sent
from bot.runtime.knowledge import Provider, known
from bot.runtime.messages import Outgoing
from bot.runtime.metrics import Metrics
from bot.runtime.requests import Address, Asked, Raised
from bot.runtime.store_source import StoreSource
from bot.store import Incoming, Item, Logged, Message, Saved, TenantStore
from bot.tenants import Tenant, Tenants

R = TypeVar("R")


class TakenOver(Exception):
    """Another worker has claimed the item since: this one is to leave it alone."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What all items of a process share.

    Args:
        source: gives the store.
        tenants: whom the process serves.
        knowledge: of each tenant, by its name.
        channels: by their names.
        metrics: where answers and failures are counted.
        zone: the time zone in which it is today.
        clock: tells the time, with its zone.
        lease_seconds: for which an item is held when it is about to be posted.
    """

    source: StoreSource
    tenants: Tenants
    knowledge: Mapping[str, Provider]
    channels: Mapping[str, Channel]
    metrics: Metrics
    zone: ZoneInfo
    clock: Callable[[], datetime]
    lease_seconds: float


def nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What came of an item: recorded in one transaction with its end.

    Args:
        outcome: in a word, for metrics and log.
        answer: the answer, where a question was answered.
        sent: the messages that were posted.
        logged: the question, for the log and the counts.
        memory: what the thread remembers from now on.
        then: items that follow from this one.
        told: more for the log: numbers and names of entries, no texts.
        after: done once it is recorded; lost if the process dies before.
    """

    outcome: str
    answer: Answer | None = None
    sent: tuple[Message, ...] = ()
    logged: Logged | None = None
    memory: Saved | None = None
    then: tuple[Incoming, ...] = ()
    told: Mapping[str, object] = field(default_factory=dict)
    after: Callable[[], None] = nothing


class Work:
    """One attempt at an item.

    Args:
        resources: what all items share.
        item: the item.
        now: when the attempt began.
    """

    def __init__(self, resources: Resources, item: Item, now: datetime) -> None:
        self.resources, self.item, self.now = resources, item, now
        self.began_to_post = False
        self.channel = resources.channels[item.channel]

    @property
    def part(self) -> TenantStore:
        """The tenant's part of the store. Raises: StoreUnavailable."""
        return self.resources.source.get().tenant(self.item.tenant)

    @property
    def tenant(self) -> Tenant:
        """The tenant. Raises LookupError where it is not served any more."""
        return self.resources.tenants.named(self.item.tenant)

    @property
    def base(self) -> KnowledgeBase:
        """The tenant's knowledge. Raises: NoKnowledge."""
        return known(self.resources.knowledge, self.item.tenant)

    @property
    def usual_language(self) -> Language:
        """The language that the municipality works in. Raises: NoKnowledge."""
        return self.base.knowledge.municipality.languages[0]

    def language_of(self, asked: Asked | Raised) -> Language:
        """Return the language in which somebody is answered: as told, else as they write. Raises: NoKnowledge."""
        question = asked.question if isinstance(asked, Asked) else asked
        return question.language or detect(clean(question.text), self.usual_language)

    @property
    def today(self) -> date:
        """The day in the municipality's time zone."""
        return self.now.astimezone(self.resources.zone).date()

    def read(self, kind: type[R]) -> R:
        """Return what the item asks for.

        Raises:
            TypeError: the channel read something else out of it than its kind promises.
        """
        request = self.channel.read(self.item)
        if not isinstance(request, kind):
            raise TypeError(f"a {self.item.kind} was read as {type(request).__name__}")
        return request

    def post(self, where: Address, message: Outgoing, *, look: bool | None = None) -> Sent:
        """Post the item's one message, unless it turns out to be there.

        Args:
            where: where to.
            message: what to show.
            look: whether to look first; None: where an earlier attempt may have posted it.

        Raises:
            DeliveryError: as the channel says.
            TakenOver: another worker has the item.
            StoreUnavailable: it is not known who has the item.
        """
        if (self.item.maybe_posted if look is None else look) and (
            sent := self.channel.find(where, message, self.item.reference, self.item.received_at)
        ) is not None:
            return sent
        self._hold()
        return self.channel.post(where, message, self.item.reference)

    def update(self, address: Address, message: Outgoing) -> Posted | None:
        """Show something else in a posted message's place; None where it is gone. Raises as `post`."""
        self._hold()
        return self.channel.update(address, message)

    def delete(self, address: Address) -> None:
        """Delete a posted message. Raises as `post`."""
        self._hold()
        self.channel.delete(address)

    def messages(
        self, sent: Sent, about: str, kind: str, *, entry: str | None = None, asker: str | None = None
    ) -> tuple[Message, ...]:
        """Return what is recorded of messages that were posted; see `bot.store.Message`."""
        channel = self.item.channel
        return tuple(Message(channel, about, kind, p.name, p.address, entry, asker) for p in sent.posted)

    def _hold(self) -> None:
        """Be sure that nobody else has the item, and that whoever takes it over knows that it may be posted."""
        self.began_to_post = True
        age = (self.resources.clock() - self.item.received_at).total_seconds()
        if self.item.marked and age < self.resources.lease_seconds / 4:
            return  # both have been so since it was accepted
        before = time.monotonic()
        inbox, lease = self.resources.source.get().inbox, self.resources.lease_seconds
        if not inbox.mark_posting(self.item, self.resources.clock(), lease):
            raise TakenOver
        if time.monotonic() - before > lease / 2:
            # A machine that slept just now: what is posted this late, another worker may be posting too.
            raise DeliveryError("late", posted=False)
