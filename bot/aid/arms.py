"""Tell whether a text names goods of military or dual use, or a military receiver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.aid.bounds import ends, words_before
from bot.aid.lexicon import Lexicon
from bot.kb.language import stem
from bot.kb.phrases import BREAK, joined
from bot.question import Language

MOST_DENIED = 5
"""So many words before arms or an army, what rules them out begins at the earliest."""


def is_armed(low: str, language: Language, lex: Lexicon) -> bool:
    """Tell whether what makes a text military is who gets the goods ("till en brigad"), not they ("av militär typ")."""
    words = low.split()
    spots = lex.spots("military_receiver", low, language)
    gets = any(not lex.has("of", joined(words[max(0, at - 1) : at])) for at in spots)
    return gets or not lex.heads_of("military").find(low, language)


def is_military(low: str, language: Language, lex: Lexicon) -> bool:
    """Tell whether a text names goods of military or dual use or a military receiver."""
    spoken = lex.blank("not_military", low)
    things = lex.heads_of("things")
    arms = [at for at, w in lex.heads_of("military").find(spoken, language) if not things.holds(w)]
    named = [*arms, *(at for at, _ in lex.heads_of("military_receiver").find(spoken, language))]
    named += [start for start, _ in lex.spans("military", spoken.split())]
    named = _without_civil(named, spoken.split(), low.split(), language, lex)
    return len(_ruled_out(spoken.split(), named, lex)) < len(set(named))


def _without_civil(
    named: Iterable[int], spoken: Sequence[str], words: Sequence[str], language: Language, lex: Lexicon
) -> list[int]:
    """Leave out what takes up something civil ("flytvästar … västarna", "the fire brigade … the brigade")."""
    civil = [(start, end, stem(words[end - 1], language)) for start, end in lex.spans("not_military", words)]

    def is_civil(word: str) -> bool:
        root, last = stem(word, language), len(words) - 1 - words[::-1].index(word)
        return any(of.endswith(root) and (of != root or end - start > 1) and last >= end for start, end, of in civil)

    return [at for at in named if not is_civil(spoken[at])]


def _ruled_out(words: Sequence[str], named: Iterable[int], lex: Lexicon) -> set[int]:
    """Return where arms and armies are named only to say that it is none ("it is not a drone, not a vest")."""
    found: set[int] = set()
    for at in sorted(named):
        no = at - 1 if not lex.has("indefinite", joined(words[max(0, at - 1) : at])) else at - 2
        denied, before = joined(words[max(0, no) : no + 1]), words[max(0, no - 1) : max(0, no)]
        is_none = lex.has("negation", denied) and (no - 1 in found or lex.has("copula", joined(before)))
        chained = at - 2 in found and lex.has("or", joined(words[at - 1 : at]))  # "inga vapen eller drönare"
        if is_none or chained or (lex.has("not", denied) and before in ([], [BREAK])) or _of_none(words, at, lex):
            found.add(at)
    return found


def _of_none(words: Sequence[str], at: int, lex: Lexicon) -> bool:
    """Tell whether a negation belongs to a word ("inget ska till [försvaret]"), and not to a need of it."""
    near = words_before(words, at, MOST_DENIED)
    spans = lex.spans("negation", near)
    if not spans or lex.has("using", joined(words[at : ends(words, at)])):
        return False
    start, end = spans[-1]
    if end == len(near):
        return lex.has("none", joined(near[start:end]))  # but "kan inte armén få …"
    return not lex.blank("none_of", joined(near[end:])).strip(f" {BREAK}")
