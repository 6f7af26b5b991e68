"""Make text fit a platform's limit: split it, or shorten it so that the reader sees it; never slice it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

Size = Callable[[str], int]
"""How much of a limit a text takes; a longer text never takes less."""

ELLIPSIS = "…"

_SENTENCE_END = re.compile(r"""\n|(?<=[.!?…])["'”’»)]*\s+(?=["'“”’»(–-]*(\w|•))""")
_SPACE = re.compile(r"\s+")
_JOINERS = "\u200d\ufe0f"
_AHEAD = 8  # characters past the limit that tell whether a sentence ends there


def units(text: str) -> int:
    """Return the length in UTF-16 units: what a platform counts may be characters, which are never more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int, mark: str = ELLIPSIS, size: Size = units) -> str:
    """Return a text that fits: whole, or its beginning up to the end of a sentence or a word, and the mark.

    Args:
        text: any text.
        limit: the most that `size` may be; at least that of the mark.
        mark: what shows that something is left out.
        size: how much of the limit a text takes.
    """
    if size(text) <= limit:
        return text
    at, _ = _cut(text, limit - size(mark), size)
    return text[:at].rstrip() + mark


def headline(text: str) -> tuple[str, str]:
    """Return a text's first sentence and the rest."""
    for end in _SENTENCE_END.finditer(text):
        if end[1] is None or end[1].isupper() or end[1] == "•":
            return text[: end.start()], text[end.start() :]
    return text, ""


def split(text: str, limit: int, size: Size = units) -> list[str]:
    """Return a text in parts that fit, cut between sentences; a cut within one is marked on both sides."""
    parts: list[str] = []
    rest = text.strip()
    while size(rest) > limit:
        room = limit - 2 * size(ELLIPSIS + " ")
        at, whole = _cut(rest, room, size)
        at = max(at, len(ELLIPSIS) + 2)  # a part always takes something of the text
        parts.append(rest[:at].rstrip() + ("" if whole else f" {ELLIPSIS}"))
        rest = ("" if whole else f"{ELLIPSIS} ") + rest[at:].lstrip()
    return [*parts, rest] if rest else parts


def some(lines: Sequence[str], most: int, more: str, count: int | None = None) -> list[str]:
    """Return the first lines and, where there are others, the phrase that tells how many; `count` is of all."""
    left = (len(lines) if count is None else count) - most
    return [*lines[:most], counted(left, more)] if left > 0 else list(lines)


def counted(left: int, more: str) -> str:
    """Return the line that tells how many there are besides, in a phrase with `{count}`."""
    return f"{ELLIPSIS} {more.format(count=left)}"


def _cut(text: str, limit: int, size: Size) -> tuple[int, bool]:
    """Where to cut a text that is too long, and whether that is the end of a sentence."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    marks = [m for m in _SENTENCE_END.finditer(text, low // 2, low + _AHEAD) if m.start() <= low]
    # "5 kap. 4 §" ends no sentence, so the next one must begin with a capital, or be an item of a list.
    ends = [m.start() for m in marks if m[1] is None or m[1].isupper() or m[1] == "•"]
    if ends and ends[-1] > 0:
        return ends[-1], True
    spaces = [m.start() for m in _SPACE.finditer(text, low // 2, low + 1)]
    if spaces and spaces[-1] > 0:
        return spaces[-1], False
    at = low
    while at > 0 and at < len(text) and _joined(text[at - 1], text[at]):
        at -= 1
    return at or low, False


def _joined(before: str, after: str) -> bool:
    """Tell whether two characters are drawn as one."""
    return bool(unicodedata.combining(after)) or after in _JOINERS or before == _JOINERS[0]
