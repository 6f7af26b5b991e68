"""How surely a text asks something on the subject: learned weights of its words and of its neighbouring words.

A question that nothing here answers often shares its words with one that is answered, and differs in how it is put:
"which currency", "write a poem", "will it". The weights are stored as data; `python -m benchmarks.weights` learns them
from questions that are answered and from messages that nothing answers.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.kb.words import split

MOST_WORDS = 30
"""Of a longer text the last words are looked at: the question mostly comes last."""

LEAST = -2.0
"""So much at most speaks against a text: where an entry fits very well, it answers however the question is put."""

NAME, START, END = "*", "<", ">"


def pieces(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield the words of a text and its pairs of neighbours; a name is seen as just that, a number by its length.

    Args:
        text: one question, or a whole message.
        names: the folded words in it that are names of places.
    """
    seen = (NAME if w in names else "9" * min(len(w), 4) if w.isdigit() else w for w in split(text)[-MOST_WORDS:])
    words = list(seen)
    yield from dict.fromkeys(words)
    yield from dict.fromkeys(f"{a} {b}" for a, b in pairwise([START, *words, END]))


def on_subject(text: str, names: Collection[str]) -> float:
    """Return how surely a text is on the subject: above 0 where its words speak for it, below where against."""
    weights = _stored()
    return max(LEAST, sum(weights.get(piece, 0.0) for piece in pieces(text, names)))


@cache
def _stored() -> Mapping[str, float]:
    stored: dict[str, float] = json.loads((files("bot.kb") / "data" / "subject.json").read_text("utf-8"))
    return stored
