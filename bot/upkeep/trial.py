"""Try files in a copy of a knowledge folder before anything is written in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.kb.base import in_memory
from bot.kb.load import Loaded, load
from bot.kb.problem import Problem
from bot.upkeep.ahead import days_ahead
from bot.upkeep.entry_files import write
from bot.upkeep.golden import golden_cases, golden_fault
from bot.upkeep.lines import Lines
from bot.upkeep.standing import unlisted_towns


@dataclass(frozen=True, slots=True)
class Tried:
    """What the files of a new entry bring.

    Args:
        faults: what keeps them from being written.
        unreached: its test questions that are not answered by it, each with what is found instead.
        warnings: on what else is to be changed.
    """

    faults: tuple[Problem, ...]
    unreached: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """Give a copy of a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(shutil.copytree(folder, Path(place) / folder.name, ignore=shutil.ignore_patterns(".git")))


def faults_with(folder: Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return the faults that a folder would have with some more files.

    Args:
        folder: the knowledge folder; nothing is written in it.
        files: new files, by their path in the folder.
    """
    with _loaded(folder, files) as (_, loaded):
        return loaded.faults


def tried(folder: Path, files: Mapping[str, str], id_: str, today: date) -> Tried:
    """Try the files of one new entry, its own test questions included.

    Args:
        folder: the knowledge folder; nothing is written in it.
        files: the entry's files, by their path in the folder.
        id_: the entry.
        today: the day of asking.
    """
    with _loaded(folder, files) as (copy, loaded):
        if loaded.knowledge is None:
            return Tried(loaded.faults)
        lines = Lines(copy)
        ahead = tuple(p for p in days_ahead(loaded.knowledge, (), lines, today) if p.file in files)
        if ahead:
            return Tried(ahead)
        base = in_memory(loaded.knowledge)
        cases = [case for case in golden_cases(base.knowledge) if case.entry == id_]
        found = {case.question: golden_fault(case, base, today) for case in cases}
        unreached = {question: reached for question, reached in found.items() if reached is not None}
        return Tried((), unreached, tuple(p for p in unlisted_towns(loaded.knowledge, lines) if p.file in files))


@contextmanager
def _loaded(folder: Path, files: Mapping[str, str]) -> Iterator[tuple[Path, Loaded]]:
    with copied(folder) as copy:
        write(copy, files)
        yield copy, load(copy)
