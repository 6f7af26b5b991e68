"""What can be seen of a message and of how the rules read it: the named features that the second reading weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Overlay
from bot.aid.message import Message
from bot.kb.language import stem

FACTS = ("form", "money_purpose", "equipment_status", "giver", "unexamined", *Overlay)
"""The facts that are read a second time; the country is not: a list tells it."""
MOST_CASES = 2
"""More cases, or countries, than these look alike."""
STEP, MOST_STEPS = 8, 5
"""Messages are told apart by length in steps of so many words, up to so many steps."""


def value(facts: AidFacts, fact: str) -> str:
    """Return the value of one of FACTS by its name; an overlay is "True" or "False"."""
    if fact in tuple(Overlay):
        return str(Overlay(fact) in facts.overlays)
    if fact == "money_purpose" and facts.form is not Form.MONEY:
        return "none"
    found = getattr(facts, fact)
    return "none" if found is None else str(found)


def features(reading: Reading) -> set[str]:
    """Return the features of a message: its words and pairs of words, the groups they belong to, what the rules read.

    Things, places and numbers are named by what they are, so that one tractor teaches of every other.

    Args:
        reading: what the rules read in the message.
    """
    message = reading.message
    found = set(_words(message, message.low, ""))
    found |= set(_words(message, message.asking, "asks ")) if message.asking != message.low else {"asks all"}
    first = reading.facts[0]
    found |= {f"{fact}={value(first, fact)}" for fact in FACTS}
    found.add(f"state_aid={first.state_aid}")
    found.add(f"unclear={first.receiver_unclear}")
    found |= {f"forms={facts.form}" for facts in reading.facts}
    found.add(f"cases={min(MOST_CASES, len(reading.facts))}")
    found.add(f"countries={min(MOST_CASES, len({facts.country for facts in reading.facts}))}")
    sanctioned = {receiver.sanctioned for receiver in message.receivers}
    found |= {f"sanctioned={some}" for some in sanctioned} if len(sanctioned) < MOST_CASES else {"sanctioned=some"}
    signs = ("permission", "giving", "concrete", "factual", "named", "domestic", "case")
    found |= {f"{sign}={getattr(reading, sign)}" for sign in signs}
    found |= {f"tells {sign}" for sign in reading.telling}
    found.add(f"length={min(MOST_STEPS, len(message.low.split()) // STEP)}")
    return found


def _words(message: Message, low: str, part: str) -> Iterator[str]:
    """Yield the stems of a normalised text, alone and with their neighbours, and the groups of the lists in it."""
    lex, words = message.lexicon, low.split()
    names = {receiver.at for receiver in message.atlas.find(low)}
    spots = lex.glossary.spots(low, message.language)
    things = {at for at, _ in spots.get("things", ())}
    stems = [
        "PLACE"
        if at in names
        else "THING"
        if at in things
        else "NUMBER"
        if word.isdigit()
        else stem(word, message.language)
        for at, word in enumerate(words)
    ]
    yield from (f"{part}{said}" for said in _neighbours(["^", *stems, "$"]))
    yield from (f"{part}group {group}" for group in lex.book.groups(low))
    yield from (f"{part}head {group}" for group in spots)


def _neighbours(stems: Sequence[str]) -> Iterator[str]:
    for at, said in enumerate(stems):
        yield said
        after = stems[at + 1 : at + 3]
        if after:
            yield f"{said} {after[0]}"
        if len(after) > 1:
            yield f"{said} .. {after[1]}"
            yield f"{said} {after[0]} {after[1]}"
