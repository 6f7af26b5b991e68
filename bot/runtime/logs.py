"""Logs as JSON, one object a line: ids, outcomes and milliseconds, never a question's text.

An exception is told by its type and by where it was raised. Its message is left out, since it may quote what it met.
For the same reason the text of other packages' lines is left out, unless the package is known to quote nothing.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

Event = MutableMapping[str, Any]
_FRAMES = 8
_SPEAK_FREELY = (
    "vanort",
    "bot",
    "uvicorn",
)
"""Loggers whose lines quote neither questions nor addresses."""


def set_up(stream: TextIO | None = None) -> None:
    """Send every log line of the process to a stream, the standard output by default, as JSON."""
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # tests set up anew
    )
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_discreet, *shared],
            processors=[_without_messages, structlog.stdlib.ProcessorFormatter.remove_processors_meta, _rendered],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _SPEAK_FREELY:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _thread_died


_rendered = structlog.processors.JSONRenderer(sort_keys=False)


def _thread_died(fault: threading.ExceptHookArgs) -> None:
    info = (fault.exc_type, fault.exc_value, fault.exc_traceback)
    structlog.get_logger("vanort").error("thread_died", exc_info=info)


def _discreet(_: Any, __: str, event: Event) -> Event:
    """Leave out the text of a line that another package wrote; its place in the source tells what it says."""
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    if record.name.split(".")[0] not in _SPEAK_FREELY:
        event["event"] = "of_another_package"
        event["at"] = f"{_short(record.pathname)}:{record.lineno}"
    if record.exc_info:
        event["exc_info"] = record.exc_info
    return event


def _without_messages(_: Any, __: str, event: Event) -> Event:
    """Put an exception's type and place where its traceback would be."""
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info is True else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["raised_at"] = _places(error.__traceback__)
        cause = error.__cause__ or error.__context__
        if cause is not None:
            event["after"] = type(cause).__qualname__
            event["after_raised_at"] = _places(cause.__traceback__)
    return event


def _places(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        found.append(f"{_short(code.co_filename)}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return found[-_FRAMES:]


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-3:])
