"""Find the questions in a message: people tell a story first, ask two things at once, or ask in a side clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.kb.language import grammar
from bot.kb.words import split
from bot.question import Language

_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[^\d\s]\.)\s+(?=[^\s])|(?<=\D\d\.)\s+(?=[A-ZÅÄÖ])|\n+|\s*;\s+")
_OCCASION = re.compile(r"^\s*(?:inför|ahead of|in preparation for)\b[^,:?]*[,:]\s+(?=\S)", re.I)
"""For what occasion one asks: its year is not what is asked about ("Inför budget 2027: …")."""
_CLAUSE = re.compile(r",\s+|\s+[–—]\s+")
_NUMBERED = re.compile(r"(?:^|\s)\(?\d\)\s+|(?:^|\s)[-•]\s+")
_ASKING = {
    Language.SV: r"(?:(?:till|av|i|på|från|med|för|hos|enligt|under|sedan|åt)\s+)?"
    r"(?:vem|vems|vad|vilken|vilket|vilka|när|var|vart|varför|hur)",
    Language.EN: r"(?:(?:to|by|in|on|from|with|for|under|at|since)\s+)?(?:who|whom|what|which|when|where|why|how)",
}
"""A question word, after the preposition that it may have ("till vem", "under which act")."""
_OPENERS = {
    Language.SV: rf"{_ASKING[Language.SV]}|är|får|kan|måste|har|finns|ska|behöver|stämmer|gäller|blev|blir|vill",
    Language.EN: rf"{_ASKING[Language.EN]}|is|are|may|can|must|do|does|did|has|have|will|was|were|should",
}
_THEN = {Language.SV: "sen|också|ungefär|då|egentligen|i så fall", Language.EN: "also|roughly|about|then|if so"}
_JOINS = {Language.SV: "och|o|å|samt|eller|plus|&", Language.EN: "and|or|plus|&"}
_AND = {
    lang: re.compile(rf"[,\s]+(?:{_JOINS[lang]})\s+(?:(?:{_THEN[lang]})\s+)?(?=(?:{opens})\s)", re.I)
    for lang, opens in _OPENERS.items()
}
_OPENS = {lang: re.compile(rf"^\W*(?:{words})\b", re.I) for lang, words in _OPENERS.items()}
_ASKS = {lang: re.compile(rf"^\W*(?:{words})\b", re.I) for lang, words in _ASKING.items()}
_INDIRECT = re.compile(
    r"\b(?:undrar|undrade|undra|veta|fråga|frågan är|frågar|kolla|reda på|wonder(?:ing)?|to know|tell me|ask)\b[\s,:]*"
    r"(?:(?:jag|vi|bara|nu|då|också|lite|är|om|just|i|whether|if|about)\b[\s,:]*)*",
    re.I,
)


_MANNER = re.compile(
    r"[\s,]*\b(?:så (?:att )?[^,.?!]*?\b(?:fattar|förstår|begriper)|so (?:that )?[^,.?!]*?\b(?:understands?|gets? it)"
    r"|med (?:enkla|egna|få|några få) ord|på (?:enkel|lättläst|ren) svenska|in (?:plain|simple|a few) \w+)\b",
    re.I,
)
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
    tails = [c for c in comma[1:] if any(re.match(rf"^\W*(?:{o})\b", c, re.I) for o in _OPENERS.values())]
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
