"""Read whether the giver still needs what it gives: by set phrases, and by who uses or needs it and who does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.aid.doubt import undoubted
from bot.aid.facts import Need
from bot.aid.lexicon import Lexicon
from bot.aid.phrases import BREAK
from bot.question import Language

_AND = re.compile(r" (?:och|o|samt|plus|and) ")
_PARTING = ("permission", "handing", "handing_over", "until")
"""What parts a negation from a later verb ("läggs inte ner förrän nästa år, till dess behövs den")."""
BEFORE = 8
AFTER = 4
"""So many words before and after a verb of needing and using, a negation belongs to it."""
_SKIPPED = frozenset({"inte", "langre", "ens", "ju", "alls", "vi", "man", "kommunen"})
"""Between a verb of needing and what one need not do ("behöver vi inte längre utreda")."""
_BE = "vara"
"""Folded, "våra" (our) is the same."""
NEAR = 3
"""So many words before an adjective of surplus, a negation takes it back; and before "som", it reaches past it."""


def read_need(low: str, lex: Lexicon) -> Need:
    """Tell whether the giver still needs the thing; both said counts as still needed, the stricter.

    Args:
        low: normalised text.
        lex: the words of the knowledge.
    """
    back = lex.spans("taken_back", low.split())
    if back:
        return _after_all(low.split()[back[-1][0] :], back[-1][1] - back[-1][0], lex)
    left = lex.blank("need_unknown", lex.blank("not_need", undoubted(_real(_without_rules(low, lex), lex), lex)))
    told: set[Need] = set()
    if lex.has("believed", left):
        left, told = _believed(left, lex)
    spare = lex.blank("no_longer_needed", _unchecked(left, lex))
    told |= set(_surplus(left, lex))
    if _used(spare, lex):
        told.add(Need.STILL_USED)
    parts = list(clauses(left, lex))
    for clause in parts:
        told |= set(_by_verb(clause, lex))
    if told == {Need.NO_LONGER_NEEDED} and (lex.has("need_doubtful", low) or _for_now(low, lex)):
        return Need.UNKNOWN
    at_work = any(_by_habit(clause, lex) for clause in parts)
    if Need.STILL_USED in told or (not told and at_work):
        return Need.STILL_USED
    if at_work:
        return Need.UNKNOWN  # "räknas den som överskott? Parkgänget kör den varje dag"
    return Need.NO_LONGER_NEEDED if told else Need.UNKNOWN


def _after_all(words: list[str], begins: int, lex: Lexicon) -> Need:
    """Read what is said once the asker has taken back what was said before ("nej förresten, …", "jo, det gör den")."""
    rest = _text(words[begins:])
    if lex.has("negation", rest) and lex.has("does", rest):
        return Need.NO_LONGER_NEEDED
    return Need.STILL_USED if lex.opens("does", rest) else read_need(rest, lex)


def _real(low: str, lex: Lexicon) -> str:
    """Leave out the clauses that tell what is not so ("hade den varit överflödig", "if only it were surplus")."""
    if not lex.has("unreal", low):
        return low
    kept = [" ".join(clause) for clause in clauses(low, lex) if not lex.has("unreal", _text(clause))]
    return f" {f' {BREAK} '.join(kept)} "


def _without_rules(low: str, lex: Lexicon) -> str:
    """Leave out the sentences that say what the law asks for, where others tell of a thing ("vi får bara ge sådant …")."""
    sentences = [f" {sentence.strip()} " for sentence in low.split(BREAK)]
    kept = [sentence for sentence in sentences if not lex.has("rule_told", sentence)]
    told = any(lex.heads_of("things").find(sentence, Language.SV) for sentence in kept)
    return BREAK.join(kept) if told and len(kept) < len(sentences) else low


def _is_deed(words: list[str], lex: Lexicon) -> bool:
    """Tell whether what follows a verb of needing is something to do, and no thing ("… inte längre utreda saken")."""
    rest = [word for word in words[: AFTER + NEAR] if word not in _SKIPPED]
    first, others = rest[:1], rest[1:NEAR]
    if not first or first[0] == BREAK:
        return False
    if lex.has("duty", _text(first)):
        return first[0] != _BE or not lex.heads_of("things").find(_text(others), Language.SV)
    return lex.has("deed", _text(first))


def _for_now(low: str, lex: Lexicon) -> bool:
    """Tell whether a thing is not needed for the time being only ("som vi inte behöver just nu")."""
    words = low.split()
    after = (_text(words[end : end + AFTER]) for _, end in lex.spans("need_denied", words))
    return any(lex.has("for_now", text.partition(BREAK)[0] + " ") for text in after)


def _unchecked(left: str, lex: Lexicon) -> str:
    """Leave out the use that is only to be checked: it is the receiver's ("kolla att sängarna används")."""
    words = left.split()
    for _, start in lex.spans("checking", words):
        last = next((i for i in range(start, len(words)) if words[i] == BREAK), len(words))
        for first, end in lex.spans("still_used", words[start:last]):
            words[start + first : start + end] = [BREAK] * (end - first)
    return f" {' '.join(words)} "


def _believed(left: str, lex: Lexicon) -> tuple[str, set[Need]]:
    """Leave out what was only believed, and read what "det gör vi (inte)" says instead."""
    kept: list[str] = []
    told: set[Need] = set()
    for clause in clauses(left, lex):
        text = _text(clause)
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
        held = lex.has("relative", f" {word} ") and lex.has("negation", _text(found[-NEAR:]))
        joins = lex.has("joining", f" {word} ") and not held
        if word == BREAK or joins:
            yield found
            found = []
        else:
            found.append(word)
    yield found


def _surplus(left: str, lex: Lexicon) -> Iterator[Need]:
    """What the phrases of surplus in a text tell; "inte slutat använda" is use, "inte utrangerad" nothing."""
    words = left.split()
    for start, end in lex.spans("no_longer_needed", words):
        before = words[max(0, start - BEFORE) : start]
        if any(end == len(before) for _, end in lex.spans("supposed", before)):
            continue  # "måste den vara utrangerad?"
        own = lex.has("negation", _text(words[start:end]))
        if own and lex.has("using", _text(words[start:end])) and _is_deed(words[end:], lex):
            continue  # "behöver inte utreda"
        ceased = lex.opens("negation", _text(words[start:end]))
        if ceased and lex.has("negation", _text(before[-1:])):
            yield Need.STILL_USED
        elif own or not _negated(before[-NEAR:], lex):
            yield Need.NO_LONGER_NEEDED


def _used(spare: str, lex: Lexicon) -> bool:
    """Tell whether a phrase of use stands in the text without a negation before it, or a permit after it."""
    words = spare.split()
    return any(
        lex.has("negation", _text(words[start:end]))
        or not (
            _negated(words[max(0, start - NEAR) : start], lex) or lex.has("formality", _text(words[end : end + NEAR]))
        )
        for start, end in lex.spans("still_used", words)
    )


def _by_verb(clause: list[str], lex: Lexicon) -> Iterator[Need]:
    """What the verbs of needing and using in one clause tell: who does, and whether not."""
    told = [
        span for span in lex.spans("no_longer_needed", clause) if not lex.has("negation", _text(clause[slice(*span)]))
    ]
    for start, end in lex.spans("using", clause):
        if any(first <= start < last for first, last in told):
            continue  # "surplus to our needs", "fler än vi behöver" are told already
        if lex.has("duty", _text(clause[end : end + AFTER])) or _is_deed(clause[end:], lex):
            continue  # "behöver vi inte anmäla" is no need of a thing
        if lex.opens("duty_question", _text(clause[start:])) and lex.has("in_order", _text(clause[end:])):
            continue  # "behöver vi regeringens ok för att ge …"
        if lex.has("formality", _text(clause[max(0, start - NEAR) : start])):
            continue  # "is a permit needed"
        if lex.has("checking", _text(clause[:start])):
            continue  # "kolla att de används rätt" tells of the receiver
        subject, passive = clause[:start], lex.has("passive", _text(clause[start:end]))
        before, after = clause[max(0, start - BEFORE) : start], clause[end : end + AFTER]
        follows = lex.has("ours", _text(clause[end : end + 1]))  # "de andra använder vi"
        it = passive and lex.has("pronoun", _text(subject[-1:]))  # "de används"
        if _theirs(subject, lex) and not follows and not it:
            continue
        if _negated(before, lex) or lex.has("negation", _text(after)):
            rarely = lex.has("habit", _text(after))  # "används inte varje dag"
            yield Need.STILL_USED if rarely else Need.NO_LONGER_NEEDED
        elif (passive or lex.has("ours", _text(clause))) and not lex.has("coming", _text(subject)):
            yield Need.STILL_USED
    for start, end in lex.spans("sparing", clause):
        near = _text([*clause[max(0, start - BEFORE) : end], *clause[end : end + 1]])
        if lex.has("negation", near) and not _theirs(clause[:start], lex):
            yield Need.STILL_USED


def _theirs(subject: list[str], lex: Lexicon) -> bool:
    """Tell whether the words before a verb name the receiver last, and not the giver."""
    ours = max((end for _, end in lex.spans("ours", subject)), default=0)
    found = lex.heads_of("receiver").find(_text(subject), Language.SV)
    own = {end for _, end in lex.spans("ours", subject)}  # "våra förskolor"
    named = [at + 1 for at, word in found if at not in own and not lex.has("something", f" {word} ")]
    pronouns = [end for _, end in lex.spans("theirs", subject)]
    if not named and pronouns and lex.heads_of("company").find(_text(subject[: pronouns[0]]), Language.SV):
        return False  # "bolaget vill ge en hiss som de använder"
    return any(end > ours for end in (*named, *pronouns))


def _negated(before: list[str], lex: Lexicon) -> bool:
    """Tell whether a negation stands before a word and belongs to no other verb ("inte får skänka utrangerade")."""
    spans = lex.spans("negation", before)
    if not spans:
        return False
    between = before[spans[-1][1] :]
    text = _text(between)
    return BREAK not in between and not any(lex.has(g, text) for g in _PARTING)


def _text(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _by_habit(clause: list[str], lex: Lexicon) -> bool:
    """Tell whether a clause says that a thing is at work regularly, or still ("klipper fortfarande planerna")."""
    text = _text(clause)
    still = lex.has("still", text) and not any(lex.has(group, text) for group in (*_PARTING, "may_we", "copula"))
    theirs = [i for i, w in enumerate(clause) if lex.has("theirs", f" {w} ") and not _is_acted_on(clause, i, lex)]
    return (lex.has("habit", text) or still) and not (lex.has("negation", text) or theirs)


def _is_acted_on(clause: list[str], at: int, lex: Lexicon) -> bool:
    """Tell whether a pronoun stands for things with which something is done ("they are played", "de lånas")."""
    after = _text(clause[at + 1 : at + 2])
    passive = lex.has("copula", after) or after.strip().endswith("s")
    return lex.has("pronoun", f" {clause[at]} ") and passive


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
    rest = _text([*first.split()[said + 1 :], BREAK, *" ".join(others).split()])
    own = any(lex.opens("determiner", part) and lex.heads_of("things").find(part, language) for part in others)
    words = rest.split()
    fresh = (_text(words[end : end + 2]) for _, end in lex.spans("brand_new", words))
    new = any(lex.heads_of("things").find(text, language) for text in fresh)
    return (own or new or lex.has("besides", rest)) and not lex.has("no_longer_needed", rest)
