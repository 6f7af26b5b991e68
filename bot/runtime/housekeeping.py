"""Deletes what is past its time, in each process, so that deletion does not hang on anybody's calendar."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.runtime.opening import StoreSource
from bot.store import StoreError

EVERY_SECONDS = 3600.0
AGAIN_SECONDS = 60.0  # where the database did not answer
_log = structlog.get_logger("vanort")


class Purging:
    """A thread that purges the store once an hour; where several processes do, the later ones find nothing left.

    Args:
        source: gives the store.
        clock: tells the time, with its zone.
    """

    def __init__(self, source: StoreSource, clock: Callable[[], datetime]) -> None:
        self._source, self._clock = source, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="purging", daemon=True)

    def start(self) -> None:
        """Start the thread; it purges at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a purge under way is one transaction, and ends with the process at the latest."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            wait = EVERY_SECONDS
            try:
                for tenant, removed in self._source.get().purge(self._clock()).items():
                    if removed:
                        _log.info("purged", tenant=tenant, **removed)
            except StoreError as error:
                _log.warning("purge_failed", error=type(error).__name__)
                wait = AGAIN_SECONDS
            except Exception:  # a purge that fails must not be the last one
                _log.exception("purge_failed")
            self._stopping.wait(wait)
