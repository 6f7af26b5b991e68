"""Complete a short question with the thread's earlier words: "och Nuuk då?", "varför?", "när var det?"."""

from __future__ import annotations

import re

from bot.conversation import Memory
from bot.focus import topical
from bot.kb.base import KnowledgeBase
from bot.kb.language import either, grammar
from bot.kb.words import fold, split
from bot.question import Language

MOST_WORDS = 10
ENOUGH = 2
"""A question that opens with "och …" and has so many words of its own may stand alone."""

_OPENING = re.compile(rf"^\W*(?:{either('thanks')}\W+)?{either('going_on')}\b[\s,]*", re.I)
_CLOSING = re.compile(rf"[\s,]*\b{either('closing')}\W*$", re.I)
_POINTING = re.compile(rf"\b{either('pointing')}\b", re.I)
_BACK = re.compile(rf"\b{either('back')}\b", re.I)
_IT = re.compile(rf"\b{either('it')}\b", re.I)
_WHY = frozenset(" ".join(split(phrase)) for lang in Language for phrase in grammar(lang).turns["why"])


def is_why(text: str) -> bool:
    """Tell whether a text asks for nothing but the reason of what was just said."""
    return " ".join(split(text)) in _WHY


def complete(text: str, memory: Memory, language: Language, base: KnowledgeBase) -> list[str]:
    """Return readings of an elliptical question that stand alone, the likeliest first; none where it is not elliptical.

    A question is elliptical when it is short and opens with "och …", ends with "… då", points back with a pronoun, or
    holds no topic of its own.
    """
    words = split(text)
    if len(words) > MOST_WORDS:
        return []
    core = _CLOSING.sub("", _OPENING.sub("", text)).strip(" ?!.,")
    opened = core != text.strip(" ?!.,")
    own = topical(split(core), language)
    pointing = bool(_POINTING.search(text)) and len(own) <= 2
    if not (opened or pointing or not own):
        return []
    names = _names(base)
    readings: list[str] = []
    mine = _find(core, names)
    theirs = _find(memory.question, names)
    if opened and len(own) >= ENOUGH and not pointing:
        readings.append(f"{core}?")
    if mine and not opened and len(own) >= ENOUGH:
        readings.append(text)  # it names what it is about
    elif mine and theirs and mine[1] == theirs[1]:
        readings.append(memory.question.replace(theirs[0], mine[0]))
    if mine is None or not opened:
        title = _title(memory, language, base)
        topics = [title, theirs[0]] if theirs and _IT.search(text) else [theirs[0] if theirs else title]
        readings += [f"{topic}: {core}?" for topic in topics]
    if opened:
        readings += [f"{core}?", f"{memory.question.strip(' ?')} {core}?"]
    return readings


def points_back(text: str) -> bool:
    """Tell whether a question speaks of something by a pronoun ("how large is it?")."""
    return bool(_BACK.search(text))


def with_names(text: str, context: str, base: KnowledgeBase) -> tuple[str, bool] | None:
    """Put the names that the rest of a message tells before a question that names none itself.

    Args:
        text: the question.
        context: the rest of its message.
        base: the knowledge with its names.

    Returns:
        The question with the names, and whether a word in it points to them; None where there is nothing to add.
    """
    if base.gazetteer.named_words(text):
        return None
    told = base.gazetteer.named_words(context)
    names = [word for word in re.findall(r"[^\W_]+", context) if fold(word) in told]
    return (f"{' '.join(names)}: {text}", bool(_POINTING.search(text))) if names else None


def _title(memory: Memory, language: Language, base: KnowledgeBase) -> str:
    item = base.knowledge.items.get(memory.entry or "")
    return item.title(language) if item is not None else memory.question.strip(" ?")


def _names(base: KnowledgeBase) -> dict[str, str]:
    """Folded names of things of the same sort, which can stand for one another: the aliases of each type of entry."""
    names: dict[str, str] = {}
    for item in base.knowledge.items.values():
        for words in item.words.values():
            for alias in words.aliases:
                names.setdefault(" ".join(split(alias)), item.entry.type)
    return names


def _find(text: str, names: dict[str, str]) -> tuple[str, str] | None:
    """Return the first name in a text, as written, and its sort."""
    written: list[str] = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text)
    for length in (4, 3, 2, 1):
        for i in range(len(written) - length + 1):
            span = written[i : i + length]
            sort = names.get(" ".join(split(" ".join(span))))
            if sort is not None and fold(span[0]) not in grammar(Language.SV).stop:
                start = text.find(span[0])
                end = text.find(span[-1], start) + len(span[-1])
                return text[start:end], sort
    return None
