"""Read that it is not known whether a thing is needed ("om de behövs eller ej kan ingen svara på")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.aid.bounds import words_after, words_before
from bot.aid.lexicon import Lexicon
from bot.kb.phrases import BREAK, joined

REACH = 8
"""So many words after "whether", what is doubted stands; and before it or after that, the doubt."""


def is_doubted(low: str, lex: Lexicon) -> bool:
    """Tell whether a text says that it is not known whether a thing is needed."""
    return lex.has("need_unknown", low) or bool(_doubted(low.split(), lex))


def undoubted(low: str, lex: Lexicon) -> str:
    """Leave out what is said to be unknown ("om de behövs eller ej kan ingen svara på")."""
    words = low.split()
    for start, end in _doubted(words, lex):
        words[start:end] = [BREAK] * (end - start)
    return joined(words)


def _doubted(words: Sequence[str], lex: Lexicon) -> list[tuple[int, int]]:
    """Return where what is doubted stands, from "whether" to the verb of needing or using."""
    found = []
    verbs = sorted(start for group in ("using", "sparing") for start, _ in lex.spans(group, words))
    for start, _ in lex.spans("whether", words):
        verb = next((at for at in verbs if start < at <= start + REACH), None)
        if verb is None or BREAK in words[start:verb] or lex.has("joining", joined(words[start:verb])):
            continue
        near = words_before(words, start, REACH), words_after(words, verb + 1, REACH)
        if any(_is_doubt(said, lex) for said in near):
            found.append((start, verb + 1))
    return found


def _is_doubt(words: Sequence[str], lex: Lexicon) -> bool:
    """Tell whether words say that something is not known."""
    text = joined(words)
    return lex.has("doubtful", text) or (lex.has("knowing", text) and lex.has("negation", text))
