"""What a channel's HTTP route does with an event: it is in the inbox before the platform hears that it was accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from starlette.requests import Request

from bot.runtime.bell import Bell
from bot.runtime.metrics import Metrics
from bot.runtime.store_source import StoreSource
from bot.runtime.worker import process_name
from bot.store import Incoming, StoreUnavailable

THREADS = 2
"""Threads that write to the inbox, each with a database connection."""

SECONDS = 2.5
"""Platforms wait for three seconds. An event that was refused in this time and accepted all the same is not repeated:
the platform delivers it again, and its key is known."""

MOST_BYTES = 256 * 1024


class TooLarge(Exception):
    """A request's body is larger than any event."""


class Intake:
    """Takes events down.

    Args:
        source: gives the store.
        bell: is rung when something was accepted.
        metrics: where events are counted.
        clock: tells the time, with its zone.
        lease_seconds: for how long an item is held that is handed over at once.
    """

    def __init__(
        self,
        source: StoreSource,
        bell: Bell,
        metrics: Metrics,
        clock: Callable[[], datetime],
        *,
        lease_seconds: float,
    ) -> None:
        self._source, self._bell, self._metrics, self._clock = source, bell, metrics, clock
        self._lease_seconds, self._name = lease_seconds, process_name()
        self._threads = ThreadPoolExecutor(THREADS, "intake")

    async def accept(self, incoming: Incoming) -> bool:
        """Take an event down; when this returns, it will be handled, whatever happens to the process.

        Returns:
            False where the event was accepted before.

        Raises:
            StoreUnavailable: it is not sure to be taken down; the platform is to deliver it again.
        """
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._threads, self._write, incoming)
            new = await asyncio.wait_for(work, SECONDS)
        except TimeoutError:
            self._metrics.event(incoming.channel, "unavailable")
            raise StoreUnavailable("The database is slower than platforms wait. Try again later.") from None
        except StoreUnavailable:
            self._metrics.event(incoming.channel, "unavailable")
            raise
        self._metrics.event(incoming.channel, "accepted" if new else "repeated")
        if new:
            self._bell.ring()
        return new

    def refuse(self, channel: str) -> None:
        """Count an event that is not to be accepted."""
        self._metrics.event(channel, "refused")

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _write(self, incoming: Incoming) -> bool:
        inbox = self._source.get().inbox
        if not incoming.prompt or not self._bell.reserve():
            return inbox.accept(incoming, self._clock())
        item = None
        try:
            new, item = inbox.accept_held(incoming, self._clock(), self._name, self._lease_seconds)
        finally:
            self._bell.hand(item)
        return new


async def read_body(request: Request, most: int = MOST_BYTES) -> bytes:
    """Return a request's body.

    Raises:
        TooLarge: it has more bytes than `most`; no more than that was read.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge
    return bytes(body)
