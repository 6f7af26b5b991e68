"""Try files in a copy of a knowledge folder before anything is written in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.kb.load import Loaded, load
from bot.kb.problem import Problem
from bot.upkeep.entry_files import write


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
    with copied(folder) as copy:
        write(copy, files)
        loaded: Loaded = load(copy)
    return loaded.faults
