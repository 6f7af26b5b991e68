"""Built indexes as files in a folder, named by whose they are, their content, and the code that built them."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache as once
from pathlib import Path

import bot
from bot.kb.manifest import digest_of

KEPT = 3
"""So many indexes of one knowledge folder stay; who answers from an older one has long changed to a newer."""

KEPT_DAYS = 14
"""What nobody has opened for so long is deleted, whosever it is: folders go away, and tell nobody."""

PAGES_KB = 8_000
"""What SQLite keeps of a file in memory, for each connection."""

UNFINISHED = "vanort-"
"""What is being built begins with this."""

_OURS = re.compile(rf"[0-9a-f]{{8}}-[0-9a-f]{{24}}-[0-9a-f]{{12}}\.db|{UNFINISHED}\w+\.tmp")


def opener(path: Path) -> Callable[[], sqlite3.Connection]:
    """Return what opens a built index for reading; it can be opened on when its file has been deleted meanwhile.

    Raises:
        FileNotFoundError: it is not there.
    """
    if not path.is_file():
        raise FileNotFoundError(path)

    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    held = sqlite3.connect(uri, uri=True, check_same_thread=False)  # keeps what it reads, though the name be gone
    one_at_a_time = threading.Lock()

    def connect() -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(uri, uri=True)
        except sqlite3.OperationalError:
            connection = sqlite3.connect(":memory:")
            with one_at_a_time:
                held.backup(connection)
        connection.execute(f"pragma cache_size = -{PAGES_KB}")
        return connection

    return connect


def key_of(folder: Path, name: str | None = None) -> str:
    """Return whose an index is: a folder's by its path, or that of a name that several folders have in turn."""
    return hashlib.sha256((str(folder.resolve()) if name is None else name).encode()).hexdigest()[:8]


def claim(cache: Path, key: str, files: Mapping[str, str]) -> Path:
    """Return where the index of a content is; it may not be there.

    One that was built for another folder becomes this one's too, so that it stays when the other one's go.
    """
    own = place(cache, key, files)
    found = own if own.is_file() else next(iter(sorted(cache.glob(f"*-{_content(files)}"))), own)
    with suppress(OSError):  # of a cache that cannot be written, what is found is taken as it is
        if found != own:
            os.link(found, own)
            found = own
        os.utime(found)
    return found


def place(cache: Path, key: str, files: Mapping[str, str]) -> Path:
    """Return where an index belongs."""
    return cache / f"{key}-{_content(files)}"


def newest(cache: Path, key: str) -> Path | None:
    """Return the latest index under a key, whatever its content was then."""
    return next(iter(_latest(cache, key, _code())), None)


def prune(cache: Path, key: str, built: Path) -> None:
    """Delete all but the latest indexes under a key, and what nobody has opened for KEPT_DAYS before one was built."""
    oldest = built.stat().st_mtime - KEPT_DAYS * 86_400
    surplus = set(_latest(cache, key, "*")[KEPT:])
    for path in cache.iterdir():
        if _OURS.fullmatch(path.name):
            with suppress(OSError):
                if path in surplus or path.stat().st_mtime < oldest:
                    path.unlink()


def _latest(cache: Path, key: str, code: str) -> list[Path]:
    found = []
    for path in cache.glob(f"{key}-*-{code}.db"):
        with suppress(OSError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


def _content(files: Mapping[str, str]) -> str:
    return f"{digest_of(files)[:24]}-{_code()}.db"


@once
def _code() -> str:
    """A hash of the version and of the files that make an index what it is."""
    code = hashlib.sha256(bot.__version__.encode())
    home = Path(bot.__file__).parent
    for path in (*sorted((home / "kb").glob("*.py")), *sorted((home / "kb" / "data").glob("*"))):
        stat = path.stat()
        code.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return code.hexdigest()[:12]
