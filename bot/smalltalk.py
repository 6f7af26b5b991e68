"""Greetings, thanks, calls for help, the word for status: short messages that are no question on the subject."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz, process

from bot.answer import Answer, Kind, Outcome, Paragraph
from bot.focus import sentences
from bot.kb.knowledge import Knowledge
from bot.kb.language import grammar
from bot.kb.phrases import Book, each_wording, joined
from bot.kb.words import split
from bot.locales import phrase, phrases
from bot.question import Language

MOST_WORDS = 16
"""A longer message is more than small talk."""

LIKE = 90.0
"""A message this like a phrase of small talk (rapidfuzz ratio) is that phrase, with a slip or a small word more."""

LATEST = 1
"""An order to write or make something begins with one of the first two words ("please write")."""

LEAST_LETTERS = 6
"""Shorter messages are like too much else."""


class Talk(StrEnum):
    """The kinds of small talk, by their key in the locales."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"


@cache
def _phrases(kind: str) -> dict[tuple[str, ...], Language]:
    return {tuple(split(words)): lang for lang in reversed(Language) for words in phrases(lang, f"language.{kind}")}


def recognise(text: str) -> tuple[Talk, Language] | None:
    """Return the kind of small talk that the whole text is, and its language, or None.

    Several phrases in a row count as the weightiest of them ("tack för hjälpen, ha det gott"); a greeting, a thank-you
    or a filler before or after a question is no small talk.
    """
    words = tuple(split(text))
    if not words or len(words) > MOST_WORDS:
        return None
    found = _cover(words) or _like(words)
    for talk in (Talk.HELP, Talk.THANKS, Talk.GOODBYE, Talk.GREETING):
        language = next((lang for kind, lang in found if kind is talk), None)
        if language is not None:
            return talk, language
    return None


def _cover(words: tuple[str, ...]) -> list[tuple[Talk | None, Language]]:
    """Cover all words with phrases of small talk, the longest first; empty where a word is left over."""
    if not words:
        return []
    for length in range(len(words), 0, -1):
        for talk in (*Talk, None):
            language = _phrases(talk or "filler").get(words[:length])
            if language is None:
                continue
            rest = _cover(words[length:]) or _like(words[length:])
            if rest or length == len(words):
                return [(talk, language), *rest]
    return []


def _like(words: tuple[str, ...]) -> list[tuple[Talk | None, Language]]:
    """Find the phrase of small talk that a whole text is but for a slip or a small word."""
    text = " ".join(words)
    if len(text) < LEAST_LETTERS:
        return []
    known = _written()
    found = process.extractOne(text, list(known), scorer=fuzz.ratio, score_cutoff=LIKE)
    return [known[found[0]]] if found else []


@cache
def _written() -> dict[str, tuple[Talk, Language]]:
    return {" ".join(said): (talk, lang) for talk in Talk for said, lang in _phrases(talk).items()}


def opens_with_thanks(text: str) -> Language | None:
    """Return the language of the thanks with which a text that asks nothing begins, or None."""
    words = tuple(split(text))
    if len(words) > MOST_WORDS or asks(text):
        return None
    for start in range(min(3, len(words))):
        for language in Language:
            if words[start] in phrases(language, "language.thank"):
                return language
    return None


def asks(text: str) -> bool:
    """Tell whether a text holds a question mark or a question word."""
    words = tuple(split(text))
    return "?" in text or any(
        words[i : i + len(said)] == said
        for i, word in enumerate(words)
        for language in Language
        for said, _, _ in grammar(language).asks.get(word, ())
    )


def overrides(text: str) -> bool:
    """Tell whether a text orders the bot to leave its rules ("ignore your instructions")."""
    return bool(_orders().spans("override", joined(split(text))))


def composes(text: str) -> bool:
    """Tell whether a text orders the bot to write, translate or repeat something, and asks nothing beside."""
    parts = sentences(text)
    spans = [_orders().spans("compose", joined(split(part))) for part in parts]
    orders = [bool(found) and found[0][0] <= LATEST for found in spans]
    return any(orders) and all(order or not part.endswith("?") for part, order in zip(parts, orders, strict=True))


@cache
def _orders() -> Book:
    kinds = ("override", "compose")
    return Book(each_wording({k: [p for lang in Language for p in phrases(lang, f"language.{k}")] for k in kinds}))


def status_words(text: str) -> tuple[str, ...] | None:
    """Return the words beside a call for status, or None where the text holds no such call."""
    words = tuple(split(text))
    for said in sorted(_phrases("status"), key=len, reverse=True):
        n = len(said)
        start = next((i for i in range(len(words) - n + 1) if words[i : i + n] == said), None)
        if start is not None:
            return words[:start] + words[start + n :]
    return None


@cache
def fillers() -> frozenset[str]:
    """Return the words that a message may hold beside what it is about: fillers, greetings, thanks."""
    return frozenset(
        word
        for kind in ("filler", Talk.GREETING, Talk.THANKS)
        for said in _phrases(kind)
        if kind != "filler" or len(said) == 1
        for word in said
    )


def reply(talk: Talk, language: Language, knowledge: Knowledge) -> Answer:
    """Answer small talk; greeting and help come with three example questions of the municipality."""
    name = knowledge.municipality.name
    paragraphs = [Paragraph(Kind.LEAD, phrase(language, f"chat.{talk}").format(name=name))]
    if talk in (Talk.GREETING, Talk.HELP):
        paragraphs.append(Paragraph(Kind.BODY, phrase(language, "chat.examples")))
        paragraphs += [Paragraph(Kind.EXAMPLE, example.of(language)) for example in knowledge.municipality.examples]
    return Answer(Outcome.CHAT, language, tuple(paragraphs), confidence=1.0)
