"""Whether a message in a thread says plainly what it tells, as a whole or clause by clause."""

from __future__ import annotations

import re
from datetime import date

from bot.aid.case import Reading
from bot.aid.facts import TAUGHT, AidFacts, Form, Need, Overlay, Purpose
from bot.aid.message import Message
from bot.aid.plain import (
    is_doubtful,
    is_partial,
    is_plain_need,
    is_plain_place,
    is_plain_teaching,
    is_via,
    names_the_one,
    says_no,
)
from bot.aid.reading import Reader
from bot.aid.telling import CHANGES
from bot.kb.language import either, grammar

FREEING = frozenset({Overlay.PAID_BY_RECEIVER, Overlay.MUTUAL_EXCHANGE})
"""What may make a verdict milder: taken from a plain statement only."""

_CLAUSE = re.compile(rf"[.,;:!?]\s+|\s+[(–-]\s*|\s+{either('joins')}\s+", re.I)


def is_plain(reading: Reading, reader: Reader, asked_of: str, today: date, last: AidFacts) -> bool:
    """Tell whether a message tells all plainly; where something goes and whether it is needed, in clauses apart."""
    telling, message, new = reading.telling, reading.message, reading.facts[0]
    if {"country", "equipment_status"} <= telling:
        parts = _clauses(message.text)
        read = (reader.read(part, message.language, today) for part in parts)
        return len(parts) > 1 and all(is_plain(part, reader, asked_of, today, last) for part in read)
    if is_doubtful(message) or (says_no(message) and Overlay.OTHERS_GOODS not in new.overlays):
        return False
    if "equipment_status" in telling and not _is_plain_on_need(reading, reader, asked_of, today):
        return False
    people = last.form in TAUGHT  # "och från Oslo?" of those who are taught
    if "country" in telling and not (is_plain_place(message, people) or Overlay.PAID_BY_RECEIVER in new.overlays):
        return False
    implied = new.form is Form.EQUIPMENT and "object" not in telling  # "om den inte behövs"
    same = new.form is last.form and names_the_one(message, asked_of)
    if "form" in telling and not (implied or same or reader.says_no_more(reading)):
        return False
    if new.overlays & FREEING and message.has("side_costs"):
        return False
    via = Overlay.VIA_RELIEF_ORGANISATION in new.overlays or "giver" in telling
    return not via or is_via(message, new)


def _is_plain_on_need(reading: Reading, reader: Reader, asked_of: str, today: date) -> bool:
    """Tell whether a message says plainly whether a thing is needed, as a whole or in a clause that others bear out.

    "De används inte längre, vi har fått nya": of what stands beside, nothing else of the case is told.
    """
    message = reading.message
    if is_plain_need(message, asked_of):
        return True
    if is_partial(message):
        return False
    if reading.facts[0].equipment_status is Need.STILL_USED:  # it makes a case no milder
        beside = reading.telling & (CHANGES - {"equipment_status"})
        return not beside or (beside == {"form"} and names_the_one(message, asked_of))
    parts = [reader.read(part, message.language, today) for part in _clauses(message.text)]
    tell = ["equipment_status" in part.telling for part in parts]
    if len(parts) < 2 or not any(tell):
        return False
    first = tell.index(True)
    before, said, after = parts[:first], parts[first], parts[first + 1 :]
    of_it = any(message.lexicon.opens(group, said.message.low) for group in ("the_thing", "that"))
    return (
        (of_it or (not before and is_plain_need(said.message, asked_of)))
        and any(is_plain_need(part.message, asked_of) for part in (said, *after))
        and not any(part.telling & CHANGES for part in before)
        and all(is_plain_need(part.message, asked_of) or _of_ours(part.message) for part in after)
        and all(part.facts[0].equipment_status is Need.NO_LONGER_NEEDED for part in (said, *after))
    )  # what else is told behind takes back, limits or supposes


def _of_ours(message: Message) -> bool:
    """Tell whether a clause says what we have done ("vi har fått nya")."""
    words = message.low.split()
    return bool(words) and words[0] in grammar(message.language).own


def _clauses(text: str) -> list[str]:
    return [part for part in _CLAUSE.split(text) if part.strip()]


def is_unclear_on_money(message: Message, reader: Reader) -> bool:
    """Tell whether a message names several things that money is for, or a course that it may not be for.

    "Till en kurs, nej, till mat", "delvis till en kurs", "efter kursen".
    """
    told = {reader.purpose(part, message.language) for part in _clauses(message.text)}
    whole = reader.purpose(message.text, message.language)
    if Purpose.TRAINING_OR_ADVICE not in told | {whole}:
        return False
    return len(told) > 1 or message.has("part_only") or not is_plain_teaching(message)
