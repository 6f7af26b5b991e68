"""Words that are no question but ask for something else, whichever channel they are written in."""

from __future__ import annotations

from bot.kb.words import split
from bot.locales import phrases
from bot.question import Language


def lists_own(text: str) -> Language | None:
    """Return the language in which a text asks for a person's own questions to the coordinator, or None."""
    words = split(text)
    asked = (lang for lang in Language if words in [split(command) for command in phrases(lang, "commands.own")])
    return next(asked, None)
