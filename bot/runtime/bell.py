"""How what was accepted reaches an idle worker: it is woken to look into the inbox, or handed an item that is held."""

from __future__ import annotations

import threading
from collections import deque

from bot.store.items import Item


class Bell:
    """Wakes idle workers when something was accepted; what rings between looking and waiting is not missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._handed: deque[Item] = deque()
        self._idle = self._reserved = 0
        self.count = 0

    def ring(self) -> None:
        """Wake one who waits: whoever is busy looks again before it waits, and an idle look is a query for nothing."""
        with self._condition:
            self.count += 1
            self._condition.notify()

    def ring_out(self) -> None:
        """Wake everyone, since it is the end."""
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def reserve(self) -> bool:
        """Reserve an idle worker, to `hand` it something; returns False where none is idle."""
        with self._condition:
            if self._idle <= self._reserved + len(self._handed):
                return False
            self._reserved += 1
            return True

    def hand(self, item: Item | None) -> None:
        """Hand over an item, or nothing, to the worker that was reserved."""
        with self._condition:
            self._reserved -= 1
            if item is not None:
                self._handed.append(item)
                self._condition.notify()

    def take(self) -> Item | None:
        """Return an item that was handed over; None where there is none."""
        with self._condition:
            return self._handed.popleft() if self._handed else None

    def wait(self, seen: int, seconds: float) -> Item | None:
        """Wait until it has rung more than `seen` times, at most for some seconds; returns what was handed over."""
        with self._condition:
            self._idle += 1
            try:
                self._condition.wait_for(lambda: self._handed or self.count != seen, seconds)
            finally:
                self._idle -= 1
            return self._handed.popleft() if self._handed else None
