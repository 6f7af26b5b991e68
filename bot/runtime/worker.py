"""Threads that take items from the inbox, one at a time, until they are told to stop."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

import structlog

from bot.runtime.bell import Bell
from bot.runtime.store_source import StoreSource
from bot.store import StoreError
from bot.store.items import Item

POLL_SECONDS = 0.5
"""How often an idle worker looks for what another process accepted, what is to be retried, whose lease ran out."""

PAUSE_SECONDS = 0.5
MOST_PAUSE_SECONDS = 2.0

_log = structlog.get_logger("vanort")


class Handler(Protocol):
    """What is done with an item."""

    def handle(self, item: Item) -> None:
        """Handle an item to its end, or put it back; raises StoreError where the store does not let it."""


def process_name() -> str:
    """Return who this process is, for people who look into the database."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


class Workers:
    """Some threads that claim and handle.

    Args:
        source: gives the store.
        handler: shared by all threads.
        bell: rung when something was accepted.
        channels: only items of these are claimed; others wait until their channel is turned on again.
        number: of threads.
        lease_seconds: for how long an item is claimed.
        clock: tells the time, with its zone.
    """

    def __init__(
        self,
        source: StoreSource,
        handler: Handler,
        bell: Bell,
        channels: Collection[str],
        *,
        number: int,
        lease_seconds: float,
        clock: Callable[[], datetime],
    ) -> None:
        self._source, self._handler, self._bell, self._clock = source, handler, bell, clock
        self._channels = tuple(channels)
        self._lease_seconds = lease_seconds
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(f"{process_name()}:{n}",), name=f"worker-{n}", daemon=True)
            for n in range(number)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> bool:
        """Claim no more, and wait for what is in hand.

        Returns:
            False where something was still in hand after so many seconds: its lease runs out, another process takes it.
        """
        self._stopping.set()
        self._bell.ring_out()
        end = time.monotonic() + seconds
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def alive(self) -> bool:
        """Whether every thread runs."""
        return all(thread.is_alive() for thread in self._threads)

    def _run(self, name: str) -> None:
        pause = PAUSE_SECONDS
        while not self._stopping.is_set():
            try:
                self._next(name)
                pause = PAUSE_SECONDS
            except StoreError as error:
                _log.warning("store_unavailable", error=type(error).__name__, cause=str(error))
                self._stopping.wait(pause)
                pause = min(pause * 2, MOST_PAUSE_SECONDS)
            except Exception:
                # A worker that died would leave the inbox to fill up; what it held comes back when its lease runs out.
                _log.exception("worker_failed")
                self._stopping.wait(pause)
                pause = min(pause * 2, MOST_PAUSE_SECONDS)
        while (item := self._bell.take()) is not None:  # what was handed over is in hand
            self._handler.handle(item)

    def _next(self, name: str) -> None:
        seen = self._bell.count
        inbox = self._source.get().inbox
        item = self._bell.take() or inbox.claim(name, self._clock(), self._lease_seconds, channels=self._channels)
        if item is None and not self._stopping.is_set():
            item = self._bell.wait(seen, POLL_SECONDS)
        if item is not None:
            self._handler.handle(item)
