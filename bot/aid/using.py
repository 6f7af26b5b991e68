"""Read by verbs who needs or uses a thing, and who does not ("de behövs inte", "vi kör den varje dag")."""

from __future__ import annotations

from collections.abc import Iterator

from bot.aid.facts import Need
from bot.aid.lexicon import Lexicon
from bot.kb.phrases import BREAK, joined
from bot.question import Language

_PARTING = ("permission", "handing", "handing_over", "until")
"""What parts a negation from a later verb ("läggs inte ner förrän nästa år, till dess behövs den")."""
BEFORE = 8
AFTER = 4
"""So many words before and after a verb of needing and using, a negation belongs to it."""
NEAR = 3
"""So many words after a verb of needing, what one must do names its thing."""


def by_verb(clause: list[str], lex: Lexicon) -> Iterator[Need]:
    """What the verbs of needing and using in one clause tell: who does, and whether not."""
    told = [
        span for span in lex.spans("no_longer_needed", clause) if not lex.has("negation", joined(clause[slice(*span)]))
    ]
    for start, end in lex.spans("using", clause):
        if any(first <= start < last for first, last in told):
            continue  # "surplus to our needs", "fler än vi behöver" are told already
        if lex.has("duty", joined(clause[end : end + AFTER])) or is_deed(clause[end:], lex):
            continue  # "behöver vi inte anmäla" is no need of a thing
        if lex.opens("duty_question", joined(clause[start:])) and lex.has("in_order", joined(clause[end:])):
            continue  # "behöver vi regeringens ok för att ge …"
        if lex.has("formality", joined(clause[max(0, start - NEAR) : start])):
            continue  # "is a permit needed"
        if lex.has("checking", joined(clause[:start])):
            continue  # "kolla att de används rätt" tells of the receiver
        subject, passive = clause[:start], lex.has("passive", joined(clause[start:end]))
        before, after = clause[max(0, start - BEFORE) : start], clause[end : end + AFTER]
        follows = lex.has("ours", joined(clause[end : end + 1]))  # "de andra använder vi"
        it = passive and lex.has("pronoun", joined(subject[-1:]))  # "de används"
        if _theirs(subject, lex) and not follows and not it:
            continue
        if negated(before, lex) or lex.has("negation", joined(after)):
            rarely = lex.has("habit", joined(after))  # "används inte varje dag"
            yield Need.STILL_USED if rarely else Need.NO_LONGER_NEEDED
        elif (passive or lex.has("ours", joined(clause)) or lex.has("our_people", joined(subject))) and not lex.has(
            "coming", joined(subject)
        ):
            yield Need.STILL_USED
    for start, end in lex.spans("sparing", clause):
        near = joined([*clause[max(0, start - BEFORE) : end], *clause[end : end + 1]])
        if lex.has("negation", near) and not _theirs(clause[:start], lex):
            yield Need.STILL_USED


def _theirs(subject: list[str], lex: Lexicon) -> bool:
    """Tell whether the words before a verb name the receiver last, and not the giver."""
    ours = max((end for _, end in lex.spans("ours", subject)), default=0)
    found = lex.heads_of("receiver").find(joined(subject), Language.SV)
    own = {end for _, end in lex.spans("ours", subject)}  # "våra förskolor"
    named = [at + 1 for at, word in found if at not in own and not lex.is_one("something", word)]
    pronouns = [end for _, end in lex.spans("theirs", subject)]
    if not named and pronouns and lex.heads_of("company").find(joined(subject[: pronouns[0]]), Language.SV):
        return False  # "bolaget vill ge en hiss som de använder"
    return any(end > ours for end in (*named, *pronouns))


def by_habit(clause: list[str], lex: Lexicon) -> bool:
    """Tell whether a clause says that a thing is at work regularly, or still ("klipper fortfarande planerna")."""
    text = joined(clause)
    still = lex.has("still", text) and not any(lex.has(group, text) for group in (*_PARTING, "may_we", "copula"))
    theirs = [i for i, w in enumerate(clause) if lex.is_one("theirs", w) and not _is_acted_on(clause, i, lex)]
    return (lex.has("habit", text) or still) and not (lex.has("negation", text) or theirs)


def _is_acted_on(clause: list[str], at: int, lex: Lexicon) -> bool:
    """Tell whether a pronoun stands for things with which something is done ("they are played", "de lånas")."""
    after = joined(clause[at + 1 : at + 2])
    passive = lex.has("copula", after) or after.strip().endswith("s")
    return lex.is_one("pronoun", clause[at]) and passive


def is_deed(words: list[str], lex: Lexicon) -> bool:
    """Tell whether what follows a verb of needing is something to do, and no thing ("… inte längre utreda saken")."""
    rest = [word for word in words[: AFTER + NEAR] if not lex.is_one("deed_after", word)]
    first, others = joined(rest[:1]), joined(rest[1:NEAR])
    if lex.has("duty", first):  # but "våra stolar", which is spelled as "vara"
        return not (lex.has("ours", first) and lex.heads_of("things").find(others, Language.SV))
    return lex.has("deed", first)


def negated(before: list[str], lex: Lexicon) -> bool:
    """Tell whether a negation stands before a word and belongs to no other verb ("inte får skänka utrangerade")."""
    spans = lex.spans("negation", before)
    if not spans:
        return False
    between = before[spans[-1][1] :]
    text = joined(between)
    return BREAK not in between and not any(lex.has(g, text) for g in _PARTING)
