"""Read what money is for: the first purpose named decides, and what is joined to training must be training too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.aid.facts import Purpose
from bot.aid.lexicon import Lexicon
from bot.aid.phrases import BREAK
from bot.aid.receivers import Atlas
from bot.kb.language import grammar
from bot.question import Language

_FOR = frozenset({"for", "till", "av", "towards"})
_TO = "to"
_THE = frozenset({"a", "an", "the", "their"})
MOST_SKIPPED = 3
"""After "till" or "för", so many words that carry no topic are passed over on the way to the purpose."""


class Purposes:
    """Reads purposes with the words of one knowledge base."""

    def __init__(self, lexicon: Lexicon, atlas: Atlas) -> None:
        self._lexicon = lexicon
        self._atlas = atlas

    def read(self, low: str, language: Language) -> Purpose:
        """Read what the money of a normalised text is for: in the sentences that speak of money, then in later ones."""
        lex = self._lexicon
        if lex.has("they_buy", low):
            return Purpose.OTHER
        sentences = [f" {s.strip()} " for s in low.split(f" {BREAK} ")]
        first = next((i for i, s in enumerate(sentences) if lex.says("money", s, language) or lex.has("paying", s)), 0)
        told = f" {f' {BREAK} '.join(s.strip() for s in sentences[first:])} "
        found = self.named(told, language)
        if found is not Purpose.UNKNOWN:
            return found
        stated = self._stated(lex.blank("no_purpose", sentences[first]).split())
        if not self.taught(sentences[first], language) and any(self._is_purpose(word) for word in stated):
            return Purpose.OTHER
        return Purpose.UNKNOWN

    def named(self, low: str, language: Language) -> Purpose:
        """Read the purposes that a normalised text names by words of the lists."""
        words = low.split()
        taught = self.taught(low, language)
        others = self.others(low, language)
        if not others:
            return Purpose.TRAINING_OR_ADVICE if taught else Purpose.UNKNOWN
        if not taught:
            return Purpose.OTHER
        start = taught[0]
        if any(at < start for at in others):
            costs = self._lexicon.spots("cost_of_training", low, language)
            return Purpose.UNKNOWN if {o for o in others if o < start} <= set(costs) else Purpose.OTHER
        if any(at == start + 1 for at in others) and language is Language.EN:
            return Purpose.OTHER  # "a training centre"
        if any(self._joined(words, start, at) for at in others):
            return Purpose.OTHER
        return Purpose.TRAINING_OR_ADVICE

    def taught(self, low: str, language: Language) -> list[int]:
        """Return where a normalised text speaks of training or advice, those who only take part in it left out."""
        lex = self._lexicon
        kept = low.split()
        for start, end in lex.spans("not_training", kept):
            kept[start:end] = [BREAK] * (end - start)
        text = f" {' '.join(kept)} "
        return sorted({*lex.spots("training", text, language), *lex.spots("advice", text, language)})

    def others(self, low: str, language: Language) -> list[int]:
        """Return where a normalised text names a purpose other than training and advice."""
        lex = self._lexicon
        things = [at for at, _ in things_in(low, language, lex)]
        return sorted({*lex.spots("money_other", low, language), *lex.spots("costs", low, language), *things})

    @staticmethod
    def _stated(words: Sequence[str]) -> Iterator[str]:
        """Yield the first word with a topic after each "till" and "för"."""
        for i, word in enumerate(words[:-1]):
            if word in _FOR or (word == _TO and words[i + 1] in _THE):
                rest = words[i + 1 : i + 2 + MOST_SKIPPED]
                if BREAK in rest:
                    rest = rest[: rest.index(BREAK)]
                yield from [w for w in rest if not is_light(w)][:1]

    @staticmethod
    def _joined(words: Sequence[str], start: int, at: int) -> bool:
        """Tell whether "and" stands between the training and a later purpose, which then is one beside it."""
        between = words[start + 1 : at]
        if any(word in _ABOUT for word in between):
            return False  # "utbildning i att bygga och laga broar"
        return any(word in _JOINS for word in between)

    def _is_purpose(self, word: str) -> bool:
        """Tell whether what stands after "till" or "för" is a purpose, and no receiver or place."""
        receives = bool(self._lexicon.heads_of("receiver").find(f" {word} ", Language.SV))
        return not (word.isdigit() or receives or self._atlas.find(f" {word} "))


def is_light(word: str) -> bool:
    """Tell whether a word carries no topic."""
    return any(word in grammar(lang).stop or word in grammar(lang).light for lang in Language)


_JOINS = frozenset({"och", "samt", "plus", "eller", "and", "or", "dessutom", "ocksa", "also", BREAK})
_ABOUT = frozenset({"i", "om", "hur", "in", "on", "about", "how"})


def things_in(low: str, language: Language, lex: Lexicon) -> list[tuple[int, str]]:
    """Return place and word of every thing that a normalised text names."""
    no = {at for at, _ in lex.heads_of("not_things").find(low, Language.EN)}
    return [(at, w) for at, w in lex.heads_of("things").find(low, language) if at not in no]
