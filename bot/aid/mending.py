"""Make a message ready to be read: folded words, words that only look like things left out, typos corrected."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz.distance import Levenshtein

from bot.aid.facts import Overlay
from bot.aid.heads import ENDINGS, MOST_ENDING
from bot.aid.lexicon import Lexicon, is_light, normalise
from bot.aid.receivers import Atlas
from bot.kb.language import either
from bot.kb.phrases import BREAK, joined
from bot.kb.search import MOST_MENDED
from bot.kb.smallwords import small_words
from bot.kb.typos import Corrector
from bot.kb.words import dotted, fold, written_names
from bot.question import Language

_HALF = re.compile(rf"\b(\w+)-\s+{either('joins_halves', Language.SV)}\s+(?=\w)")
"""Half a compound, which is no word of its own: "vatten- och avloppsbolaget"."""
_ARROW = re.compile(r"\s*(?:-+>|=+>|→)\s*")
_TO = {Language.SV: " till ", Language.EN: " to "}
"""An arrow stands for "to" ("rullatorer -> Oslo")."""
_REGIONS = small_words("regions", Language.SV)
"""What a place and its region are written together with."""
MOST_INTRODUCTION = 8
"""A sentence of so many words may only say who asks."""
_TOLD = ("things", "company", "owners", "others", "military", "military_receiver", Overlay.VIA_RELIEF_ORGANISATION)
"""A sentence with one of these tells more than who asks."""
MOST_ANNOUNCED = 5
"""One of so many may only say how many questions come."""
LEAST_MENDED = 5
SHORT_SLIP = 4
"""A word of so many letters is corrected only where two of a negation's are swapped."""
SURE = 0.82
LEAST_PLACE = 6
SURE_PLACE = 0.85
"""A word is corrected only to one this similar (see bot.kb.typos): a wrong thing or country is worse than none."""
LEAST_START = 4
"""So many letters, a word of the base, begin a compound whose end is corrected."""
SHORTEST_START = 2
LONG_END = 9
"""Before an end of so many letters, the beginning need not be known ("åkgräsklipare")."""
LONG_WORD = 9
"""In so long a word, any one slip is taken for one."""
_ALIKE = (frozenset("aeiouy"), frozenset("cksz"), frozenset("vw"))
"""Letters that are written one for another."""


def is_slip(word: str, near: str) -> bool:
    """Tell whether a word is more likely a slip of a near one than a word of its own ("towers" is no towel).

    One letter too many, too few or in the wrong place, before the last, or one that sounds alike; anything where the
    word is long.
    """
    if len(word) >= LONG_WORD:
        return True
    edits = list(Levenshtein.editops(word, near))
    if len(edits) != 1:
        return sorted(word) == sorted(near)
    edit = edits[0]
    if edit.tag == "replace":
        changed = {word[edit.src_pos], near[edit.dest_pos]}
        return any(changed <= alike for alike in _ALIKE)
    return edit.src_pos < len(word) - 1 or edit.tag == "insert"


class Mender:
    """Corrects words that nothing knows to near ones of the lists."""

    def __init__(self, lexicon: Lexicon, atlas: Atlas, uses: Callable[[str], bool]) -> None:
        self._lexicon = lexicon
        self._atlas = atlas
        self._own = lexicon.known | atlas.words
        self._corrector = Corrector(self._own)
        self._uses = uses

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is one of the lists or of the entries."""
        return word in self._own or self._uses(word)

    def ready(self, text: str, language: Language) -> str:
        """Return the normalised text, its typos corrected."""
        text = _ARROW.sub(_TO[language], text)
        whole = _HALF.sub(lambda half: half[0] if self._is_grave(half[1]) else "", text)
        low = normalise(" ".join(w for w in whole.split(" ") if not self._is_unrelated(w)))
        return self.mend(self._without_asker(low, language), language, written_names(text))

    def _without_asker(self, low: str, language: Language) -> str:
        """Leave out what only says who asks, or that more comes: "Jag är IT-tekniker." makes nothing ready."""
        parts = low.split(f" {BREAK} ")
        if len(parts) == 1:
            return low
        kept = [part for part in parts if not self._introduces(f" {part.strip()} ", language)]
        return f" {f' {BREAK} '.join(part.strip() for part in kept or parts)} "

    def _introduces(self, part: str, language: Language) -> bool:
        lex = self._lexicon
        if self._atlas.find(part):
            return False
        if len(part.split()) <= MOST_ANNOUNCED and lex.opens("announces", part):
            return True
        short = len(part.split()) <= MOST_INTRODUCTION and lex.opens("introduces", part)
        told = lex.has("giving", part) or any(lex.says(group, part, language) for group in _TOLD)
        return short and not told

    def _is_grave(self, word: str) -> bool:
        return self._lexicon.heads_of("military").is_one(fold(word), Language.SV)

    def _is_unrelated(self, word: str) -> bool:
        """Tell whether a word, accents kept, only looks like a head or a name once folded, and no phrase needs it."""
        bare = word.casefold().strip(",.?!:;")
        low = fold(bare)
        named = self._atlas.names(low) and low in dotted(bare) and low not in self._atlas.dotted
        if not named and not self._lexicon.unrelated.fullmatch(bare):
            return False
        return not self._lexicon.book.has_any(low)

    def mend(self, low: str, language: Language, names: frozenset[str] = frozenset()) -> str:
        """Correct the words of a normalised text that nothing here knows to near ones that are known.

        Args:
            low: normalised text.
            language: its language.
            names: folded words that are written as names; they are corrected to names of places only.
        """
        out = []
        tried = 0
        for word in low.split():
            if (place := self._place_of(word)) is not None:
                out.append(place)
                continue
            if self._is_known(word, language):
                out.append(self._graver(word, language) or word)
                continue
            if len(word) == SHORT_SLIP and (near := self._swapped(word)) is not None:
                out.append(near)
                continue
            tried += 1
            mended = self._corrected(word) if len(word) >= LEAST_MENDED and tried <= MOST_MENDED else word
            out.append(word if word in names and mended not in self._atlas.words else mended)
        return joined(out)

    def _swapped(self, word: str) -> str | None:
        """Return the negation of which a word is a slip: two letters next to each other swapped ("itne")."""
        swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
        return next((near for near in swaps if self._lexicon.is_one("negation", near)), None)

    def _place_of(self, word: str) -> str | None:
        """Return the place of which a word names the region ("minskregionen"), or None."""
        ending = next((e for e in _REGIONS if word.endswith(e)), None)
        if ending is None or self._atlas.names(word):
            return None
        stems = (word[: -len(ending)], word[: -len(ending)].removesuffix("s"))
        return next((f"{stem} oblast" for stem in stems if self._atlas.names(stem)), None)

    def _is_known(self, word: str, language: Language) -> bool:
        lex = self._lexicon
        return (
            len(word) < 4
            or self.knows(word)
            or is_light(word)
            or lex.tells(word, language)
            or bool(self._atlas.find(f" {word} "))
        )

    def _graver(self, word: str, language: Language) -> str | None:
        """Return the place, teaching or weapon of which a word is a slip that looks known in part ("skydsvästar")."""
        if len(word) < LEAST_PLACE or self.knows(word) or self._lexicon.glossary.holding(word) or self._is_grave(word):
            return None  # "kajakerna" are a thing, and no people
        near = self._near(word)
        taught = near is not None and any(self._lexicon.heads_of(group).holds(near) for group in ("training", "advice"))
        if (taught or near in self._atlas.words) and self._likeness(word) >= SURE_PLACE:
            return near
        if not self._lexicon.heads_of("things").is_one(word, language):
            return None
        near = near or self._corrected_root(word)
        return near if near != word and self._is_grave(near) else None

    def _corrected(self, word: str) -> str:
        near = self._near(word)
        if near is None:
            return self._corrected_root(word)
        place = near in self._atlas.words and near not in self._lexicon.known
        grave = place or self._lexicon.heads_of("military").holds(near)
        return word if grave and (len(word) < LEAST_PLACE or self._likeness(word) < SURE_PLACE) else near

    def _likeness(self, word: str) -> float:
        near = self._corrector.nearest(word)
        return 0.0 if near is None else near[1]

    def _near(self, word: str) -> str | None:
        """Return the known word of which a word is surely a slip; None where it may be a word of its own."""
        near = self._corrector.nearest(word)
        if near is None or near[1] < SURE or near[0][0] != word[0] or not is_slip(word, near[0]):
            return None
        return near[0]

    def _corrected_root(self, word: str) -> str:
        """Correct what stands before an ending ("madraser" → "madrasser"), else the end of a compound."""
        for size in range(1, MOST_ENDING + 1):
            root, ending = word[:-size], word[-size:]
            if ending in ENDINGS and len(root) >= LEAST_MENDED and (near := self._near(root)) and near != root:
                return near if near.endswith(ending) else near + ending
        return self._corrected_compound(word)

    def _corrected_compound(self, word: str) -> str:
        """Correct the end of a compound whose beginning is known ("sjukhus-sengar"), to a thing only."""
        things = self._lexicon.heads_of("things")
        for at in range(SHORTEST_START, len(word) - LEAST_MENDED + 1):
            if len(word) - at < LONG_END and (at < LEAST_START or not self.knows(word[:at])):
                continue
            near = self._corrector.nearest(word[at:])
            if near is not None and near[1] >= SURE and near[0][0] == word[at] and things.holds(near[0]):
                return word[:at] + near[0]
        return word
