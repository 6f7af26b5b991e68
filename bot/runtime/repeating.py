"""What a process does again and again beside answering: one thread each, which nothing that fails ends."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from bot.store import StoreError

AGAIN_SECONDS = 60.0
"""Where the store did not let it, it is tried again after so many seconds at most."""

_log = structlog.get_logger("vanort")


class Repeating:
    """A thread that calls something at once, and again after each pause until it is stopped.

    Args:
        call: what is done.
        seconds: between two calls.
        name: of the thread.
        failed: the event that is logged where a call fails.
    """

    def __init__(self, call: Callable[[], None], seconds: float, *, name: str, failed: str) -> None:
        self._call, self._seconds, self._failed = call, seconds, failed
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Call no more; a call under way goes on, and ends with the process at the latest."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = self._seconds
            try:
                self._call()
            except StoreError as error:
                _log.warning(self._failed, error=type(error).__name__, cause=str(error))
                pause = min(pause, AGAIN_SECONDS)
            except Exception:  # a call that fails must not be the last one
                _log.exception(self._failed)
            self._stopping.wait(pause)
