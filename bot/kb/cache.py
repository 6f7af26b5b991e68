"""Built indexes as files in a folder, named by the knowledge folder, its content, and the code that built them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache as once
from pathlib import Path

import bot
from bot.kb.manifest import digest_of

KEPT = 3
"""So many indexes of one knowledge folder stay; who answers from an older one has long changed to a newer."""

PAGES_KB = 8_000
"""What SQLite keeps of a file in memory, for each connection."""


def opener(path: Path) -> Callable[[], sqlite3.Connection]:
    """Return what opens a built index for reading.

    Raises:
        FileNotFoundError: it is not there.
    """
    if not path.is_file():
        raise FileNotFoundError(path)

    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True)
        connection.execute(f"pragma cache_size = -{PAGES_KB}")
        return connection

    return connect


def find(cache: Path, files: Mapping[str, str]) -> Path:
    """Return where the index of a content is, whichever folder it was built from; it may not be there."""
    ending = f"-{digest_of(files)[:24]}-{_code()}.db"
    return next(iter(sorted(cache.glob(f"*{ending}"))), cache / ending)


def place(cache: Path, folder: Path, files: Mapping[str, str]) -> Path:
    """Return where the index of a folder belongs."""
    return cache / f"{_key(folder)}-{digest_of(files)[:24]}-{_code()}.db"


def newest(cache: Path, folder: Path) -> Path | None:
    """Return the latest index of a folder, whatever its content was then."""
    return next(iter(_latest(cache, folder, _code())), None)


def prune(cache: Path, folder: Path) -> None:
    """Delete all but the latest indexes of a folder."""
    for path in _latest(cache, folder, "*")[KEPT:]:
        with suppress(OSError):
            path.unlink()


def _latest(cache: Path, folder: Path, code: str) -> list[Path]:
    found = []
    for path in cache.glob(f"{_key(folder)}-*-{code}.db"):
        with suppress(OSError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


def _key(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]


@once
def _code() -> str:
    """A hash of the version and of the files that make an index what it is."""
    code = hashlib.sha256(bot.__version__.encode())
    home = Path(bot.__file__).parent
    for path in (*sorted((home / "kb").glob("*.py")), *sorted((home / "kb" / "data").glob("*"))):
        stat = path.stat()
        code.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return code.hexdigest()[:12]
