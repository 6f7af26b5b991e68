"""Leave out of a text what it does not assert of a thing: what is not so, what the law asks, what was only believed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.aid.bounds import NEAR, ends
from bot.aid.facts import Need
from bot.aid.lexicon import Lexicon
from bot.kb.phrases import BREAK, joined
from bot.question import Language


def real(low: str, lex: Lexicon) -> str:
    """Leave out the clauses that tell what is not so ("hade den varit överflödig", "if only it were surplus")."""
    if not lex.has("unreal", low):
        return low
    kept = [" ".join(clause) for clause in clauses(low, lex) if not lex.has("unreal", joined(clause))]
    return f" {f' {BREAK} '.join(kept)} "


def without_rules(low: str, lex: Lexicon) -> str:
    """Leave out the sentences that say what the law asks ("vi får bara ge sådant …"), where others tell of a thing."""
    sentences = [f" {sentence.strip()} " for sentence in low.split(BREAK)]
    kept = [sentence for sentence in sentences if not lex.has("rule_told", sentence)]
    told = any(lex.heads_of("things").find(sentence, Language.SV) for sentence in kept)
    return BREAK.join(kept) if told and len(kept) < len(sentences) else low


def unchecked(left: str, lex: Lexicon) -> str:
    """Leave out the use that is only to be checked: it is the receiver's ("kolla att sängarna används")."""
    words = left.split()
    for _, start in lex.spans("checking", words):
        for first, end in lex.spans("still_used", words[start : ends(words, start)]):
            words[start + first : start + end] = [BREAK] * (end - first)
    return joined(words)


def believed(left: str, lex: Lexicon) -> tuple[str, set[Need]]:
    """Leave out what was only believed, and read what "det gör vi (inte)" says instead."""
    kept: list[str] = []
    told: set[Need] = set()
    for clause in clauses(left, lex):
        text = joined(clause)
        if lex.has("believed", text):
            continue
        if lex.has("does_not", text):
            told.add(Need.NO_LONGER_NEEDED)
        elif lex.has("does", text):
            told.add(Need.STILL_USED)
        else:
            kept.append(" ".join(clause))
    return f" {f' {BREAK} '.join(kept)} ", told


def clauses(low: str, lex: Lexicon) -> Iterator[list[str]]:
    """Split a normalised text where a sentence or a clause ends; "nothing that" holds its clause together."""
    found: list[str] = []
    for word in low.split():
        held = lex.is_one("relative", word) and lex.has("negation", joined(found[-NEAR:]))
        joins = lex.is_one("joining", word) and not held
        if word == BREAK or joins:
            yield found
            found = []
        else:
            found.append(word)
    yield found
