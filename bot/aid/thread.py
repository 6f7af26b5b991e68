"""What a message changes in the case of aid of its thread: an answer to what was asked back, a follow-up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Need, Overlay, Purpose
from bot.aid.lexicon import normalise
from bot.aid.reading import Reader
from bot.followup import points_back
from bot.kb.language import either
from bot.kb.words import split
from bot.question import Language

MOST_WORDS = 12
"""A longer message says more than what changes in a case."""

MOST_DOUBTING = 8
"""A longer reply says more than that the asker does not know."""

_CORRECTING = re.compile(rf"^\W*(?:{either('correcting')}\b[\s,.:!]*)+", re.I)
_IN_KIND = (Form.TRAINING, Form.ADVICE, Form.OTHER)
_OF_THE_THING = frozenset({Overlay.MILITARY_OR_DUAL_USE, Overlay.OTHERS_GOODS, Overlay.STAFF_COLLECTION})
"""What lies over a case because of the thing that is given: another thing is without it."""

_CHANGES = frozenset({"form", "country", "equipment_status", "overlays", "giver"})


def is_correction(text: str) -> bool:
    """Tell whether a message takes back something that was said before, and says what holds instead ("nej, till …")."""
    found = _CORRECTING.match(text)
    return found is not None and bool(re.search(r"\w", text[found.end() :]))


def follow(
    text: str, language: Language, today: date, last: AidFacts, reader: Reader, *, elliptical: bool
) -> AidFacts | None:
    """Return the thread's case with what a message changes in it.

    Args:
        text: the message.
        language: its language.
        today: the day of asking.
        last: the thread's case.
        reader: reads messages.
        elliptical: the message cannot be understood without the one before.

    Returns:
        None where it changes nothing, or is not about the case.
    """
    said = _CORRECTING.sub("", text, count=1)
    reading = reader.read(said, language, today)
    if reading.factual or len(text.split()) > MOST_WORDS:
        return None
    about = reader.says_no_more(reading) and "wh" not in reading.telling
    adds = reading.case and not reading.named  # "får vi skicka mat också?": to the same place
    if not (elliptical or about or adds or is_correction(text)):
        return None
    changed = merge(reading, last, reader)
    return changed if changed != last else None


def is_about(text: str, language: Language, today: date, reader: Reader) -> bool:
    """Tell whether a message only tells something of a case, and asks nothing."""
    reading = reader.read(_CORRECTING.sub("", text, count=1), language, today)
    asks = "wh" in reading.telling or "?" in text or reading.factual
    return not asks and len(text.split()) <= MOST_WORDS and (points_back(text) or reader.says_no_more(reading))


def told(
    text: str, language: Language, today: date, pending: AidFacts, asked: str, reader: Reader
) -> tuple[AidFacts | None, Reading]:
    """Return the pending case with what a reply tells, None where it tells nothing new; and the reply as read."""
    reading = reader.read(_CORRECTING.sub("", text, count=1), language, today)
    if asked == "money_purpose" and len(text.split()) <= MOST_WORDS:
        purpose = reader.purpose(text, language)
        if purpose is not Purpose.UNKNOWN:
            return replace(merge(reading, pending, reader), form=Form.MONEY, money_purpose=purpose), reading
    merged = merge(reading, pending, reader, keep_form=asked != "form")
    if asked == "receiver" and (merged.overlays or reader.knows_receiver(text, language)):
        return replace(merged, receiver_unclear=False), reading
    return (merged if merged != pending else None), reading


def doubts(text: str, reader: Reader) -> bool:
    """Tell whether a reply says that the asker does not know."""
    return reader.lexicon.has("dont_know", normalise(text)) and len(split(text)) <= MOST_DOUBTING


def merge(reading: Reading, before: AidFacts, reader: Reader, *, keep_form: bool = False) -> AidFacts:
    """Return a case with what a message changes: the rest holds on."""
    if not reading.facts:
        return before
    new, telling, message = reading.facts[0], reading.telling, reading.message
    changed, overlays = before, before.overlays
    if "country" in telling and Overlay.PAID_BY_RECEIVER not in new.overlays:
        changed = replace(changed, country=new.country, state_aid=new.state_aid, cannot_say=frozenset())
        overlays -= {Overlay.SANCTIONED}
    if "form" in telling and not keep_form and new.form is not None:
        changed = _with_form(changed, reading, reader)
        if "thing" in telling and changed.form is new.form:
            overlays -= _OF_THE_THING - ({Overlay.MILITARY_OR_DUAL_USE} if before.armed else set())
            changed = replace(changed, unexamined=False)
    if before.armed and "country" not in telling and reader.knows_receiver(message.text, message.language):
        overlays -= {Overlay.MILITARY_OR_DUAL_USE}  # "nej, till sjukhuset"
        changed = replace(changed, armed=False)
    if message.has("our_goods"):
        overlays -= {Overlay.OTHERS_GOODS, Overlay.STAFF_COLLECTION}
        new = replace(new, overlays=new.overlays - {Overlay.OTHERS_GOODS})
    if "equipment_status" in telling:
        changed = replace(changed, equipment_status=new.equipment_status)
    if "giver" in telling:
        changed = replace(changed, giver=new.giver)
    return replace(
        changed,
        overlays=overlays | new.overlays,
        armed=changed.armed or new.armed,
        receiver_unclear=changed.receiver_unclear or new.receiver_unclear,
        unexamined=changed.unexamined or new.unexamined,
    )


def _with_form(before: AidFacts, reading: Reading, reader: Reader) -> AidFacts:
    """Return a case with what a message says is given."""
    new, message = reading.facts[0], reading.message
    if before.form is Form.MONEY and new.form in (Form.EQUIPMENT, Form.TRAINING, Form.ADVICE):
        bought = message.has("buying") and not message.has("ours")
        if message.has("for_what") or bought:  # "och om det är för mat?": the money, not the food, is given
            purpose = reader.purpose(message.text, message.language)
            return replace(before, money_purpose=Purpose.OTHER if bought else purpose)
    if before.form in _IN_KIND and new.form is Form.MONEY:
        if Overlay.PAID_BY_RECEIVER in new.overlays:
            return before
        if message.has("travel_costs") or message.has("side_costs"):
            return replace(before, unexamined=True)  # "vi betalar deras lön": not examined in the sources
    if new.form is not before.form or _is_another(reading):
        before = replace(before, equipment_status=Need.UNKNOWN)
    return replace(before, form=new.form, money_purpose=new.money_purpose)


def _is_another(reading: Reading) -> bool:
    """Tell whether a message changes nothing but the thing: the need of the first says nothing of it."""
    return not reading.telling & (_CHANGES - {"form"})
