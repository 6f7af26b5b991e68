"""Knowledge that is reloaded while it is in use: a change is noticed, checked, and swapped in whole or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.kb.base import KnowledgeBase
from bot.kb.problem import Problem
from bot.live.attempt import Attempt, Problems, read
from bot.live.source import FolderSource, Source, SourceError, Version
from bot.question import Language

CLOSE_SECONDS = 10.0
_FAILURES = ("VK003", "VK004", "VK005")
"""Problems that tell a failure in its own words, and not what stands in a file."""

_log = logging.getLogger(__name__)


class NoKnowledge(Exception):
    """There is nothing to start with: nothing loads, or the source is not reached. `problems` and the text say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        told = (f"{p.file}:{p.line}: {p.id} {p.what(Language.EN)} {p.remedy(Language.EN)}" for p in problems)
        super().__init__("There is no knowledge to answer from.\n" + "\n".join(told))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What is live, and how the last attempt at something newer went; of one moment.

    Args:
        base: the knowledge that answers.
        digest: the hash of its files.
        version: the folder that it was read from, and its commit.
        problems: what was found in the newest version; faults where that is therefore not the live one.
        unreached: why the source could not be asked the last time, or None.
    """

    base: KnowledgeBase
    digest: str
    version: Version
    problems: Problems
    unreached: Problem | None


class LiveKnowledge:
    """The knowledge that is live, kept up to date by a thread. Reading it takes no lock and never waits.

    Args:
        source: a folder to watch, or another source. It is closed with this.
        cache: a folder for built indexes, see `open_base`; None builds in memory.
        on_fault: called with the faults, once for each faulty state until the newest state is good again, and once
            while the source is not reached. Every process calls it; `fault_key` lets them agree on who tells.
        on_change: called with the old and the new base after a swap. Both are called in the watching thread
            (or in this call), and what they raise is logged.

    Raises:
        NoKnowledge: there is nothing to start with.
    """

    def __init__(
        self,
        source: Path | Source,
        *,
        cache: Path | None = None,
        on_fault: Callable[[Problems], None] | None = None,
        on_change: Callable[[KnowledgeBase, KnowledgeBase], None] | None = None,
    ) -> None:
        self._source: Source = FolderSource(source) if isinstance(source, Path) else source
        self._cache = cache
        self._on_fault, self._on_change = on_fault, on_change
        self._stop = threading.Event()
        self._known: dict[str, Attempt] = {}  # what is live and what the last look met, by digest
        self._told: set[str] = set()
        self._told_unreached: str | None = None
        try:
            self._snapshot = self._look(None)
        except BaseException:
            self._source.close()
            raise
        self._thread = threading.Thread(target=self._follow, name="vanort-knowledge", daemon=True)
        self._thread.start()

    def current(self) -> KnowledgeBase:
        """Return the knowledge that is live. Take it once a question, so that an answer is of one state."""
        return self._snapshot.base

    @property
    def problems(self) -> Problems:
        """What the last attempt found: a source that was not reached, faults and warnings."""
        found = self._snapshot
        return found.problems if found.unreached is None else (found.unreached, *found.problems)

    @property
    def commit(self) -> str | None:
        """The commit that is live; None where the source is a folder."""
        return self._snapshot.version.commit

    def close(self) -> None:
        """Stop following the source; what is live can still be asked."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSE_SECONDS)
        self._source.close()

    def _follow(self) -> None:
        for _ in self._source.changes(self._stop):
            try:
                self._look(self._snapshot)
            except Exception:  # whatever it is, the thread must live on, or mended content would never be seen
                _log.exception("the knowledge could not be looked through")

    def _look(self, old: _Snapshot | None) -> _Snapshot:
        """Ask the source once; the newest version that loads goes live."""
        today = datetime.now(UTC).date()
        tried: list[Attempt] = []
        unreached: Problem | None = None
        live = (old.base, old.digest, old.version) if old is not None else None
        try:
            for version in self._source.versions(self._stop):
                attempt = read(version, self._cache, self._known, today)
                tried.append(attempt)
                if attempt.base is not None:
                    live = (attempt.base, attempt.digest, version)
                    break
        except SourceError as error:
            unreached = error.problem
        if old is not None and self._stop.is_set():
            return old  # what was met after the stop, of a source that may be closed by now, is neither live nor told
        problems = tried[0].problems if tried else old.problems if old is not None else ()
        if live is None:
            raise NoKnowledge(problems if unreached is None else (unreached, *problems))
        changed = old is None or live[0] is not old.base
        self._snapshot = new = _Snapshot(*live, problems, unreached)
        met = {**self._known, **{a.digest: a for a in tried}}
        self._known = {d: met[d] for d in {new.digest, *(a.digest for a in tried)}}
        self._source.keep(new.version)
        if old is not None and changed and self._on_change is not None:
            _call(partial(self._on_change, old.base, new.base))
        self._tell(tried[0] if tried else None, unreached)
        return new

    def _tell(self, newest: Attempt | None, unreached: Problem | None) -> None:
        if unreached is None:
            self._told_unreached = None
        elif unreached.id != self._told_unreached:
            self._told_unreached = unreached.id
            self._fault((unreached,))
        if newest is None:
            return
        if not newest.faults:
            self._told.clear()
        elif newest.digest not in self._told:
            self._told.add(newest.digest)
            self._fault(newest.faults)

    def _fault(self, faults: Problems) -> None:
        if self._on_fault is not None:
            _call(partial(self._on_fault, faults))


def fault_key(faults: Problems) -> str:
    """Return a key that is the same in all processes that met the same faults; who stores it first tells them.

    What a source or the program says of a failure may differ each time ("after 3 ms"), so it is no part of the key.
    """
    told = [[p.id, p.file] if p.id in _FAILURES else [p.id, p.file, p.line, _plain(p)] for p in faults]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _plain(problem: Problem) -> dict[str, str]:
    return {name: str(value) for name, value in problem.values.items()}


def _call(callback: Callable[[], None]) -> None:
    try:
        callback()
    except Exception:  # the caller's code; the knowledge must be followed whatever it does
        _log.exception("what is to be done at a change of the knowledge failed")
