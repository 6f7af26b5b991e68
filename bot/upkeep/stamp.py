"""Set a date in an entry's front matter and change nothing else of the file: comments, order and line ends stay."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bot.upkeep.replacing import replace_content


def a_year_after(day: date) -> date:
    """Return the same day of the next year; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def stamped(text: str, key: str, day: date) -> str | None:
    """Return a file's text with the date of a top-level key replaced.

    Args:
        text: the whole file, front matter and body.
        key: such as "review_by".
        day: the new date.

    Returns:
        The new text; None where the key does not stand on a line of its own with a date beside it.
    """
    end = re.search(r"^---\s*$", text[3:], re.MULTILINE)
    head = text[: end.start() + 3] if end else ""
    found = re.search(rf"^{re.escape(key)}:[ \t]*[\"']?(\d{{4}}-\d\d-\d\d)\b", head, re.MULTILINE)
    return text[: found.start(1)] + day.isoformat() + text[found.end(1) :] if found else None


def stamp(path: Path, days: dict[str, date]) -> str | None:
    """Write dates into a file.

    Args:
        path: an entry's Swedish file.
        days: the new date of each key.

    Returns:
        The first key whose line was not found, and then nothing was written; None where all were set.
    """
    text = path.read_bytes().decode("utf-8")
    for key, day in days.items():
        changed = stamped(text, key, day)
        if changed is None:
            return key
        text = changed
    replace_content(path, text.encode("utf-8"))
    return None
