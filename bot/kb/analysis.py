"""Turn a text into terms: the form in which questions and rows of the index are compared.

A term is a stem, a concept ("~vanort", several words that mean the same), a reference to a section ("§5:4") or what is
asked for ("?when"). Compound words also give their parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

from bot.kb.language import Grammar, grammar, stem
from bot.kb.vocabulary import Vocabulary
from bot.kb.words import dotted, fold, words_of
from bot.question import Language

LIGHT_WEIGHT = 0.3
ASK_WEIGHT = 0.4
PART_FACTOR = 0.7
MOST_BETWEEN = 2
"""So many words may stand between a verb and its particle."""
LEAST_ADDED = 3
"""By so many letters a compound's stem is longer than its first word: "vänort enligt" is no form of "vänort"."""

_CHAPTER, _FIRST = r"(?P<chapter>\d{1,2})", r"(?P<first>\d{1,2})"
_SECTIONS = tuple(
    map(
        re.compile,
        (
            rf"\b{_CHAPTER}\s*(?:kap(?:itel|itlet)?\.?|:)\s*{_FIRST}(?:\s*(?:-|–|—|till|to)\s*(?P<last>\d{{1,2}}))?"
            r"\s*(?:§+|par(?:a|agraf\w*)?\b)?",
            rf"(?:chapter|ch\.?)\s*{_CHAPTER},?\s*(?:section|sec\.?|s\.|§)\s*{_FIRST}",
            rf"(?:kap(?:itel)?\.?)\s*{_CHAPTER},?\s*(?:§|paragraf)\s*{_FIRST}",
            rf"{_FIRST}\s*(?:§+|par(?:agraf\w*)?)\s*i\s*[a-z]*lagens?\s+{_CHAPTER}\s*kap\w*",
            rf"{_FIRST}\s*(?:§+|par(?:agraf\w*)?)\s*(?:i|in)\s*(?:chapter\s*)?{_CHAPTER}(?:\s*kap\w*)?",
            rf"(?:section|sec\.?)\s*{_FIRST},?\s*(?:of|in)?\s*chapter\s*{_CHAPTER}",
        ),
    )
)
"""The ways to write a section of a chapter: "5 kap. 4 §", "chapter 5 section 4", "4 § i befogenhetslagens 5 kap."."""
_NUMBERED = re.compile(r"kap|chapter|section|paragraf")
_LONE_SECTION = re.compile(
    r"(?:§+|paragraf(?:en)?|section)\s*(\d{1,2})\b|\b(\d{1,2})\s*(?:§+|paragraf(?:en)?\b)|\b(\d{1,2}):an\b"
)
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[:§]|kap|sec|chapter|\bs\.|par(?:a|agraf\w*)?\b")
"""Without one of these, a text names no act and no section by its number."""
_SFS = re.compile(r"\b((?:18|19|20)\d\d):(\d{1,4})\b")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or phrase of a text: the word as written (folded), its term, its parts, its class weight."""

    form: str
    term: str
    parts: tuple[str, ...] = ()
    weight: float = 1.0


def analyse(text: str, language: Language, vocabulary: Vocabulary, *, typed: bool = False) -> list[Token]:
    """Return the tokens of a text that carry meaning, in order; function words are left out.

    Args:
        text: a text in any case and with any accents.
        language: its language.
        vocabulary: the words of the base.
        typed: whether an asker wrote it, who may have split a compound; what is indexed was spelled with care.
    """
    low = folded = fold(text)
    words = words_of(folded)
    marked = {} if text.isascii() else dotted(text, words)
    tokens: list[Token] = []
    if _NUMBERED.search(low):
        for written in _in_words():
            low = written.sub(_numbered, low)
    if _DIGIT.search(low) and _MARK.search(low):
        low = _SFS.sub(lambda m: _take(tokens, f"sfs{m[1]}:{m[2]}"), low)
        for written in _SECTIONS:
            low = written.sub(lambda m: _sections(tokens, m), low)
        low = _LONE_SECTION.sub(lambda m: _take(tokens, f"§{m[1] or m[2] or m[3]}"), low)
    if low != folded:
        words = words_of(low)
    if typed:
        words = _join_split_compounds(words, vocabulary, language)
    rules = grammar(language)
    memo = vocabulary.memo(language)
    spelled = [marked.get(word, word) for word in words] if marked else words
    i = 0
    taken: set[int] = set()
    while i < len(words):
        if i in taken:
            i += 1
            continue
        lone = memo.get(spelled[i])
        if lone is None:
            lone = memo[spelled[i]] = _lone(words[i], spelled[i], language, vocabulary, rules)
        token, length = lone.token, 1
        if lone.asks or lone.seconds:
            token, length = _opening(words, spelled, i, lone, language, vocabulary)
            if length == 1 and lone.seconds and (parted := _parted(spelled, i, lone, language, vocabulary)):
                token, length, particle = parted
                taken.add(particle)
        if token is not None:
            tokens.append(token)
        i += length
    return tokens


def is_section(term: str) -> bool:
    """Tell whether a term is a section of a chapter ("§5:4")."""
    return term.startswith("§") and ":" in term


@dataclass(frozen=True, slots=True)
class _Lone:
    """What a word is by itself, the questions that it may open, the second words of the phrases that begin with it."""

    token: Token | None
    asks: Sequence[tuple[tuple[str, ...], tuple[str, ...], str]]
    seconds: Set[str]
    most: int


def _lone(word: str, spelled: str, language: Language, vocabulary: Vocabulary, rules: Grammar) -> _Lone:
    small = word in rules.stop or word in rules.light  # "finns" is no Finn
    concept = vocabulary.phrases.get((spelled,)) if small else _concept([spelled], language, vocabulary)
    weight = LIGHT_WEIGHT if word in rules.light else 1.0
    token = None
    if concept is not None:
        token = Token(word, concept, weight=weight)
    elif word not in rules.stop and (len(word) > 1 or word.isdigit()):
        token = Token(word, stem(word, language), vocabulary.parts(word, language), weight)
    root = stem(word, language)
    longest, seconds = vocabulary.longest, vocabulary.seconds
    most = max(longest.get(word, 0), longest.get(root, 0))
    following = seconds.get(spelled, frozenset()) | seconds.get(word, frozenset()) | seconds.get(root, frozenset())
    return _Lone(token, rules.asks.get(word, ()), following, most)


def _opening(
    words: list[str], spelled: list[str], i: int, lone: _Lone, language: Language, vocabulary: Vocabulary
) -> tuple[Token | None, int]:
    """Return the token that begins at a word, None for a function word, and how many words it takes."""
    for asked, marked, kind in lone.asks:
        written = spelled[
            i : i + len(asked)
        ]  # dots may be left out, but "vilka är" does not ask for years ("vilka år")
        if tuple(words[i : i + len(asked)]) == asked and all(map(_may_be, written, asked, marked)):
            return Token(" ".join(asked), kind, weight=ASK_WEIGHT), len(asked)
    following = spelled[i + 1 : i + 2]
    if not following or lone.seconds.isdisjoint((*following, words[i + 1], stem(following[0], language))):
        return lone.token, 1
    for length in range(min(lone.most, len(words) - i), 1, -1):
        found = _concept(spelled[i : i + length], language, vocabulary)
        if found is None and spelled is not words:  # some of its words were written without their dots
            found = _concept(words[i : i + length], language, vocabulary)
        if found is not None:
            return Token(" ".join(words[i : i + length]), found), length
    return lone.token, 1


def _parted(
    spelled: list[str], i: int, lone: _Lone, language: Language, vocabulary: Vocabulary
) -> tuple[Token, int, int] | None:
    """Find a phrase whose particle stands behind the subject ("drog sig Askim ur", "gick Nuuk ur").

    Returns:
        Its token, how many words stand together, and where the particle is.
    """
    particles = grammar(language).particles
    for head in range(1, min(lone.most, 3)):
        for particle in range(i + head + 1, min(i + head + 1 + MOST_BETWEEN, len(spelled))):
            phrase = (*spelled[i : i + head], spelled[particle])
            found = vocabulary.phrases.get(phrase) if phrase[-1] in particles else None
            if found is not None:
                return Token(" ".join(phrase), found), head, particle
    return None


def _may_be(written: str, folded: str, marked: str) -> bool:
    return written in (folded, marked)


def _take(tokens: list[Token], term: str) -> str:
    tokens.append(Token(term, term))
    return " "


@cache
def _in_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds "femte kapitlet", "seventh section", and what finds "chapter five", "paragraf fyra"."""
    ordinals, cardinals = (
        "|".join(number for language in Language for number in getattr(grammar(language), numbers))
        for numbers in ("ordinals", "cardinals")
    )
    return (
        re.compile(rf"\b(?P<number>{ordinals})\s+(?P<of>kap\w*|chapter|section|paragraf(?:en)?)\b"),
        re.compile(rf"\b(?P<of>kap(?:itel)?|chapter|section|paragraf)\s+(?P<number>{cardinals})\b"),
    )


def _numbered(match: re.Match[str]) -> str:
    """Write the number of a chapter or section in digits, where a law has it."""
    rules = [grammar(language) for language in Language]
    numbers = {word: n for rule in rules for words in (rule.ordinals, rule.cardinals) for word, n in words.items()}
    number, of = numbers[match["number"]], match["of"]
    return f"{number} {of}" if match.start("number") < match.start("of") and of[0] in "kp" else f"{of} {number}"


def _sections(tokens: list[Token], match: re.Match[str]) -> str:
    told = match.groupdict()
    chapter, first = told["chapter"], int(told["first"])
    last = int(told.get("last") or first)
    for section in range(first, min(last, first + 9) + 1):
        _take(tokens, f"§{chapter}:{section}")
    return " "


def _join_split_compounds(words: list[str], vocabulary: Vocabulary, language: Language) -> list[str]:
    """Write "van ort" as "vanort" where only the joined word is one of the base's."""
    joined: list[str] = []
    stop = grammar(language).stop
    i = 0
    while i < len(words):
        if i + 1 < len(words) and len(words[i]) >= 2 and len(words[i + 1]) >= 3 and words[i + 1] not in stop:
            both = words[i] + words[i + 1]
            root = stem(both, language)
            longer = len(both) > 6 and len(root) >= len(words[i]) + LEAST_ADDED
            known = vocabulary.has_form(both) or (longer and vocabulary.has_stem(root))
            if known and not both.isdigit():
                apart = vocabulary.has_form(words[i]) and vocabulary.has_form(words[i + 1])
                # "än Vanda" is no "använda"
                named = words[i] in stop and _concept(words[i + 1 : i + 2], language, vocabulary)
                if not named and (not apart or len(words[i + 1]) > 3):
                    joined.append(both)
                    i += 2
                    continue
        joined.append(words[i])
        i += 1
    return joined


def _concept(span: list[str], language: Language, vocabulary: Vocabulary) -> str | None:
    return vocabulary.phrases.get(tuple(span)) or vocabulary.phrases.get(tuple(stem(w, language) for w in span))
