"""The store of a process that may start before its database does."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from bot.store import Store, StoreUnavailable

T = TypeVar("T")
WAIT_SECONDS = 1.0
"""Between two attempts to open; meanwhile the first one's fault is told again, so that requests do not queue up."""


class StoreSource:
    """Opens the store at first use, and again at the next use where the database did not answer.

    Args:
        open_: opens the store.
        monotonic: seconds that only grow.
    """

    def __init__(self, open_: Callable[[], Store], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._open = open_
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._refused: tuple[float, StoreUnavailable] | None = None

    def get(self) -> Store:
        """Return the store.

        Raises:
            StoreUnavailable: the database does not answer; try again later.
            StoreError: the database cannot be used with this program or key.
        """
        if self._store is not None:
            return self._store
        with self._lock:
            if self._store is None:
                if self._refused is not None and self._monotonic() - self._refused[0] < WAIT_SECONDS:
                    raise StoreUnavailable(str(self._refused[1]))
                try:
                    self._store = self._open()
                except StoreUnavailable as error:
                    self._refused = (self._monotonic(), error)
                    raise
            return self._store

    async def use(self, call: Callable[[Store], T]) -> T:
        """Return what a call gets from the store; in a thread, opening included, since the event loop must not wait.

        Raises:
            StoreUnavailable, StoreError: as `get`, and as the call.
        """
        return await asyncio.to_thread(lambda: call(self.get()))

    def close(self) -> None:
        """Close the store, if it was opened."""
        with self._lock:
            if self._store is not None:
                self._store.close()
