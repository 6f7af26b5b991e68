"""What a person asked, as a value: no channel, no clock."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.conversation import Memory

MAX_CHARS = 3000
"""A question longer than this is read to this point; chat platforms allow some thousand characters."""

MOST_LETTERS = 80
"""An unbroken run of more characters is read to this point: no word and hardly any address is longer."""

_RUN = re.compile(rf"(\S{{{MOST_LETTERS}}})\S+")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


class Language(StrEnum):
    """The languages that a question can be asked and answered in."""

    SV = "sv"
    EN = "en"


def clean(raw: str) -> str:
    """Make any string safe to read: no control, format or surrogate characters, single spaces, a bounded length.

    Args:
        raw: what came from outside, of any length and content.

    Returns:
        NFKC text of at most MAX_CHARS characters; newlines are kept as single newlines. May be empty.
    """
    head = raw[: MAX_CHARS * 2]
    kept = "".join(" " if unicodedata.category(c) in _UNWANTED and c not in "\n\t" else c for c in head)
    text = unicodedata.normalize("NFKC", kept)
    text = _LINES.sub("\n", _SPACES.sub(" ", _RUN.sub(r"\1", text))).strip()
    return text[:MAX_CHARS].strip()


_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that the asker pressed: the fact that was asked for and the chosen value."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the core sees it.

    Args:
        text: cleaned text (see `clean`).
        language: the language to answer in, or None to go by the text.
        memory: what the thread remembers, or None at its start.
        choice: set when the asker pressed an ask-back button instead of writing.
        asker: an opaque id of the asker, or None. Never used to choose an answer.
    """

    text: str
    language: Language | None = None
    memory: Memory | None = None
    choice: Choice | None = None
    asker: str | None = None

    @classmethod
    def read(cls, raw: str, *, language: Language | None = None, memory: Memory | None = None) -> Question:
        """Build a question from raw text of any kind; never raises."""
        return cls(text=clean(raw), language=language, memory=memory)
