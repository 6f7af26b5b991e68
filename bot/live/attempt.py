"""Read a folder in one state, though it may be edited meanwhile, and whatever its content."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answering import answer
from bot.kb.base import KnowledgeBase, open_base
from bot.kb.manifest import digest
from bot.kb.problem import Problem, faults_of
from bot.live.source import Version
from bot.question import Question

MOST_TRIES = 5  # how often a folder that changes while it is read is read again

_log = logging.getLogger(__name__)

Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A folder as it was read.

    Args:
        digest: the hash of its files; empty where they could not be read.
        base: the knowledge, or None where faults keep it from going live.
        problems: faults and warnings.
    """

    digest: str
    base: KnowledgeBase | None
    problems: Problems

    @property
    def faults(self) -> Problems:
        """The problems that keep it from going live."""
        return faults_of(self.problems)


def read(version: Version, cache: Path | None, known: Mapping[str, Attempt], today: date) -> Attempt:
    """Read a knowledge folder, and ask it once; a folder that changes while it is read is read again.

    Args:
        version: the knowledge folder.
        cache: a folder for built indexes, see `open_base`.
        known: attempts by digest, which are returned instead of reading the same content again.
        today: the day on which it is asked.
    """
    folder, found = version.folder, Attempt("", None, ())
    for _ in range(MOST_TRIES):
        before = ""
        try:
            before = digest(folder)
            if before in known:
                return known[before]
            opened = open_base(folder, cache, version.name)
            found = Attempt(before, opened.base, opened.problems)
            if opened.base is not None:
                _warm(opened.base, today)
            if digest(folder) == before:
                break
        except OSError as fault:
            name = Path(fault.filename).name if fault.filename else folder.name
            reason = fault.strerror or type(fault).__name__
            found = Attempt("", None, (Problem("VK104", name, 1, {"reason": reason}),))
        except Exception as fault:  # a bug that this content brings out: what is live must go on answering
            _log.exception("the knowledge could not be loaded")
            return Attempt(before, None, (Problem("VK005", folder.name, 1, {"reason": type(fault).__name__}),))
    return found


def _warm(base: KnowledgeBase, today: date) -> None:
    """Ask the municipality's own examples, so that no asker waits for what a base derives when it is first asked.

    A base that no question gets through raises here, before it is live.
    """
    for example in base.knowledge.municipality.examples:
        for language in base.knowledge.municipality.languages:
            answer(Question.read(example.of(language), language=language), base, today)
