"""Give a file other content whole or not at all: who reads it meanwhile, or after a crash, finds the old or the new."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_content(path: Path, content: bytes) -> None:
    """Put other content into an existing file; mode, and owner where that is allowed, stay.

    Raises:
        OSError: it cannot be written, and is as it was; the error names the file.
    """
    if not os.access(path, os.W_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        _replace(path.resolve(), content)  # of a link the file that it leads to
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from fault


def _replace(path: Path, content: bytes) -> None:
    old = path.stat()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")  # a hidden file is no part of the knowledge
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # before the new name is: else a loss of power may leave that name empty
        shutil.copymode(path, beside)
        if hasattr(os, "chown"):
            with suppress(PermissionError):
                os.chown(beside, old.st_uid, old.st_gid)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
