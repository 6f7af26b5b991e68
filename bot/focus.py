"""Find the questions in a message: people tell a story first, ask two things at once, or ask in a side clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.kb.language import either, grammar
from bot.kb.words import split
from bot.question import Language

_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[^\d\s]\.)\s+(?=[^\s])|(?<=\D\d\.)\s+(?=[A-ZÅÄÖ])|\n+|\s*;\s+")
_OCCASION = re.compile(rf"^\s*{either('occasions')}\b[^,:?]*[,:]\s+(?=\S)", re.I)
"""For what occasion one asks: its year is not what is asked about ("Inför budget 2027: …")."""
_CLAUSE = re.compile(r",\s+|\s+[–—]\s+")
_NUMBERED = re.compile(r"(?:^|\s)\(?\d\)\s+|(?:^|\s)[-•]\s+")
_ASKING = {lang: rf"(?:{either('prepositions', lang)}\s+)?{either('asking', lang)}" for lang in Language}
"""A question word, after the preposition that it may have ("till vem", "under which act")."""
_OPENERS = {lang: rf"(?:{_ASKING[lang]}|{either('openers', lang)})" for lang in Language}
_AND = {
    lang: re.compile(
        rf"[,\s]+{either('joins', lang)}\s+(?:{either('then', lang)}\s+)?(?={_OPENERS[lang]}\s)", re.IGNORECASE
    )
    for lang in Language
}
_OPENS = {lang: re.compile(rf"^\W*{words}\b", re.I) for lang, words in _OPENERS.items()}
_ASKS = {lang: re.compile(rf"^\W*{words}\b", re.I) for lang, words in _ASKING.items()}
_TAIL = re.compile(rf"^\W*(?:{'|'.join(_OPENERS.values())})\b", re.I)
_INDIRECT = re.compile(rf"\b{either('indirect')}\b[\s,:]*(?:{either('fillers')}\b[\s,:]*)*", re.I)
_MANNER = re.compile(rf"[\s,]*\b(?:{either('so_that')} [^,.?!]*?\b{either('understands')}|{either('manners')})\b", re.I)
"""How the answer shall be put ("so that a child understands")."""

MOST_BARE = 2
"""Question words of so few words ("how many") have no verb of their own."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a message asks: its words, and the rest of the message as context.

    `plain` tells that the words have the form of a question by themselves.
    """

    text: str
    context: str = ""
    plain: bool = True


def sentences(text: str) -> list[str]:
    """Split a message into sentences and numbered points."""
    return [s.strip() for part in _SENTENCE.split(text) for s in _NUMBERED.split(part) if s and s.strip()]


def asks(text: str, language: Language) -> list[Ask]:
    """Return what a message asks, in order; the whole message where no sentence is a question.

    Args:
        text: the cleaned message.
        language: its language.
    """
    parts = with_tags([_OCCASION.sub("", part) for part in sentences(text)], language)
    marked = any(p.endswith("?") for p in parts)  # then "När vi byggde om, …." tells something
    questions = [
        p for p in parts if p.endswith("?") or (_OPENS[language].match(p) and not (marked and p.endswith(".")))
    ]
    if not questions:
        questions = [p for p in parts if _INDIRECT.search(p)]
    if not questions:
        return [Ask(" ".join(parts), plain=False)]
    found: list[Ask] = []
    for part in questions:
        context = " ".join(p for p in parts if p is not part)
        halves = [h.strip() for h in _AND[language].split(part) if h.strip()]
        bare = len(halves) > 1 and len(split(halves[0])) <= MOST_BARE
        if bare and not topical(split(halves[0]), language):  # "how many and who came": of both
            halves = [part[: part.index(halves[1]) + len(halves[1])], *halves[2:]]
        found += [Ask(half, context) for half in halves]
    return found


def with_tags(parts: Sequence[str], language: Language) -> list[str]:
    """Put a question that has no words of its own ("Stämmer det?", "Correct?") to the sentence that it asks about."""
    joined: list[str] = []
    for part in parts:
        if joined and part.endswith("?") and not topical(split(part), language):
            joined[-1] = f"{joined[-1].rstrip('.!')} {part}"
        else:
            joined.append(part)
    return joined


def clause(text: str) -> str | None:
    """Return the asking tail of a long sentence ("… så jag undrar hur många det gäller" → "hur många det gäller")."""
    matches = list(_INDIRECT.finditer(text))
    if matches and len(split(text[matches[-1].end() :])) >= 2:
        return text[matches[-1].end() :].strip(" ,.?") + "?"
    comma = re.split(r"[,–—:]\s+", text)
    tails = [part for part in comma[1:] if _TAIL.match(part)]
    return tails[-1] if tails else None


def gist(text: str, language: Language, known: Callable[[str], bool]) -> str:
    """Return a question without the clauses that only say what the answer is for, or how it shall be put.

    Args:
        text: one question.
        language: its language.
        known: whether a clause has a topic that the base knows of.
    """
    text = _MANNER.sub("", text).strip() or text
    clauses = _CLAUSE.split(text)
    if len(clauses) == 1:
        return text
    kept = [part for part in clauses if part.endswith("?") or _ASKS[language].match(part) or known(part)]
    return ", ".join(kept) or text


def topical(words: Sequence[str], language: Language) -> list[str]:
    """Return the folded words that carry a topic."""
    rules = grammar(language)
    return [w for w in words if w not in rules.stop and w not in rules.light and len(w) > 1]
