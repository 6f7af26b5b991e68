"""Read whether the giver still needs what it gives: by set phrases, and by who uses or needs it and who does not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.aid.asserted import believed, clauses, real, unchecked, without_rules
from bot.aid.bounds import NEAR, words_after
from bot.aid.doubt import undoubted
from bot.aid.facts import Need
from bot.aid.lexicon import Lexicon
from bot.aid.using import AFTER, BEFORE, by_habit, by_verb, is_deed, negated
from bot.kb.phrases import BREAK, joined
from bot.kb.smallwords import small_phrase
from bot.question import Language

_AND = small_phrase("joins_needs")


def read_need(low: str, lex: Lexicon) -> Need:
    """Tell whether the giver still needs the thing; both said counts as still needed, the stricter.

    Args:
        low: normalised text.
        lex: the words of the knowledge.
    """
    back = lex.spans("taken_back", lex.mask_all(["yes_or_no"], low).split())
    if back:
        return _after_all(low.split()[back[-1][0] :], back[-1][1] - back[-1][0], lex)
    left = lex.blank("need_unknown", lex.blank("not_need", undoubted(real(without_rules(low, lex), lex), lex)))
    told: set[Need] = set()
    if lex.has("believed", left):
        left, told = believed(left, lex)
    spare = lex.blank("no_longer_needed", unchecked(left, lex))
    told |= set(_surplus(left, lex))
    if _used(spare, lex):
        told.add(Need.STILL_USED)
    parts = list(clauses(left, lex))
    for clause in parts:
        told |= set(by_verb(clause, lex))
    if told == {Need.NO_LONGER_NEEDED} and (
        lex.has("need_doubtful", low) or lex.has("need_false", low) or _for_now(low, lex) or _denied(left, lex)
    ):
        return Need.UNKNOWN
    at_work = any(by_habit(clause, lex) for clause in parts)
    if Need.STILL_USED in told or (not told and at_work):
        return Need.STILL_USED
    if at_work:
        return Need.UNKNOWN  # "räknas den som överskott? Parkgänget kör den varje dag"
    return Need.NO_LONGER_NEEDED if told else Need.UNKNOWN


def _after_all(words: list[str], begins: int, lex: Lexicon) -> Need:
    """Read what is said once the asker has taken back what was said before ("nej förresten, …", "jo, det gör den")."""
    rest = joined(words[begins:])
    if lex.has("negation", rest) and lex.has("does", rest):
        return Need.NO_LONGER_NEEDED
    return Need.STILL_USED if lex.opens("does", rest) else read_need(rest, lex)


def _denied(left: str, lex: Lexicon) -> bool:
    """Tell whether the sentence after one on surplus is no more than a no ("Är de utrangerade? Nej.")."""
    sentences = [sentence.split() for sentence in left.split(BREAK)]
    return any(
        lex.has("no_longer_needed", joined(asked)) and (0, len(answer)) in lex.spans("no_more_than_no", answer)
        for asked, answer in pairwise(sentences)
    )


def _for_now(low: str, lex: Lexicon) -> bool:
    """Tell whether a thing is not needed for the time being only ("som vi inte behöver just nu")."""
    words = low.split()
    after = (words_after(words, end, AFTER) for _, end in lex.spans("need_denied", words))
    return any(lex.has("for_now", joined(near)) for near in after)


def _surplus(left: str, lex: Lexicon) -> Iterator[Need]:
    """What the phrases of surplus in a text tell; "inte slutat använda" is use, "inte utrangerad" nothing."""
    words = left.split()
    for start, end in lex.spans("no_longer_needed", words):
        before = words[max(0, start - BEFORE) : start]
        if any(end == len(before) for _, end in lex.spans("supposed", before)):
            continue  # "måste den vara utrangerad?"
        own = lex.has("negation", joined(words[start:end]))
        if own and lex.has("using", joined(words[start:end])) and is_deed(words[end:], lex):
            continue  # "behöver inte utreda"
        ceased = lex.opens("negation", joined(words[start:end]))
        if ceased and lex.has("negation", joined(before[-1:])):
            yield Need.STILL_USED
        elif own or not negated(before[-NEAR:], lex):
            yield Need.NO_LONGER_NEEDED


def _used(spare: str, lex: Lexicon) -> bool:
    """Tell whether a phrase of use stands in the text without a negation before it, or a permit after it."""
    words = spare.split()
    return any(
        lex.has("negation", joined(words[start:end]))
        or not (
            negated(words[max(0, start - NEAR) : start], lex) or lex.has("formality", joined(words[end : end + NEAR]))
        )
        for start, end in lex.spans("still_used", words)
    )


def is_partly(low: str, language: Language, lex: Lexicon) -> bool:
    """Tell whether surplus is said of one thing only, and another is joined ("överblivna stolar och en buss").

    Args:
        low: normalised text of one question.
        language: its language.
        lex: the words of the knowledge.
    """
    first, *others = _AND.split(low)
    things = [at for at, _ in lex.heads_of("things").find(first, language)]
    spans = lex.spans("no_longer_needed", first.split())
    if not things or not spans or any(end > things[-1] for _, end in spans):
        return False
    said = next(at for at in things if at >= spans[0][1])
    rest = joined([*first.split()[said + 1 :], BREAK, *" ".join(others).split()])
    own = any(lex.opens("determiner", part) and lex.heads_of("things").find(part, language) for part in others)
    words = rest.split()
    fresh = (joined(words[end : end + 2]) for _, end in lex.spans("brand_new", words))
    new = any(lex.heads_of("things").find(text, language) for text in fresh)
    return (own or new or lex.has("besides", rest)) and not lex.has("no_longer_needed", rest)
