"""What is told where a file or folder cannot be read or written: who runs the command can do something about it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from bot.locales import phrase
from bot.question import Language

_OF_A_PLACE = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENAMETOOLONG,
    errno.ELOOP,
}
_FULL = {errno.ENOSPC, errno.EDQUOT}
"""Met while writing, where the system names no file."""


def unusable(error: OSError, lang: str | None, knowledge: Path | None) -> str | None:
    """Tell why a place cannot be used, and what to do; None where the error is a fault of the program.

    Args:
        error: what was met.
        lang: the language that --lang names.
        knowledge: the folder that --knowledge names; the reason is told in its language where --lang names none.
    """
    full = error.errno in _FULL
    if not full and (error.errno not in _OF_A_PLACE or error.filename is None):
        return None
    named = error.filename if isinstance(error.filename, str | bytes) else None
    what = f"{os.fsdecode(named)}: {error.strerror}" if named is not None else str(error.strerror)
    return phrase(_language(lang, knowledge), "upkeep.place_full" if full else "upkeep.place_unusable").format(
        what=what
    )


def _language(lang: str | None, knowledge: Path | None) -> Language:
    """The language to tell it in, also where the knowledge folder is what cannot be read."""
    from bot.commands.options import find_folder, language_at

    with suppress(OSError):
        return language_at(lang, find_folder(knowledge))
    return Language.SV
