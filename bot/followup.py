"""Complete a short question with the thread's earlier words: "och Nuuk då?", "varför?", "när var det?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter

from bot.conversation import Memory
from bot.focus import topical
from bot.kb.analysis import is_section
from bot.kb.base import KnowledgeBase
from bot.kb.language import either, grammar, stem
from bot.kb.words import fold, split, written_names
from bot.question import Language

MOST_WORDS = 10
ENOUGH = 2
"""A question that opens with "och …" and has so many words of its own may stand alone."""

_OPENING = re.compile(rf"^\W*(?:{either('thanks')}\W+)?{either('going_on')}\b[\s,]*", re.I)
_CLOSING = re.compile(rf"[\s,]*\b{either('closing')}\W*$", re.I)
_NUMBER = re.compile(r"\b\d{1,2}\b")
_SECTION = re.compile(r"(\d{1,2})(?:\s*(?:§+|paragrafen|paragraf))?", re.I)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_POINTING = re.compile(rf"\b{either('pointing')}\b", re.I)
_BACK = re.compile(rf"\b{either('back')}\b", re.I)
_IT = re.compile(rf"\b{either('it')}\b", re.I)
_WHY = frozenset(" ".join(split(phrase)) for lang in Language for phrase in grammar(lang).turns["why"])


def is_why(text: str) -> bool:
    """Tell whether a text asks for nothing but the reason of what was just said."""
    return " ".join(split(text)) in _WHY


@dataclass(frozen=True, slots=True)
class Ellipsis:
    """A message that cannot be understood without the one before.

    Args:
        core: its words without those that only go on from the last message ("och … då").
        own: its folded words that carry a topic.
        opened: it goes on from the last message by its first or last words.
        pointing: a pronoun points back.
    """

    core: str
    own: tuple[str, ...]
    opened: bool
    pointing: bool


@dataclass(frozen=True, slots=True)
class Completed:
    """A reading of such a message that stands alone; `own` where all its words are the asker's."""

    text: str
    own: bool = True


def ellipsis(text: str, language: Language) -> Ellipsis | None:
    """Tell how a message needs the one before; None where it does not.

    It does when it is short and opens with "och …", ends with "… då", points back with a pronoun, or holds no topic of
    its own.
    """
    if len(split(text)) > MOST_WORDS:
        return None
    core = _CLOSING.sub("", _OPENING.sub("", text)).strip(" ?!.,")
    opened = core != text.strip(" ?!.,")
    own = topical(split(core), language)
    pointing = bool(_POINTING.search(text)) and len(own) <= 2
    return Ellipsis(core, tuple(own), opened, pointing) if opened or pointing or not own else None


def complete(text: str, memory: Memory, language: Language, base: KnowledgeBase) -> list[Completed]:
    """Return readings of an elliptical message that stand alone, the likeliest first; none of any other message."""
    found = ellipsis(text, language)
    if found is None:
        return _other(text.strip(" ?!.,"), memory, base)
    core, own, opened = found.core, found.own, found.opened
    names = _names(base)
    readings = _other(core, memory, base)
    if readings and _SECTION.fullmatch(core):
        return readings  # "och 12 §?" asks for nothing else
    mine = _find(core, names)
    theirs = _find(memory.question, names)
    if opened and len(own) >= ENOUGH and not found.pointing:
        readings.append(Completed(f"{core}?"))
    if mine and not opened and len(own) >= ENOUGH:
        readings.append(Completed(text))  # it names what it is about
    elif mine and theirs and mine[1] == theirs[1]:
        readings.append(Completed(memory.question.replace(theirs[0], mine[0])))
    if mine is None or not opened:
        title = Completed(f"{_title(memory, language, base)}: {core}?", own=False)
        told = [Completed(f"{theirs[0]}: {core}?")] if theirs else []
        readings += [title, *told] if not theirs or _IT.search(text) else told
    if opened:
        readings += [Completed(f"{core}?"), Completed(f"{memory.question.strip(' ?')} {core}?")]
    elif about := _shared(memory, language, base):
        readings.append(Completed(f"{about}: {core}?", own=False))
    return readings


def _shared(memory: Memory, language: Language, base: KnowledgeBase) -> str:
    """The words of the last question that stand in the title of its answer too: what both are about."""
    title = {stem(word, language) for word in topical(split(_title(memory, language, base)), language)}
    return " ".join(w for w in _WORD.findall(memory.question) if any(stem(x, language) in title for x in split(w)))


def _other(core: str, memory: Memory, base: KnowledgeBase) -> list[Completed]:
    """The last question about another name or section, where a message is no more than it ("Köpenhamn?", "9 §?")."""
    asked = memory.question
    numbers, number = list(_NUMBER.finditer(asked)), _SECTION.fullmatch(core)
    if number and numbers and any(is_section(t.matches[0][0]) for t in base.search.query(asked, Language.SV)):
        start, end = numbers[-1].span()
        return [Completed(f"{asked[:start]}{number[1]}{asked[end:]}")]
    named = base.gazetteer.named_words(core)
    if not named or topical([word for word in split(core) if word not in named], Language.SV):
        return []
    name = " ".join(word for word in _WORD.findall(core) if named.issuperset(split(word)))
    before = (base.gazetteer.named_words(asked) | written_names(asked)) - base.gazetteer.own_words
    places = [word for word in _WORD.findall(asked) if before.issuperset(split(word))]
    return [Completed(asked.replace(places[0], name))] if len(places) == 1 else []


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
    names: dict[str, str] | None = base.extras.get("named alike")  # type: ignore[assignment]
    if names is None:
        names = {}
        kinds = {dated.id: dated.type for dated in base.knowledge.dated()}  # no entry is read for its type
        for alias, key in sorted(base.knowledge.aliases(), key=itemgetter(1)):
            names.setdefault(" ".join(split(alias)), kinds[key])
        base.extras["named alike"] = names
    return names


def _find(text: str, names: dict[str, str]) -> tuple[str, str] | None:
    """Return the first name in a text, as written, and its sort."""
    written: list[str] = _WORD.findall(text)
    for length in (4, 3, 2, 1):
        for i in range(len(written) - length + 1):
            span = written[i : i + length]
            sort = names.get(" ".join(split(" ".join(span))))
            if sort is not None and fold(span[0]) not in grammar(Language.SV).stop:
                start = text.find(span[0])
                end = text.find(span[-1], start) + len(span[-1])
                return text[start:end], sort
    return None
