"""What a worker does with an item: hand it to the handler of its kind, record what came of it, retry, give up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.locales import phrase
from bot.question import Language
from bot.runtime.delivery import DeliveryError, NotYet, Sent
from bot.runtime.handlers import HANDLERS
from bot.runtime.messages import ANSWER, Apology
from bot.runtime.requests import PLATFORM, Address, Asked, Listed, Raised, Request, Stepped, Terms
from bot.runtime.work import Finish, Resources, TakenOver, Work
from bot.store import Count, Item, Message, StoreUnavailable

FIRST_DELAY_SECONDS = 1.0
MOST_DELAY_SECONDS = 300.0
FAILED = "failed"
"""The outcome that is counted where the asker got an apology, or nothing."""

_REFERENCE_DIGITS = 10
MOST_WAITS = 20
"""So often an item is put back because it was not its turn; after that it counts as failed, so that it ends."""

_AGAIN_SECONDS = 0.2
_log = structlog.get_logger("vanort")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often.

    Args:
        lease_seconds: for which an item is claimed, and held again when it is about to be posted.
        attempts: after so many, the asker gets an apology.
    """

    lease_seconds: float
    attempts: int

    def delay(self, tries: int, retry_after: float | None) -> timedelta:
        """Return how long to wait after a failure: twice as long each time, at least what the platform asked for.

        Args:
            tries: so many failed by now; what only waited for its turn is none.
            retry_after: seconds that the platform asked for.
        """
        growing = min(MOST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** (tries - 1))
        return timedelta(seconds=max(growing, retry_after or 0.0))


class Desk:
    """Handles items; shared by all workers of a process.

    Args:
        resources: what all items share.
        limits: how long and how often.
        ring: called where an item was followed by more than one.
    """

    def __init__(self, resources: Resources, limits: Limits, ring: Callable[[], None]) -> None:
        self._resources, self._limits, self._ring = resources, limits, ring

    def handle(self, item: Item) -> None:
        """Handle an item to its end, or put it back to be tried again.

        Raises:
            StoreUnavailable: the item comes back when its lease runs out.
        """
        work = Work(self._resources, item, self._resources.clock())
        try:
            if item.tries > self._limits.attempts:  # earlier attempts ended with their process
                self._give_up(work, None)
            else:
                self._finish(work, HANDLERS[item.kind](work))
        except TakenOver:
            _log.info("taken_over", **_named(item))
        except StoreUnavailable:
            raise
        except Exception as error:  # whatever an item meets, the asker hears of it and the others are handled
            self._failed(work, error)

    def _finish(self, work: Work, finish: Finish) -> None:
        item, clock = work.item, self._resources.clock
        seconds = (clock() - item.received_at).total_seconds()

        def record() -> bool:
            return self._resources.source.get().inbox.done(
                item, clock(), sent=finish.sent, logged=finish.logged, memory=finish.memory, then=finish.then
            )

        if not self._patiently(record):
            raise TakenOver
        if len(finish.then) > 1:  # one is this worker's next
            self._ring()
        if finish.answer is None:
            self._resources.metrics.handled(item.tenant, item.channel, item.kind, finish.outcome)
        else:
            self._resources.metrics.answered(item.tenant, item.channel, finish.outcome, seconds)
        event = "handled" if finish.answer is None else "answered"
        _log.info(event, **_named(item), outcome=str(finish.outcome), ms=round(seconds * 1000), **finish.told)
        finish.after()

    def _failed(self, work: Work, error: Exception) -> None:
        """Put an item back after a failure, or give it up after too many; one whose turn it is not, until it is."""
        item = work.item
        if isinstance(error, NotYet) and item.waits < MOST_WAITS:
            self._put_off(work, error, waited=True)
            return
        delivery = error if isinstance(error, DeliveryError) else None
        reason = delivery.reason if delivery else type(error).__name__
        _log.warning("failed", **_named(item), reason=reason, exc_info=None if delivery else error)
        if item.tries >= self._limits.attempts:
            try:
                self._give_up(work, delivery)
            except NotYet as wait:  # the apology's turn: the attempt counts, so that nothing but that is left to do
                self._put_off(work, wait, waited=False)
            except TakenOver:
                _log.info("taken_over", **_named(item))
            return
        now = self._resources.clock()
        retry_at = now + self._limits.delay(item.tries, delivery.retry_after if delivery else None)
        # Once it was in doubt, it stays so: what an earlier attempt sent may still be under way.
        surely_not = not work.began_to_post or (delivery is not None and delivery.posted is False)
        posted = False if surely_not and not item.maybe_posted else None
        inbox = self._resources.source.get().inbox
        self._patiently(lambda: inbox.put_back(item, _reference(item), retry_at=retry_at, posted=posted))
        self._resources.metrics.failed(item.tenant, item.channel, given_up=False)

    def _put_off(self, work: Work, error: NotYet, *, waited: bool) -> None:
        item = work.item
        retry_at = self._resources.clock() + timedelta(seconds=error.seconds)
        # The turn is taken before anything is sent; but an earlier attempt may have been in doubt.
        posted = None if item.maybe_posted else False
        inbox = self._resources.source.get().inbox
        self._patiently(lambda: inbox.put_back(item, _reference(item), retry_at=retry_at, posted=posted, waited=waited))
        _log.info("put_off", **_named(item), seconds=round(error.seconds, 1))

    def _give_up(self, work: Work, delivery: DeliveryError | None) -> None:
        """Apologise where somebody waits, unless a reply turns out to be there, and end the item."""
        item, request = work.item, self._request(work)
        where, language = _waiting(request), self._language(work, request)
        sent: Sent | None = None
        if where is not None:
            text = phrase(language, "failure.apology").format(reference=_reference(item))
            surely_not = delivery is not None and delivery.posted is False and not item.maybe_posted
            try:
                sent = work.post(where, Apology(language, text, _reference(item)), look=not surely_not)
            except (TakenOver, StoreUnavailable):
                raise
            except Exception as error:  # the platform does not take even this: the log is what is left
                if isinstance(error, NotYet) and item.waits < MOST_WAITS:
                    raise
                _log.warning("apology_failed", **_named(item), reason=type(error).__name__)

        messages: tuple[Message, ...] = ()
        counted: Count | None = None
        if isinstance(request, Asked) and where is not None:
            asker = request.question.asker
            messages = work.messages(sent or Sent(()), request.reference, ANSWER, asker=asker)
            counted = Count(work.today, FAILED, None, item.channel, language)

        def record() -> bool:
            inbox = self._resources.source.get().inbox
            return inbox.give_up(item, self._resources.clock(), _reference(item), sent=messages, counted=counted)

        if not self._patiently(record):
            raise TakenOver
        self._resources.metrics.failed(item.tenant, item.channel, given_up=True)
        _log.error("given_up", **_named(item), apologised=sent is not None)

    def _request(self, work: Work) -> Request | None:
        """Return what the item asks for, as far as it can be read: that may be what failed."""
        try:
            return work.channel.read(work.item) if work.item.kind in PLATFORM else None
        except Exception:
            return None

    def _language(self, work: Work, request: Request | None) -> Language:
        """Return the language to apologise in, whatever is broken."""
        try:
            if isinstance(request, Listed):
                return request.language
            return work.language_of(request) if isinstance(request, Asked | Raised) else work.usual_language
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


def _waiting(request: Request | None) -> Address | None:
    """Where somebody waits for what comes of a request: not where nobody asked the bot."""
    if isinstance(request, Asked) and request.terms is Terms.IF_SURE:
        return None
    return request.where if isinstance(request, Asked | Raised | Stepped | Listed) else None


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
