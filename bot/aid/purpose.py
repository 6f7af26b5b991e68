"""Read what money is for: the first purpose named decides, and what is joined to training must be training too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.aid.bounds import NEAR, ends, words_after
from bot.aid.facts import Purpose
from bot.aid.lexicon import Lexicon, is_light
from bot.aid.receivers import Atlas
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_words
from bot.question import Language

_FOR = small_words("for_purpose")
_TO = small_words("to", Language.EN)
_THE = small_words("purpose_articles", Language.EN)
SUM = re.compile(
    r"\b\d[\d ]*(?:kr|kronor|sek|tkr|mkr|euro|dollar)\b"
    r"|\b\d[\d ]*000(?= (?:till|for|at|sa|som|per|ur|i|pa|over|kvar|extra|left|to|so|of|from|fran|\|)| $)"
)
"""A sum: a number with a currency, or thousands that count nothing ("75 000 till …", not "5 000 tegelpannor")."""
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
        if lex.has("purpose_unknown", low):
            return Purpose.UNKNOWN
        sentences = [f" {s.strip()} " for s in low.split(f" {BREAK} ")]
        first = next((i for i, s in enumerate(sentences) if self._is_of_money(s, language)), 0)
        told = f" {f' {BREAK} '.join(s.strip() for s in sentences[first:])} "
        found = self.named(self._paid(told), language)
        if found is Purpose.UNKNOWN and lex.has("pays_it", sentences[first]):
            found = self.named(f" {f' {BREAK} '.join(s.strip() for s in sentences[:first])} ", language)
        if found is Purpose.UNKNOWN and lex.has("theirs_own", sentences[first]) and lex.has("crew", sentences[first]):
            return Purpose.OTHER  # "betalar deras lärare"
        spoken = next((s for s in sentences[:first] if SUM.search(s)), sentences[first])
        stated = self._stated(lex.blank("no_purpose", spoken).split())
        other = not self.taught(spoken, language) and any(self._is_purpose(word) for word in stated)
        if found is Purpose.TRAINING_OR_ADVICE and other:
            return Purpose.OTHER  # "300 000 till ett nytt tak. En skola är ju utbildning"
        if found is Purpose.TRAINING_OR_ADVICE and (
            self._turns(sentences[first:], language) or self._for_more(told, language)
        ):
            return Purpose.UNKNOWN
        if found is not Purpose.UNKNOWN:
            return found
        return Purpose.OTHER if other else Purpose.UNKNOWN

    def _is_of_money(self, low: str, language: Language) -> bool:
        """Tell whether a sentence speaks of money, or divides it ("hälften till en kurs, hälften till …")."""
        lex = self._lexicon
        divided = sum(word in _PART for word in low.split()) > 1
        return divided or lex.says("money", low, language) or lex.has("paying", low)

    def _paid(self, low: str) -> str:
        """Leave out what is given in kind beside the money ("vi ger tio skrivare och betalar en kurs")."""
        words = low.split()
        for start, _ in self._lexicon.spans("paying", words):
            before = words[:start]
            if before[-1:] and before[-1] in _AND and self._lexicon.has("we_give", joined(before)):
                return joined(words[start:])
        return low

    def named(self, low: str, language: Language) -> Purpose:
        """Read the purposes that a normalised text names by words of the lists; what is denied is none."""
        lex = self._lexicon
        words = low.split()
        taught = [at for at in self.taught(low, language) if not self._denied(words, at)]
        others = [at for at in self.others(low, language) if not self._denied(words, at)]
        if not taught:
            return Purpose.OTHER if others else Purpose.UNKNOWN
        start = taught[0]
        costs = lex.spots("cost_of_training", low, language)
        before = {at for at in (*others, *costs) if at < start and not self._denied(words, at)}
        if lex.has("our_training", low):
            before -= set(costs)  # what our own course costs is for training
        if before:
            return Purpose.UNKNOWN if before <= set(costs) else Purpose.OTHER
        if language is Language.EN and start + 1 in others:
            return Purpose.OTHER  # "training equipment"
        joins = {_join(words[start + 1 : at]) for at in others}
        if (_AND | _PART) & joins:
            return Purpose.OTHER
        return Purpose.UNKNOWN if _BUT & joins else Purpose.TRAINING_OR_ADVICE

    def _denied(self, words: Sequence[str], at: int) -> bool:
        """Tell whether a negation stands right before a purpose ("inte till mat utan till en kurs")."""
        before = list(words[max(0, at - NEAR) : at])
        for stop in (*_BUT, BREAK):
            if stop in before:
                before = before[before.index(stop) + 1 :]
        text = joined(before)
        return self._lexicon.has("negation", text) and not self._lexicon.has("paying", text)

    def taught(self, low: str, language: Language) -> list[int]:
        """Return where a normalised text speaks of training or advice, those who only take part in it left out."""
        lex = self._lexicon
        text = lex.mask_all(["not_training"], low)
        return sorted({*lex.spots("training", text, language), *lex.spots("advice", text, language)})

    def others(self, low: str, language: Language) -> list[int]:
        """Return where a normalised text names a purpose other than training and advice."""
        lex = self._lexicon
        things = [at for at, _ in lex.things(low, language)]
        return sorted({*lex.spots("money_other", low, language), *lex.spots("costs", low, language), *things})

    def _turns(self, sentences: Sequence[str], language: Language) -> bool:
        """Tell whether a sentence says that the money goes to something else after all, or a later one what it is."""
        lex = self._lexicon
        rest = [sentence for sentence in sentences[1:] if not self.taught(sentence, language)]
        later = [
            s for s in rest if lex.has("goes_to", s) or self.others(s, language) or self._pays_strange(s, language)
        ]
        return bool(later) or any(lex.has("turned", s) for s in sentences)

    def _pays_strange(self, low: str, language: Language) -> bool:
        """Tell whether a sentence pays for something that no list knows ("då kan vi betala deras takpannor")."""
        words = low.split()
        return any(self._is_unknown(words[end:], language) for _, end in self._lexicon.spans("paying", words))

    def _for_more(self, low: str, language: Language) -> bool:
        """Tell whether money is for training and for something that no list knows ("och 30 000 till …")."""
        words = low.split()
        first = min(self.taught(low, language), default=len(words))
        for i in range(first, len(words) - 1):
            rest = words[i + 1 :]
            sums = [w for w in rest[:NEAR] if w.isdigit()]
            if words[i] in _AND and i == first + 1 and self._is_unknown(rest[:NEAR], language):
                return True  # "till både en kurs och …"
            another = SUM.match(" ".join(rest)) is not None  # "20 000 för en kurs, 80 000 för ett tak"
            if words[i] in _PART or (words[i] in _AND and sums) or another:
                clause = rest[: ends(rest, 0)]
                text = joined(clause)
                return not self.taught(text, language) and any(self._is_purpose(w) for w in self._stated(clause))
        return False

    def _is_unknown(self, words: Sequence[str], language: Language) -> bool:
        """Tell whether the first word with a topic is none that the lists know."""
        topic = next((w for w in words if w != BREAK and len(w) >= LEAST and not is_light(w)), "")
        known = self._lexicon.knows(topic, language)
        return bool(topic) and not topic.isdigit() and not known and not self._atlas.find(f" {topic} ")

    def _stated(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the first word with a topic after each "till" and "för"."""
        for i, word in enumerate(words[:-1]):
            if word in _FOR or (word in _TO and words[i + 1] in _THE):
                told = [w for w in words_after(words, i + 1, MOST_SKIPPED + 1) if not is_light(w)]
                owned = len(told) > 1 and told[0].endswith("s") and bool(self._atlas.find(f" {told[0]} "))
                yield from told[1:2] if owned else told[:1]  # "till Vandas stadsjubileum"

    def _is_purpose(self, word: str) -> bool:
        """Tell whether what stands after "till" or "för" is a purpose, and no receiver or place."""
        lex = self._lexicon
        receives = lex.heads_of("receiver").is_one(word, Language.SV) or lex.is_one("people", word)
        return not (word.isdigit() or receives or self._atlas.find(f" {word} "))


_AND = small_words("joins_purposes")
_BUT = small_words("turning")
_PART = small_words("portions")
_ABOUT = small_words("about")
_TOWARDS = small_words("to_purpose")
LEAST = 4
"""A word of fewer letters has no topic."""


def _join(between: Sequence[str]) -> str:
    """Return the word that joins a later purpose to the training; "" where it is what the training is about."""
    about = False
    for i, word in enumerate(between):
        if word in _PART:
            return word  # "hälften till en kurs, hälften till …", "först en kurs, sen …"
        again = any(w.isdigit() or w in _TOWARDS for w in between[i + 1 : i + 1 + NEAR])
        if word == BREAK or word in _BUT or (word in _AND and (again or not about)):
            return word
        about = about or word in _ABOUT
    return ""
