"""What a worker does with an item: answer, look or post, remember, log; retry what failed, and apologise in the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog

from bot.answering import answer
from bot.conversation import remember
from bot.kb.language import detect
from bot.locales import phrase
from bot.question import Language
from bot.runtime.delivery import Apology, Channel, DeliveryError, Reply, Sent
from bot.runtime.knowledge import Provider, known
from bot.runtime.metrics import Metrics
from bot.runtime.opening import StoreSource
from bot.store import Count, Item, Logged, Message, StoreUnavailable, Tenant

FIRST_DELAY_SECONDS = 1.0
MOST_DELAY_SECONDS = 300.0
FAILED = "failed"
"""The outcome that is counted where the asker got an apology, or nothing."""

_REFERENCE_DIGITS = 10
_AGAIN_SECONDS = 0.2
_log = structlog.get_logger("vanort")
T = TypeVar("T")


class TakenOver(Exception):
    """Another worker has claimed the item since: this one is to leave it alone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often.

    Args:
        lease_seconds: for which an item is claimed, and held again when it is about to be posted.
        attempts: after so many, the asker gets an apology.
    """

    lease_seconds: float
    attempts: int

    def delay(self, attempt: int, retry_after: float | None) -> timedelta:
        """Return how long to wait after an attempt: twice as long each time, at least what the platform asked for."""
        growing = min(MOST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** (attempt - 1))
        return timedelta(seconds=max(growing, retry_after or 0.0))


class Desk:
    """Handles items; shared by all workers of a process.

    Args:
        source: gives the store.
        knowledge: of each tenant, by its name.
        channels: by their names.
        metrics: where answers and failures are counted.
        limits: how long and how often.
        zone: the time zone in which it is today.
        clock: tells the time, with its zone.
    """

    def __init__(
        self,
        source: StoreSource,
        knowledge: Mapping[str, Provider],
        channels: Mapping[str, Channel],
        metrics: Metrics,
        limits: Limits,
        *,
        zone: ZoneInfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._source, self._knowledge, self._channels = source, knowledge, channels
        self._metrics, self._limits, self._zone, self._clock = metrics, limits, zone, clock

    def handle(self, item: Item) -> None:
        """Handle an item to its end, or put it back to be tried again.

        Raises:
            StoreUnavailable: the item comes back when its lease runs out.
        """
        try:
            if item.attempt > self._limits.attempts:  # earlier attempts ended with their process
                self._give_up(item, None)
            else:
                self._answer(item)
        except TakenOver:
            _log.info("taken_over", **_named(item))
        except StoreUnavailable:
            raise
        except Exception as error:  # whatever a question meets, the asker hears of it and the others get their answers
            self._failed(item, error)

    def _answer(self, item: Item) -> None:
        channel, part = self._channels[item.channel], self._part(item)
        asked = channel.asked(item)
        remembered = part.conversations.load(item.channel, asked.conversation, self._clock())
        question = replace(asked.question, memory=remembered.memory)
        base = known(self._knowledge, item.tenant)
        started = time.perf_counter()
        found = answer(question, base, self._today())
        answering_ms = (time.perf_counter() - started) * 1000
        sent = self._post(item, channel, found, look=item.maybe_posted)
        seconds = (self._clock() - item.received_at).total_seconds()
        messages = _messages(item, sent, asked.reference, found.entry, question.asker)
        logged = Logged.of(question, found, channel=item.channel, day=self._today(), reference=asked.reference)

        def finish() -> bool:
            now = self._clock()
            # First the memory: once the item is done, the thread's next question may be claimed.
            part.conversations.save(
                item.channel,
                asked.conversation,
                remember(question, found),
                version=remembered.version,
                now=now,
                asker=question.asker,
            )
            return self._source.get().inbox.done(item, now, sent=messages, logged=logged)

        if not self._patiently(finish):
            raise TakenOver
        self._metrics.answered(item.tenant, item.channel, found.outcome, seconds)
        _log.info(
            "answered",
            **_named(item),
            outcome=str(found.outcome),
            verdict=found.verdict and str(found.verdict),
            entry=found.entry,
            confidence=round(found.confidence, 3),
            answering_ms=round(answering_ms, 1),
            ms=round(seconds * 1000),
        )

    def _post(self, item: Item, channel: Channel, reply: Reply, *, look: bool) -> Sent:
        """Post a reply, unless `look` finds that one was posted."""
        if look and (sent := channel.find(item)) is not None:
            return sent
        lease = self._limits.lease_seconds
        before = time.monotonic()
        if not self._source.get().inbox.mark_posting(item, self._clock(), lease):
            raise TakenOver
        if time.monotonic() - before > lease / 2:
            # A machine that slept just now: what is posted this late, another worker may be posting too.
            raise DeliveryError("late", posted=False)
        return channel.deliver(item, reply, item.reference)

    def _failed(self, item: Item, error: Exception) -> None:
        """Put an item back after a failure, or give it up after too many."""
        delivery = error if isinstance(error, DeliveryError) else None
        reason = delivery.reason if delivery else type(error).__name__
        _log.warning("failed", **_named(item), reason=reason, exc_info=None if delivery else error)
        if item.attempt >= self._limits.attempts:
            try:
                self._give_up(item, delivery)
            except TakenOver:
                _log.info("taken_over", **_named(item))
            return
        now = self._clock()
        retry_at = now + self._limits.delay(item.attempt, delivery.retry_after if delivery else None)
        # Once it was in doubt, it stays so: what an earlier attempt sent may still be under way.
        posted = False if delivery and delivery.posted is False and not item.maybe_posted else None
        inbox = self._source.get().inbox
        self._patiently(lambda: inbox.fail(item, now, _reference(item), retry_at=retry_at, posted=posted))
        self._metrics.failed(item.tenant, item.channel, given_up=False)

    def _give_up(self, item: Item, delivery: DeliveryError | None) -> None:
        """Apologise, unless a reply turns out to be there, and end the item."""
        language = self._language(item)
        text = phrase(language, "failure.apology").format(reference=_reference(item))
        sent: Sent | None = None
        channel, part = self._channels[item.channel], self._part(item)
        try:
            surely_not = delivery is not None and delivery.posted is False and not item.maybe_posted
            sent = self._post(item, channel, Apology(language, text, _reference(item)), look=not surely_not)
        except (TakenOver, StoreUnavailable):
            raise
        except Exception as error:  # the platform does not take even this: the log is what is left
            _log.warning("apology_failed", **_named(item), reason=type(error).__name__)

        def finish() -> bool:
            now = self._clock()
            if not self._source.get().inbox.fail(item, now, _reference(item)):
                return False
            part.counts.add(Count(self._today(), FAILED, None, item.channel, language))
            for message in _messages(item, sent or Sent(()), item.reference, None, None):
                part.sent.record(message, now)
            return True

        if self._patiently(finish):
            self._metrics.failed(item.tenant, item.channel, given_up=True)
            _log.error("given_up", **_named(item), apologised=sent is not None)

    def _language(self, item: Item) -> Language:
        """Return the language to apologise in, whatever is broken."""
        try:
            question = self._channels[item.channel].asked(item).question
            usual = known(self._knowledge, item.tenant).knowledge.municipality.languages[0]
            return question.language or detect(question.text, usual)
        except Exception:  # what failed before may fail here too
            return Language.SV

    def _patiently(self, call: Callable[[], T]) -> T:
        """Call until the store answers, at most for half the lease: after that the item is another worker's."""
        end = time.monotonic() + self._limits.lease_seconds / 2
        while True:
            try:
                return call()
            except StoreUnavailable:
                if time.monotonic() >= end:
                    raise
                time.sleep(_AGAIN_SECONDS)

    def _part(self, item: Item) -> Tenant:
        return self._source.get().tenant(item.tenant)

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()


def _messages(item: Item, sent: Sent, about: str, entry: str | None, asker: str | None) -> list[Message]:
    return [Message(item.channel, about, "answer", p.name, p.address, entry, asker) for p in sent.posted]


def _reference(item: Item) -> str:
    """What the asker is told and the log says: the same at every attempt."""
    return item.reference[:_REFERENCE_DIGITS]


def _named(item: Item) -> dict[str, object]:
    return {
        "item": item.id,
        "reference": _reference(item),
        "tenant": item.tenant,
        "channel": item.channel,
        "kind": item.kind,
        "attempt": item.attempt,
    }
