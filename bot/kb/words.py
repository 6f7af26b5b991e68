"""Fold and split text into words: the one way in which questions and knowledge are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

KEPT_TEXTS = 64
"""So many folded texts are remembered: many read the same one."""

_SPECIAL = str.maketrans({"æ": "a", "ø": "o", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d", "ı": "i"})
_COMMON = str.maketrans(
    "åäáàâãöóòôõéèêëíìîïúùûüýÿñçšžčćńśźřťďň", "aaaaaaoooooeeeeiiiiuuuuyyncszccnszrtdn"
)  # what NFD would give, without the walk over every letter
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_DOTTED = re.compile("[åäöøæ]")
_BUT_DOTS: dict[int, int | str] = {**_COMMON, **_SPECIAL, **str.maketrans("åäöøæ", "åäööä")}
_NAME = re.compile(r"(?<=[^\s.?!] )[A-ZÅÄÖ]\w+")
_WORD = re.compile(r"[^\W_]+")
_SHORTENED = """
ang approx art avs betr bl.a ca ch d.v.s dr dvs e.g enl ev excl exkl f.d fr.o.m i.e incl inkl jfr kap mr mrs ms nr o.dyl
p.g.a para pga resp s.k sec t.ex t.o.m vs
"""
_ABBREVIATED = re.compile(rf"\b({'|'.join(map(re.escape, _SHORTENED.split()))})\.(?=\s)", re.I)


@lru_cache(maxsize=KEPT_TEXTS)
def fold(text: str) -> str:
    """Lower the case and strip accents, so that å, ä and ö typed as a, a and o compare equal.

    Returns:
        Text of other letters kept (Cyrillic stays Cyrillic); "å" → "a", "æ" → "a", "ø" → "o", "ð" → "d".
    """
    return _fold(text)


def _fold(text: str) -> str:
    low = text.casefold()
    if low.isascii():
        return low
    low = low.replace("å", "a").replace("ä", "a").replace("ö", "o")  # as the walk below would, in a tenth of the time
    return low if low.isascii() else _FOREIGN.sub(_folded, low)


def _folded(match: re.Match[str]) -> str:
    return _strip(match[0])


@lru_cache(maxsize=4096)
def _strip(letters: str) -> str:
    plain = letters.translate(_COMMON).translate(_SPECIAL)
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", plain)
    return "".join(c for c in parts if not unicodedata.combining(c))


def dotted(text: str, folded: Sequence[str] | None = None) -> dict[str, str]:
    """Return the words of a text that are written with å, ä or ö: folded, and with these letters kept.

    People leave the dots out, but add none: "hösten" is no host. Ø counts as ö, and æ as ä.

    Args:
        text: any text.
        folded: its folded words, where they are known.
    """
    low = unicodedata.normalize("NFC", text.casefold())
    if not _DOTTED.search(low):
        return {}
    spelled = words_of(low)
    folded = split(text) if folded is None else folded
    if len(folded) != len(spelled):
        return {}
    marked = {w: _with_dots(s) for w, s in zip(folded, spelled, strict=True) if not s.isascii() and _DOTTED.search(s)}
    return {w: s for w, s in marked.items() if w != s}


@lru_cache(maxsize=4096)
def _with_dots(word: str) -> str:
    """Fold a word but for å, ä and ö; ø counts as ö, and æ as ä."""
    return word.translate(_BUT_DOTS)


def without_points(text: str) -> str:
    """Take the point from abbreviations within a sentence, so that it ends none ("enl. utlåtandet")."""
    return _ABBREVIATED.sub(r"\1", text)


def split(text: str) -> list[str]:
    """Return the folded words of a text, in order; numbers are words, punctuation is not."""
    return words_of(fold(text))


def split_each(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the folded words of each of many short texts; they are folded at once."""
    return map(words_of, fold_each(texts))


def fold_each(texts: Iterable[str]) -> list[str]:
    """Fold many short texts at once, in a part of the time."""
    kept = list(texts)
    found = _fold("\n".join(kept)).split("\n")
    return found if len(found) == len(kept) else list(map(_fold, kept))  # one of them holds a line break


def written_names(text: str) -> frozenset[str]:
    """Return the folded words that are written as names: with a capital letter within a sentence."""
    return frozenset() if text.isupper() else frozenset(fold(name) for name in _NAME.findall(text))


def words_of(folded: str) -> list[str]:
    """Return the words of a text that is folded, in order."""
    return _WORD.findall(folded)


@lru_cache(maxsize=4096)
def grams(word: str, size: int = 4) -> tuple[str, ...]:
    """Return the word-bounded character n-grams of a folded word ("vanort" → "^van", "vano", …, "ort$")."""
    bounded = f"^{word}$"
    if len(bounded) <= size:
        return (bounded,)
    return tuple(bounded[i : i + size] for i in range(len(bounded) - size + 1))


def holds_name(words: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether a name stands in a text, a genitive -s aside; both are folded words."""
    name = tuple(name)
    wanted = (name, (*name[:-1], f"{name[-1]}s"))
    return any(tuple(words[i : i + len(name)]) in wanted for i in range(len(words) - len(name) + 1))


def split_keeping_sections(text: str) -> list[str]:
    """Split a text into folded words but keep "5:4" and "§" where they stand, for a second analysis."""
    words: list[str] = []
    for chunk in text.split():
        if any(c in chunk for c in "§:"):
            words.append(chunk.casefold())
        else:
            words += split(chunk)
    return words
