"""Read who pays and whose the goods are: a receiver that buys or hires what is ours, goods that others give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.aid.bounds import NEAR, begins, ends, words_after, words_before
from bot.aid.lexicon import Lexicon
from bot.kb.phrases import joined
from bot.kb.smallwords import small_words
from bot.question import Language

_TO = small_words("to")
_ON_BEHALF = {language: small_words("on_behalf", language) for language in Language}
AFTER = 5
"""So many words after a verb of buying or paying, its object stands."""
OWNED = 2
"""So many words after an owner, what it owns stands ("kyrkans gamla sängar")."""


def we_give(low: str, lex: Lexicon) -> bool:
    """Tell whether a text says that the municipality itself gives; not so "ett åkeri i kommunen ger"."""
    return lex.has("we_give", lex.blank("locative", low))


def receiver_pays(low: str, places: Iterable[int], lex: Lexicon) -> bool:
    """Tell whether a receiver buys, hires or pays for what is ours.

    Args:
        low: the normalised message.
        places: the numbers of the words that name a country or a place.
        lex: the words of the knowledge.
    """
    words = low.split()
    receivers = (at for at in lex.spots("receiver", low, Language.SV) if not lex.is_one("giving", words[at]))
    named = {*places, *receivers, *(at for at, _ in lex.spans("theirs", words))}  # "bistånd" is no receiver
    given = {end for _, end in lex.spans("object_verb", words)}  # "ge Lviv en buss och betala …"
    named = {at for at in named if not _TO & set(words[max(0, at - 2) : at]) and at not in given}
    own = {at for at, _ in lex.spans("ours", words)}
    verbs = [(span, "bought") for span in lex.spans("buying", words)]
    verbs += [(span, "paid_for") for span in lex.spans("pays", words)]
    for (start, end), group in verbs:
        first = begins(words, start)
        subject = [at for at in (*named, *own) if first <= at < start]
        passive = lex.has("copula", joined(words[max(0, start - 1) : start]))  # "de är ersatta"
        if (
            passive
            or not subject
            or max(subject) in own
            or lex.has("negation", joined(words[max(first, start - NEAR) : end + 1]))
        ):
            continue
        if lex.has(group, joined(words_after(words, end, AFTER))):
            return True
    if any(_in_sentence(words, start, end, {*places, *named}) for start, end in lex.spans("swapping", words)):
        return True
    return any(
        any(end <= at < end + AFTER for at in named) and not any(end <= at < end + AFTER for at in own)
        for _, end in lex.spans("paid_by", words)
    )


def owned_by_others(low: str, language: Language, lex: Lexicon) -> bool:
    """Tell whether a thing is said to be a church's, a club's, a neighbour's ("en kyrkas sängar")."""
    words = low.split()
    things = {at for at, _ in lex.things(low, language)}
    for at in {*lex.spots("owners", low, language), *lex.spots("others", low, language)}:
        after = at + 1
        genitive = words[at].endswith("s")
        if words[after : after + 1] == ["s"]:  # "a church's"
            genitive, after = True, after + 1
        addressed = _TO & set(words[max(0, at - NEAR) : at])
        paid_for = bool(_ON_BEHALF[language] & set(words[max(0, at - NEAR) : at])) and lex.has("paying", low)
        if paid_for and not any(lex.spots(group, joined(words[:at]), language) for group in ("training", "advice")):
            return True  # "betala räkningen åt en förening", not "a course for volunteers"
        if genitive and not addressed and things & set(range(after, after + OWNED)):
            return True
    if _its_own(words, things, language, lex):
        return True
    if any(_of_a_person(words, end, things, lex) for _, end in lex.spans("private_own", words)):
        return True
    return any(_made(words, start, end, language, lex) for start, end in lex.spans("made", words))


def _its_own(words: Sequence[str], things: set[int], language: Language, lex: Lexicon) -> bool:
    """Tell whether a club or a church is named, and a thing of its own after it ("klubben vill skicka sina mål")."""
    for _, end in lex.spans("theirs_own", words):
        before = words[begins(words, end) : end]
        at = lex.spots("owners", joined(before), language)
        named = any(not _TO & set(before[max(0, i - NEAR) : i]) for i in at)
        owned = next((i for i in range(end, len(words)) if not _describes(words[i], lex)), end)
        if owned in things and named:
            return True
    return False


def _describes(word: str, lex: Lexicon) -> bool:
    """Tell whether a word only describes what is owned ("their own old beds")."""
    return any(lex.is_one(group, word) for group in ("own", "of_age", "made"))


def _made(words: Sequence[str], at: int, end: int, language: Language, lex: Lexicon) -> bool:
    """Tell whether people of their own knitted, gathered or bought something ("en elev har samlat")."""
    if lex.opens("made_by", joined(words[end : end + OWNED])):
        by = joined(words_after(words, end + 1, AFTER))
        somebody = any(lex.says(group, by, language) for group in ("persons", "others", "owners"))
        if somebody and not lex.has("ours_only", by):
            return True  # "stickade av pensionärer"
    text = joined(words_before(words, at, AFTER))
    return lex.says("persons", text, language) and not lex.has("ours_only", text)


def _of_a_person(words: Sequence[str], after: int, things: set[int], lex: Lexicon) -> bool:
    """Tell whether "his" or "my" stands right before a thing ("hans gamla cyklar"), and no office of the asker's."""
    aged = lex.has("of_age", joined(words[after : after + 1]))
    return after in things or (aged and after + 1 in things)


def _in_sentence(words: Sequence[str], start: int, end: int, named: Iterable[int]) -> bool:
    """Tell whether one of the named stands in the sentence of a phrase."""
    first, last = begins(words, start), ends(words, end)
    return any(first <= at < last for at in named)
