"""Log lines are JSON without messages of exceptions and without the text of other packages."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

import structlog

TEXT = "Ring Anna på 070-123 45 67"


def lines(log: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_an_exception_is_told_by_type_and_place(log: Any) -> None:
    try:
        try:
            {}[TEXT]
        except KeyError as error:
            raise ValueError(TEXT) from error
    except ValueError:
        structlog.get_logger("vanort").exception("failed", item=7)
    (line,) = lines(log)
    assert (line["event"], line["level"], line["item"]) == ("failed", "error", 7)
    assert (line["error"], line["after"]) == ("ValueError", "KeyError")
    assert line["raised_at"][0].startswith("tests/runtime/test_logs.py:")
    assert TEXT not in log.getvalue()


def test_other_packages_tell_where_and_not_what(log: Any) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved: %s", TEXT)
    try:
        raise OSError(TEXT)
    except OSError:
        logging.getLogger("slack_bolt").exception(TEXT)
    logging.getLogger("slack_bolt").info(TEXT)
    first, second = lines(log)
    assert (first["event"], first["logger"]) == ("of_another_package", "asyncio")
    assert first["at"].startswith("tests/runtime/test_logs.py:")
    assert second["error"] == "OSError"
    assert TEXT not in log.getvalue()


def test_the_servers_own_lines_are_told(log: Any) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    logging.getLogger("bot.live").warning("not reached")
    assert [line["event"] for line in lines(log)] == ["Started server process [7]", "not reached"]


def test_warnings_and_threads_that_die_go_the_same_way(log: Any) -> None:
    logging.getLogger("py.warnings").warning(TEXT)  # where `logging.captureWarnings` sends them

    def die() -> None:
        raise ValueError(TEXT)

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    assert [line["event"] for line in lines(log)] == ["of_another_package", "thread_died"]
    assert TEXT not in log.getvalue()
