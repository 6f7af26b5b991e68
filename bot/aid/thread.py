"""What a message changes in the case of aid of its thread: an answer to what was asked back, a follow-up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.lexicon import normalise
from bot.aid.message import Message
from bot.aid.purpose import things_in
from bot.aid.reading import Reader
from bot.followup import points_back
from bot.kb.language import either
from bot.kb.phrases import joined
from bot.kb.words import split
from bot.question import Language

MOST_WORDS, MOST_TOLD = 14, 30
"""A longer question, or a longer message that asks nothing, says more than what changes in a case."""

MOST_DOUBTING = 8
"""A longer reply says more than that the asker does not know."""

_CORRECTING = re.compile(rf"^\W*(?:(?!{either('not_correcting')}\b){either('correcting')}\b[\s,.:!]*)+", re.I)
_SUPPOSING = re.compile(rf"^\W*(?:{either('joins')}\s+)?{either('supposing')}\s+", re.I)
_GOODS = (Form.EQUIPMENT, Form.TRANSPORT)
_IN_KIND = (Form.TRAINING, Form.ADVICE, Form.OTHER)
_OF_THE_THING = frozenset({Overlay.MILITARY_OR_DUAL_USE, Overlay.OTHERS_GOODS, Overlay.STAFF_COLLECTION})
"""What lies over a case because of the thing that is given: another thing is without it."""

_CHANGES = frozenset({"form", "country", "equipment_status", "overlays", "giver"})


def is_correction(text: str) -> bool:
    """Tell whether a message takes back something that was said before, and says what holds instead ("nej, till …")."""
    found = _CORRECTING.match(text)
    return found is not None and bool(re.search(r"\w", text[found.end() :]))


def follow(
    text: str, language: Language, today: date, last: AidFacts, reader: Reader, *, elliptical: bool, aside: bool
) -> AidFacts | None:
    """Return the thread's case with what a message changes in it.

    Args:
        text: the message.
        language: its language.
        today: the day of asking.
        last: the thread's case.
        reader: reads messages.
        elliptical: the message cannot be understood without the one before.
        aside: something else was answered since: a bare place, or a question that stands alone, is then about that.

    Returns:
        None where it tells nothing of the case, or is not about it.
    """
    reading = _read(text, language, today, reader)
    tells, states = reading.telling & _CHANGES, not _asks(reading)
    if len(text.split()) > (MOST_TOLD if states else MOST_WORDS) or not (tells or _takes_back(reading, reader)):
        return None
    if reading.permission and reading.case and reading.named and {"form", "country"} <= reading.telling:
        return None  # a case of its own
    if aside:
        return merge(reading, last, reader) if (states or elliptical) and tells - {"country", "form"} else None
    short = "wh" not in reading.telling and reader.says_no_more(reading)
    adds = reading.case and not reading.named  # "får vi skicka mat också?": to the same place
    if not (states or short or adds or (elliptical and not reading.factual)):
        return None
    takes_back = is_correction(text)
    changed = merge(reading, last, reader, takes_back=takes_back)
    return changed if tells or changed != last else None


def _read(text: str, language: Language, today: date, reader: Reader) -> Reading:
    """Read a message without the words that take something back, or suppose something ("och hur blir det om …")."""
    return reader.read(_SUPPOSING.sub("", _CORRECTING.sub("", text, count=1), count=1), language, today)


def _asks(reading: Reading) -> bool:
    return "wh" in reading.telling or "?" in reading.message.text or "leave" in reading.telling


def _takes_back(reading: Reading, reader: Reader) -> bool:
    """Tell whether a message says what takes something back: a civilian receiver, our own goods, a gift after all."""
    message = reading.message
    named = reader.knows_receiver(message.text, message.language) or message.lexicon.says(
        "people", message.low, message.language
    )
    return named or message.has("ours_after_all") or message.has("gift_after_all")


def is_about(text: str, language: Language, today: date, reader: Reader) -> bool:
    """Tell whether a message only tells something of a case, and asks nothing."""
    reading = _read(text, language, today, reader)
    short = len(text.split()) <= MOST_WORDS and (points_back(text) or reader.says_no_more(reading))
    return short and not _asks(reading) and not reading.factual


def told(
    text: str, language: Language, today: date, pending: AidFacts, asked: str, reader: Reader
) -> tuple[AidFacts | None, Reading]:
    """Return the pending case with what a reply tells, None where it tells nothing new; and the reply as read."""
    reading = _read(text, language, today, reader)
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


def merge(
    reading: Reading, before: AidFacts, reader: Reader, *, keep_form: bool = False, takes_back: bool = False
) -> AidFacts:
    """Return a case with what a message changes: the rest holds on.

    Args:
        reading: the message.
        before: the case.
        reader: reads messages.
        keep_form: what is given stays the same, whatever the message names.
        takes_back: the message says what holds instead of something that was said before.
    """
    if not reading.facts:
        return before
    new, telling, message = reading.facts[0], reading.telling, reading.message
    changed, overlays, added = before, before.overlays, new.overlays
    if "country" in telling or message.has("abroad"):
        changed = replace(changed, country=new.country, state_aid=new.state_aid, cannot_say=frozenset())
        overlays -= {Overlay.SANCTIONED}
    if "form" in telling and not keep_form and new.form is not None:
        changed = _with_form(changed, reading)
        if "thing" in telling and changed.form is new.form:
            overlays -= _OF_THE_THING - ({Overlay.MILITARY_OR_DUAL_USE} if before.armed else set())
            changed = replace(changed, unexamined=False)
    civil = Overlay.MILITARY_OR_DUAL_USE not in added and "country" not in telling and _takes_back(reading, reader)
    if civil and (before.armed or takes_back):  # "nej, till sjukhuset"
        overlays -= {Overlay.MILITARY_OR_DUAL_USE}
        changed = replace(changed, armed=False)
    if message.has("ours_after_all"):
        overlays -= {Overlay.OTHERS_GOODS, Overlay.STAFF_COLLECTION}
        added -= {Overlay.OTHERS_GOODS}
        changed = replace(changed, giver=Giver.MUNICIPALITY) if takes_back else changed
    if message.has("gift_after_all"):
        overlays -= {Overlay.PAID_BY_RECEIVER}
    if "equipment_status" in telling:
        changed = replace(changed, equipment_status=new.equipment_status)
    if "giver" in telling:
        changed = replace(changed, giver=new.giver)
    return replace(
        changed,
        overlays=overlays | added,
        armed=changed.armed or new.armed,
        receiver_unclear=changed.receiver_unclear or new.receiver_unclear,
        unexamined=changed.unexamined or new.unexamined,
    )


def _with_form(before: AidFacts, reading: Reading) -> AidFacts:
    """Return a case with what a message says is given."""
    new, message = reading.facts[0], reading.message
    if before.form is Form.MONEY and new.form is not Form.MONEY and (purpose := _spent_on(reading)) is not None:
        return replace(before, money_purpose=purpose)
    if before.form in _IN_KIND and new.form is Form.MONEY:
        if Overlay.PAID_BY_RECEIVER in (new.overlays | before.overlays):
            return before
        if message.has("travel_costs") or message.has("side_costs"):
            return replace(before, unexamined=True)  # "vi betalar deras lön": not examined in the sources
    another = new.form is Form.EQUIPMENT and not reading.telling & (_CHANGES - {"form"})
    if (another and new.form is before.form) or before.form not in _GOODS:
        before = replace(before, equipment_status=Need.UNKNOWN)  # the need of the first thing says nothing of another
    purpose = new.money_purpose
    if new.form is Form.MONEY and purpose is Purpose.UNKNOWN and before.form in (Form.TRAINING, Form.ADVICE):
        purpose = Purpose.TRAINING_OR_ADVICE if _names(before.form, message) else purpose
    return replace(before, form=new.form, money_purpose=purpose)


def _names(form: Form, message: Message) -> bool:
    """Tell whether a message names a form of aid by a word of its list ("pengar till rådgivningen")."""
    return message.lexicon.says(str(form), message.low, message.language)


def _spent_on(reading: Reading) -> Purpose | None:
    """Tell what money is for that a message says is spent ("till mat", "de köper bussar"); None where it says no such.

    The money is given then, not the food.
    """
    new, message = reading.facts[0], reading.message
    if message.has("we_buy"):
        return None
    if message.has("buying") and not message.has("ours"):
        return Purpose.OTHER
    words = message.low.split()
    things = [at for at, _ in things_in(message.low, message.language, message.lexicon)] or [len(words)]
    before = joined(words[: min(things)])
    if not message.has("for_what") and not message.lexicon.has("spent_on", before):
        return None
    return Purpose.TRAINING_OR_ADVICE if new.form in (Form.TRAINING, Form.ADVICE) else Purpose.OTHER
