"""Where knowledge comes from: what a source gives, and the plainest one, a folder on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from watchfiles import watch

from bot.kb.problem import Problem
from bot.question import Language

SETTLE_MS = 500
"""How long a folder must be quiet before it is read: an editor or a copy writes several files, one after another."""
LONGEST_SETTLE_MS = 10_000  # a folder that is never quiet is read nevertheless
LOOK_SECONDS = 5.0
"""How often the folder is looked through although nothing was told: network drives tell nothing, and of a folder that
was replaced by another one of the same name only the old one is watched."""


@dataclass(frozen=True, slots=True)
class Version:
    """A folder that may go live.

    Args:
        folder: where it is.
        commit: that it holds; None where it is just a folder.
        name: what is the same for all versions of the source, where each has a folder of its own.
    """

    folder: Path
    commit: str | None = None
    name: str | None = None


class SourceError(Exception):
    """The source cannot be reached now; what is live stays."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what(Language.EN))
        self.problem = problem


class Source(Protocol):
    """Where knowledge comes from. One thread at a time calls it."""

    def versions(self, stop: threading.Event) -> Iterator[Version]:
        """Give what may go live, the newest first; ends early when `stop` is set. Raises SourceError."""

    def changes(self, stop: threading.Event) -> Iterator[None]:
        """Give a beat each time that there may be something new, until `stop` is set."""

    def keep(self, live: Version) -> None:
        """Learn which version is live; the others that were given may be removed."""

    def close(self) -> None:
        """Give back what the source holds."""


class FolderSource:
    """A folder on this machine, watched.

    Args:
        folder: the knowledge folder. It may be missing for a while, and be replaced by another one of the same name.
        settle_ms: see SETTLE_MS.
        look_seconds: see LOOK_SECONDS.
    """

    def __init__(self, folder: Path, *, settle_ms: int = SETTLE_MS, look_seconds: float = LOOK_SECONDS) -> None:
        self._folder = folder
        self._settle_ms = settle_ms
        self._look_seconds = look_seconds

    def versions(self, stop: threading.Event) -> Iterator[Version]:
        """Give the folder."""
        yield Version(self._folder)

    def changes(self, stop: threading.Event) -> Iterator[None]:
        """Give a beat when files changed and the folder is quiet again, and every look_seconds."""
        while not stop.is_set():
            try:
                for _ in watch(
                    self._folder,
                    watch_filter=None,  # every change counts: which files matter is for the digest to tell
                    step=self._settle_ms,
                    debounce=max(LONGEST_SETTLE_MS, self._settle_ms),
                    rust_timeout=round(self._look_seconds * 1000),
                    yield_on_timeout=True,
                    stop_event=stop,
                    raise_interrupt=False,
                ):
                    yield
            except (OSError, RuntimeError):
                # The folder is away, or the system watches no more files (watchfiles raises either): look, then.
                if not stop.wait(self._look_seconds):
                    yield

    def keep(self, live: Version) -> None:
        """Remove nothing: the folder is the coordinator's."""

    def close(self) -> None:
        """Nothing is held: the watch ends with `changes`."""
