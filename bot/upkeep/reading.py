"""How hard a text reads: LIX, the Swedish readability index (C.-H. Björnsson, Läsbarhet, 1968)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.kb.patterns import QUOTE

LONG_WORD = 6
"""A word of more letters than this is long."""

_WORD = re.compile(r"[^\W_]+(?:[-–:][^\W_]+)*")
# A full stop ends a sentence only before a capital letter or the end, so that "5 kap. 4 §" and "t.ex." end none.
_END = re.compile(r"[.!?]+[”)»]*(?=\s+[”“(«]?[A-ZÅÄÖÆØ]|\s*$)|\n+|:\s*(?=\n|$)")


@dataclass(frozen=True, slots=True)
class Reading:
    """LIX of a text, rounded; the number of words in its longest sentence and in all of it."""

    lix: int
    longest: int
    words: int


def reading(text: str) -> Reading | None:
    """Measure a text.

    Args:
        text: paragraphs separated by newlines. Quoted passages are left out: a law's own words are not the editor's.

    Returns:
        The measure: words per sentence plus the percentage of long words; None for a text without words.
    """
    sentences = [words for part in _END.split(QUOTE.sub(" ", text)) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    long = sum(len(word) > LONG_WORD and not word.isdigit() for word in words)
    lix = round(len(words) / len(sentences) + 100 * long / len(words))
    return Reading(lix, max(len(sentence) for sentence in sentences), len(words))
