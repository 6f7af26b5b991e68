"""Greetings, thanks, calls for help, the word for status: short messages that are no question on the subject."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from bot.answer import Answer, Kind, Outcome, Paragraph
from bot.kb.knowledge import Knowledge
from bot.kb.words import split
from bot.locales import phrase, phrases
from bot.question import Language


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

    A greeting before other small talk is passed over ("hej, vad kan du?").
    """
    words = tuple(split(text))
    if not words:
        return None
    for _ in range(2):
        for talk in (Talk.HELP, Talk.GOODBYE, Talk.THANKS, Talk.GREETING):
            if words in _phrases(talk):
                return talk, _phrases(talk)[words]
        greeting = next((n for n in (3, 2, 1) if words[:n] in _phrases(Talk.GREETING) and len(words) > n), None)
        if greeting is None:
            return None
        words = words[greeting:]
    return None


def status_words(text: str) -> tuple[str, ...] | None:
    """Return the words that follow or precede a call for status, or None where the text is no such call."""
    words = tuple(split(text))
    for phrase_words in sorted(_phrases("status"), key=len, reverse=True):
        n = len(phrase_words)
        if words[:n] == phrase_words:
            return words[n:]
        if n and words[-n:] == phrase_words and len(words) <= n + 3:
            return words[:-n]
    return None


def reply(talk: Talk, language: Language, knowledge: Knowledge) -> Answer:
    """Answer small talk; greeting and help come with three example questions of the municipality."""
    name = knowledge.municipality.name
    paragraphs = [Paragraph(Kind.LEAD, phrase(language, f"chat.{talk}").format(name=name))]
    if talk in (Talk.GREETING, Talk.HELP):
        paragraphs.append(Paragraph(Kind.BODY, phrase(language, "chat.examples")))
        paragraphs += [Paragraph(Kind.EXAMPLE, example.of(language)) for example in knowledge.municipality.examples]
    return Answer(Outcome.CHAT, language, tuple(paragraphs), confidence=1.0)
