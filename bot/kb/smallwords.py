"""Small words by which the parts of a message hang together ("och", "till"), by the lists of bot/kb/data."""

from __future__ import annotations

import re
from functools import cache

from bot.kb.language import grammar
from bot.kb.words import split
from bot.question import Language


@cache
def small_words(name: str, *languages: Language) -> frozenset[str]:
    """Return the words of a list of `Grammar.turns`, folded.

    Args:
        name: of the list.
        languages: all where none is given.
    """
    return frozenset(word for phrase in _phrases(name, *languages) for word in phrase.split())


@cache
def small_phrase(name: str) -> re.Pattern[str]:
    """Return a pattern that finds one of the phrases of a list, in any language, in a normalised text."""
    return re.compile(rf" (?:{'|'.join(map(re.escape, _phrases(name)))}) ")


def _phrases(name: str, *languages: Language) -> list[str]:
    found = {" ".join(split(phrase)) for lang in languages or tuple(Language) for phrase in grammar(lang).turns[name]}
    return sorted(found, key=lambda phrase: (-len(phrase), phrase))
