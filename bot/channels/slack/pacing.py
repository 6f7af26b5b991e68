"""How fast the bot posts: by channel, since Slack takes about one message a second there, and by asker."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_REMEMBERED = 10_000
"""Keys and waiting replies beyond these are forgotten, the oldest first: pacing is a courtesy, no promise."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and then one in so many seconds."""

    burst: int
    seconds: float


CHANNEL = Pace(5, 1.0)
"""Slack: "no more than one message a second a channel, short bursts are fine"."""

PERSON = Pace(15, 4.0)
"""A person who asks faster than anybody reads gets the answers one by one, so that the others do not wait."""


class Pacing:
    """Tells how long a reply is to wait. A reply's turn is kept until it comes, however often it is asked about.

    Args:
        monotonic: seconds that only grow.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._next: OrderedDict[str, float] = OrderedDict()
        self._turns: OrderedDict[str, float] = OrderedDict()

    def wait(self, reply: str, paces: dict[str, Pace]) -> float:
        """Return the seconds until a reply's turn, 0 when it has come.

        Args:
            reply: which one.
            paces: how fast, by what it counts for.
        """
        with self._lock:
            now = self._monotonic()
            turn = self._turns.pop(reply, None)
            if turn is None:
                turn = max((self._take(key, pace, now) for key, pace in paces.items()), default=now)
            if turn <= now:
                return 0.0
            self._turns[reply] = turn
            _trim(self._turns)
            return turn - now

    def _take(self, key: str, pace: Pace, now: float) -> float:
        """Take the next place in a queue that empties at a pace (a leaky bucket)."""
        full = max(self._next.pop(key, 0.0), now) + pace.seconds
        self._next[key] = full
        _trim(self._next)
        return full - pace.burst * pace.seconds


def _trim(kept: OrderedDict[str, float]) -> None:
    while len(kept) > MOST_REMEMBERED:
        kept.popitem(last=False)
