"""Turn a clean question into what people really type: typos, missing dots and rings, bare keywords. Seeded.

Knows nothing of the product: the word list is its own, so that no method is tested on its own idea of a function word.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

LONG_WORD = 5
"""From this length on a word may get a typo (å, ä and ö count as letters)."""

TYPO_SHARE = 0.3

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TOKEN = re.compile(r"\w+(?:[-:'’]\w+)*")
_SECTION_WORDS = ("kap", "kapitel", "kapitlet", "paragraf", "paragrafen", "chapter", "section")
_IN_WORDS = """
första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
one two three four five six seven eight nine ten eleven twelve thirteen ett två tre fyra fem sex sju åtta nio tio
"""
_NUMBERS = frozenset(_IN_WORDS.split())
_KEYS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_FOLDED = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")

# Words that a person who types keywords leaves out.
_LEFT_OUT = """
alla att av blev bli blir borde både de dem den denna deras dess dessa det detta dig din dina ditt du där då efter
eller en er era ert ett finns fick från få får för ge ger ha hade han har hon hos hur huruvida här i ibland ifall
ingen inget inte in jag ju just kan kanske kunde kom kommer man med mellan men mig min mitt mot måste ni nu när
någon något några och också om oss på samt sedan ska skall skulle sig sin sina sitt som så sådan sådana till under
ut vad var vara varför varit vars vart vem vems vi vid vilka vilken vilket vill vår våra vårt än är åt över stämmer
verkligen egentligen gäller heter menas betyder innebär
a about all an and any are as at be been but by can could did do does for from get gets had has have how i if in
into is it its may me might must my no not of on one or our should so some such than that the their them then there
these they this those to us was we were what when where which who whom whose why will with would you your
really mean means
"""
_FUNCTION_WORDS = frozenset(_LEFT_OUT.split())


def _rng(seed: int, text: str) -> random.Random:
    return random.Random(f"{seed}|{text}")


def typos(text: str, seed: int = 1) -> str:
    """Put one typo each into 30 % of the long words, at least one where there is a long word.

    A typo is a swapped pair, a letter left out, one doubled, or its neighbour on a Swedish keyboard.
    """
    rng = _rng(seed, text)
    long_words = [m.span() for m in _WORD.finditer(text) if m.end() - m.start() >= LONG_WORD]
    if not long_words:
        return text
    count = max(1, round(TYPO_SHARE * len(long_words)))
    for start, end in sorted(rng.sample(long_words, count), reverse=True):
        text = text[:start] + _mistyped(text[start:end], rng) + text[end:]
    return text


def _mistyped(word: str, rng: random.Random) -> str:
    for _ in range(20):  # a swap of equal letters changes nothing: try again
        i = rng.randrange(len(word) - 1)
        kind = rng.randrange(4)
        if kind == 0:
            changed = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        elif kind == 1:
            changed = word[:i] + word[i + 1 :]
        elif kind == 2:
            changed = word[: i + 1] + word[i:]
        else:
            changed = word[:i] + _neighbour(word[i], rng) + word[i + 1 :]
        if changed != word:
            return changed
    return word


def _neighbour(letter: str, rng: random.Random) -> str:
    low = letter.lower()
    for row in _KEYS:
        at = row.find(low)
        if at >= 0:
            near = rng.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)])
            return near.upper() if letter.isupper() else near
    return letter


def _together(words: Iterable[str]) -> list[str]:
    """Keep "5 kap 3" and "third section chapter five" in one piece: shuffled numbers would mean something else."""
    found: list[str] = []
    last = False
    for word in words:
        numbered = word.isdigit() or word in _SECTION_WORDS or word in _NUMBERS
        if numbered and last:
            found[-1] += f" {word}"
        else:
            found.append(word)
        last = numbered
    return found


def folded(text: str) -> str:
    """Write å, ä, ö as a, a, o, as from a foreign keyboard."""
    return text.translate(_FOLDED)


def keywords(text: str, seed: int = 1, most: int | None = None) -> str:
    """Return the words that carry the topic, in lower case and shuffled, without punctuation; sections stay whole.

    Args:
        text: a question.
        seed: of the shuffling.
        most: keep at most so many, the longest ones (long words say most); None keeps all.
    """
    tokens = _TOKEN.findall(text.lower())
    words = list(dict.fromkeys(_together(w for w in tokens if w not in _FUNCTION_WORDS) or tokens))
    if most is not None:
        words = sorted(words, key=lambda w: -len(w))[:most]
    _rng(seed, text).shuffle(words)
    return " ".join(words)
