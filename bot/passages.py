"""Find where the question of a long message stands: people think aloud before they ask, and after it."""

from __future__ import annotations

import re
from datetime import date

from bot.focus import sentences, with_tags
from bot.kb.base import KnowledgeBase
from bot.kb.language import Grammar, grammar
from bot.kb.words import fold
from bot.matching import SURE, Match, match
from bot.question import Language

LONG = 22
"""A message of so many words is looked through for its question."""

LONGEST = 300
"""One of more words is no question."""

MOST_QUESTIONS = 6
"""Of so many clauses that ask, and sentences before one, the last ones are looked at."""

AROUND = ((0, 0), (0, 1), (1, 0), (2, 0), (3, 0), (1, 1))
"""So many clauses before and after one that asks are taken with it."""

_STOP = re.compile(r"(?<=[.!?;:,])\s+|\s+[–—-]\s+|\n+")


def passages(asked: str, told: str, language: Language) -> list[str]:
    """Return each clause that asks, by itself and with the clauses beside it.

    Args:
        asked: the part of a message that asks; where question marks stand in it, only what stands before one asks.
        told: the rest of the message, which asks nothing.
        language: the language of both.
    """
    rules = grammar(language)
    clauses = [clause for sentence in sentences(told) for clause in _clauses(sentence, rules)]
    asking: list[int] = []
    for sentence in with_tags(sentences(asked), language):
        marked = sentence.endswith("?") or "?" not in asked
        for clause in _clauses(sentence, rules):
            if marked and fold(clause.split()[0]) in rules.questions:
                asking.append(len(clauses))
            clauses.append(clause)
    spans = [(max(0, i - before), i + 1 + after) for i in asking[-MOST_QUESTIONS:] for before, after in AROUND]
    return list(dict.fromkeys(" ".join(clauses[start:end]) for start, end in spans))


def match_passages(asked: str, told: str, language: Language, base: KnowledgeBase, today: date) -> Match:
    """Find the entry that answers a question of a long message.

    Args:
        asked: the part of the message that asks.
        told: the rest of it.
        language: its language.
        base: the knowledge and its search.
        today: the day of asking.

    Returns:
        What fits one of its passages best; nothing where the message is short or no passage has a topic.
    """
    best = Match(None, 0.0)
    if not LONG <= len(asked.split()) + len(told.split()) <= LONGEST:
        return best
    for candidates in (passages(asked, told, language), _told_before(asked, told, language)):
        found = [match(passage, language, base, today) for passage in candidates]
        best = max([best, *found], key=_standing)
        if best.confidence > SURE:
            break
    return best


def _told_before(asked: str, told: str, language: Language) -> list[str]:
    """Return the last sentence that asks with each told: "The project is called X. … When is it over?"."""
    parts = with_tags(sentences(asked), language)
    asking = [i for i, sentence in enumerate(parts) if sentence.endswith("?")]
    before = [*sentences(told), *parts[: asking[-1]]] if asking else []
    return [f"{sentence} {parts[asking[-1]]}" for sentence in before[-MOST_QUESTIONS:]]


def _clauses(sentence: str, rules: Grammar) -> list[str]:
    """Part a sentence at its marks and before the words that begin a clause."""
    parts: list[list[str]] = []
    for piece in _STOP.split(sentence):
        for i, word in enumerate(piece.split()):
            if i == 0 or fold(word.strip("?,.!\"'")) in rules.clauses | rules.questions:
                parts.append([])
            parts[-1].append(word)
    return [" ".join(words) for words in parts]


def _standing(found: Match) -> tuple[bool, float]:
    return found.entry is not None and found.topics > 0, found.confidence
