"""What is done again and again goes on whatever one time brings."""

from __future__ import annotations

import threading

import pytest
from structlog.testing import capture_logs

from bot.runtime import repeating
from bot.runtime.repeating import Repeating
from bot.store import StoreUnavailable

PATIENCE_SECONDS = 10.0


class Called:
    """Raises what it is given, one a call, and then tells that it was called once more."""

    def __init__(self, *faults: Exception) -> None:
        self._faults = list(faults)
        self.again = threading.Event()

    def __call__(self) -> None:
        if self._faults:
            raise self._faults.pop(0)
        self.again.set()


def run(call: Called, seconds: float) -> None:
    running = Repeating(call, seconds, name="test-repeating", failed="test_failed")
    running.start()
    try:
        assert call.again.wait(PATIENCE_SECONDS)
    finally:
        running.stop()
        running._thread.join(PATIENCE_SECONDS)
    assert not running._thread.is_alive()


def test_a_call_that_fails_is_logged_with_its_cause_and_is_not_the_last() -> None:
    with capture_logs() as logs:
        run(Called(StoreUnavailable("no answer from the database"), ZeroDivisionError()), 0)
    assert [(log["event"], log["log_level"]) for log in logs] == [("test_failed", "warning"), ("test_failed", "error")]
    assert (logs[0]["error"], logs[0]["cause"]) == ("StoreUnavailable", "no answer from the database")


def test_what_the_store_did_not_let_is_soon_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "AGAIN_SECONDS", 0.01)
    run(Called(StoreUnavailable("no answer")), 3600)
