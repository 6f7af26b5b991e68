"""What the program knows of Swedish and English: function words, question words, stems, telling them apart."""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

from bot.kb.words import dotted, split
from bot.question import Language

_ALGORITHM = {Language.SV: "swedish", Language.EN: "english"}
_LOCAL = threading.local()  # a Stemmer must not be shared between threads


@dataclass(frozen=True, slots=True)
class Grammar:
    """Function words of one language.

    `stop` carry no topic, `light` carry little, `asks` tell what is asked for; `own` speak of the asker's municipality,
    `whether` begin a question whether something is something, `wishes` tell that it is not so yet, `acts` end the names
    of acts, `clauses` begin a clause, `questions` are the words that ask, and `particles` may stand behind the subject.
    """

    stop: frozenset[str]
    light: frozenset[str]
    asks: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]]
    """First word → phrases, longest first: folded, with their dots, and what they ask for."""

    own: frozenset[str]
    whether: frozenset[str]
    wishes: frozenset[str]
    acts: frozenset[str]
    clauses: frozenset[str]
    questions: frozenset[str]
    particles: frozenset[str]
    ordinals: dict[str, int]  # of chapters and sections, in words
    cardinals: dict[str, int]
    turns: Mapping[str, Sequence[str]]  # how people put a question and go on from the last one, accents kept


_LISTS = ("own", "whether", "wishes", "acts", "clauses", "questions", "particles")


@cache
def grammar(language: Language) -> Grammar:
    """Return the function words of a language, folded."""
    table = tomllib.loads((files("bot.kb") / "data" / f"{language}.toml").read_text("utf-8"))
    light = frozenset(split(table["light"]))
    asks = [(*_dotted(words), f"?{kind}") for kind, forms in table["asks"].items() for words in forms]
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
    for phrase in sorted(asks, key=lambda item: -len(item[0])):
        by_first.setdefault(phrase[0][0], []).append(phrase)
    ordinals, cardinals = (
        {word: n for n, word in enumerate(split(table[kind]), start=1)} for kind in ("ordinals", "cardinals")
    )
    lists = {name: frozenset(split(table[name])) for name in _LISTS}
    return Grammar(
        frozenset(split(table["stop"])) - light,
        light,
        by_first,
        **lists,
        ordinals=ordinals,
        cardinals=cardinals,
        turns=table["turns"],
    )


@cache
def function_words(*languages: Language) -> frozenset[str]:
    """Return the folded words that carry little topic or none.

    Args:
        languages: all where none is given.
    """
    rules = [grammar(language) for language in languages or tuple(Language)]
    return frozenset(word for one in rules for word in (*one.stop, *one.light))


def _dotted(phrase: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a phrase folded, and with å, ä and ö kept."""
    folded, marked = split(phrase), dotted(phrase)
    return tuple(folded), tuple(marked.get(word, word) for word in folded)


def either(name: str, *languages: Language) -> str:
    """Return a pattern that matches one of the phrases of a list of `Grammar.turns`, in any of the languages.

    Args:
        name: of the list.
        languages: all where none is given.
    """
    phrases = [phrase for language in languages or tuple(Language) for phrase in grammar(language).turns[name]]
    return rf"(?:{'|'.join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))})"


@lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """Return the Snowball stem of a folded word; numbers and very short words are their own stem."""
    if len(word) < 4 or word.isdigit():
        return word
    stemmers = getattr(_LOCAL, "stemmers", None)
    if stemmers is None:
        stemmers = _LOCAL.stemmers = {lang: Stemmer.Stemmer(name) for lang, name in _ALGORITHM.items()}
    return str(stemmers[language].stemWord(word))


_SWEDISH_LETTERS = re.compile("[åäöÅÄÖ]")


@cache
def _telling(language: Language) -> frozenset[str]:
    """The function words that only one of the two languages has."""
    other = Language.EN if language is Language.SV else Language.SV
    return function_words(language) - function_words(other)


def detect(text: str, default: Language = Language.SV) -> Language:
    """Tell whether a text is Swedish or English by its function words and letters; `default` where nothing tells."""
    words = split(text)
    swedish = sum(word in _telling(Language.SV) for word in words) + (1.5 if _SWEDISH_LETTERS.search(text) else 0)
    english = sum(word in _telling(Language.EN) for word in words)
    if swedish == english:
        return default
    return Language.SV if swedish > english else Language.EN


def tells(text: str, language: Language) -> bool:
    """Tell whether a text has a function word that only `language` has: keywords have none."""
    return any(word in _telling(language) for word in split(text))
