"""What a message changes in the case of aid of its thread: an answer to what was asked back, a follow-up.

Only what is said plainly changes a case: a message that is understood in part changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.lexicon import Lexicon, normalise
from bot.aid.message import Message
from bot.aid.plain import is_doubtful, is_plain_need, is_plain_place, is_via, says_no
from bot.aid.purpose import things_in
from bot.aid.reading import Reader
from bot.followup import points_back
from bot.kb.language import either
from bot.kb.phrases import joined
from bot.kb.words import split
from bot.question import Language

MOST_WORDS = 20
"""A longer message says more than what changes in a case."""

MOST_DOUBTING = 8
"""A longer reply says more than that the asker does not know."""

_CORRECTING = re.compile(rf"^\W*(?:(?!{either('not_correcting')}\b){either('correcting')}\b[\s,.:!]*)+", re.I)
_SUPPOSING = re.compile(rf"^\W*(?:{either('joins')}\s+)?{either('supposing')}\s+", re.I)
_OPENS = re.compile(rf"^\W*{either('openers')}\b", re.I)
_GOODS = (Form.EQUIPMENT, Form.TRANSPORT)
_TAUGHT = (Form.TRAINING, Form.ADVICE)
_IN_KIND = (*_TAUGHT, Form.OTHER)
_CHANGES = frozenset({"form", "country", "equipment_status", "overlays", "giver"})
_FREEING = frozenset({Overlay.PAID_BY_RECEIVER, Overlay.MUTUAL_EXCHANGE})
"""What may make a verdict milder: taken from a plain statement only."""


def is_correction(text: str) -> bool:
    """Tell whether a message takes back something that was said before, and says what holds instead ("nej, till …")."""
    found = _CORRECTING.match(text)
    return found is not None and bool(re.search(r"\w", text[found.end() :]))


def is_statement(text: str, language: Language, today: date, reader: Reader) -> bool:
    """Tell whether a message tells something, and asks nothing."""
    reading = _read(text, language, today, reader)
    return not ("?" in text or "wh" in reading.telling or reader.lexicon.opens("may_we", reading.message.low))


def is_about(text: str, language: Language, today: date, reader: Reader) -> bool:
    """Tell whether a message only tells something of a case, and asks nothing."""
    reading = _read(text, language, today, reader)
    short = len(text.split()) <= MOST_WORDS and (points_back(text) or reader.says_no_more(reading))
    return short and not _asks(reading) and not reading.factual


def doubts(text: str, reader: Reader) -> bool:
    """Tell whether a reply says that the asker does not know."""
    return reader.lexicon.has("dont_know", normalise(text)) and len(split(text)) <= MOST_DOUBTING


def follow(
    text: str,
    language: Language,
    today: date,
    last: AidFacts,
    reader: Reader,
    *,
    asked_of: str,
    elliptical: bool,
    aside: bool,
) -> AidFacts | None:
    """Return the thread's case with what a message changes in it.

    Args:
        text: the message.
        language: its language.
        today: the day of asking.
        last: the thread's case.
        reader: reads messages.
        asked_of: the question that put the case.
        elliptical: the message cannot be understood without the one before.
        aside: something else was answered since: a bare place, or a question that stands alone, is then about that.

    Returns:
        None where it tells nothing of the case, is not about it, or is not understood as a whole.
    """
    reading = _read(text, language, today, reader)
    tells = reading.telling & _CHANGES
    if len(text.split()) > MOST_WORDS or not (tells or _takes_back(reading, reader)):
        return None
    if {"form", "country"} <= tells:
        return None  # a case of its own
    if _asks(reading) and not _supposes(text, reading, reader, elliptical):
        return None
    if aside and not tells - {"country", "form"}:
        return None
    if not _is_plain(reading, reader, asked_of) or (last.form is Form.MONEY and _contrasts(reading.message)):
        return None
    changed = merge(reading, last, reader, takes_back=is_correction(text))
    return changed if tells or changed != last else None


def told(
    text: str, language: Language, today: date, pending: AidFacts, asked: str, reader: Reader, asked_of: str
) -> tuple[AidFacts | None, Reading]:
    """Return the pending case with what a reply tells, None where it tells nothing new; and the reply as read."""
    reading = _read(text, language, today, reader)
    if asked == "money_purpose" and len(text.split()) <= MOST_WORDS:
        purpose = reader.purpose(text, language)
        sure = not (_asks(reading) or says_no(reading.message) or is_doubtful(reading.message))
        if purpose is not Purpose.UNKNOWN and sure and not _contrasts(reading.message):
            changed = merge(reading, pending, reader, keep_form=True)
            return replace(changed, form=Form.MONEY, money_purpose=purpose), reading
    if asked == "receiver" and (reading.facts[0].overlays or reader.knows_receiver(text, language)):
        return replace(merge(reading, pending, reader, keep_form=True), receiver_unclear=False), reading
    if not _is_plain(reading, reader, asked_of) or (_asks(reading) and "?" in text):
        return None, reading
    merged = merge(reading, pending, reader, keep_form=asked != "form")
    return (merged if merged != pending else None), reading


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
        if not (Overlay.SANCTIONED in overlays and new.country == before.country and _is_whole_country(message)):
            overlays -= {Overlay.SANCTIONED}  # "it is in Ukraine" says nothing of a part that is occupied
        changed = replace(changed, country=new.country, state_aid=new.state_aid, cannot_say=frozenset())
    if "form" in telling and not keep_form and new.form is not None:
        changed = _with_form(changed, reading, takes_back=takes_back)
        if changed.form is new.form and "thing" in telling:
            overlays -= set() if before.armed else {Overlay.MILITARY_OR_DUAL_USE}
            changed = replace(changed, unexamined=False)
        if changed.form in _TAUGHT and Overlay.MUTUAL_EXCHANGE not in added:
            overlays -= {Overlay.MUTUAL_EXCHANGE}
    plain = "country" not in telling and reader.says_no_more(reading)
    civil = plain and Overlay.MILITARY_OR_DUAL_USE not in added and _names_civilian(reading, reader)
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


def _read(text: str, language: Language, today: date, reader: Reader) -> Reading:
    """Read a message without the words that take something back, or suppose something ("och hur blir det om …")."""
    return reader.read(_SUPPOSING.sub("", _CORRECTING.sub("", text, count=1), count=1), language, today)


def _asks(reading: Reading) -> bool:
    return "wh" in reading.telling or "?" in reading.message.text or "leave" in reading.telling


def _supposes(text: str, reading: Reading, reader: Reader, elliptical: bool) -> bool:
    """Tell whether a question supposes that something changes, or asks leave to give another thing to the same place.

    "Och till Norge?", "och om de inte behövs?", "får vi ge dem mat?"; not "är den inte i bruk?".
    """
    message = reading.message
    if "equipment_status" in reading.telling or reading.facts[0].overlays & _FREEING:
        return message.lexicon.opens("if", normalise(text)) or _SUPPOSING.match(text) is not None
    if _OPENS.match(message.text) and "leave" not in reading.telling:
        return False  # "måste det vara till utbildning?"
    if reading.permission and reading.case and not points_back(message.text):
        return elliptical  # "får vi skänka en buss?" is a case of its own
    return elliptical or ("wh" not in reading.telling and reader.says_no_more(reading))


def _is_plain(reading: Reading, reader: Reader, asked_of: str) -> bool:
    """Tell whether all that a message tells is told plainly."""
    telling, message, new = reading.telling, reading.message, reading.facts[0]
    if is_doubtful(message) or says_no(message):
        return False
    if "equipment_status" in telling and not is_plain_need(message, asked_of):
        return False
    if "country" in telling and not (is_plain_place(message) or Overlay.PAID_BY_RECEIVER in new.overlays):
        return False
    implied = new.form is Form.EQUIPMENT and "object" not in telling  # "om den inte behövs"
    if "form" in telling and not implied and not reader.says_no_more(reading):
        return False
    if new.overlays & _FREEING and message.has("side_costs"):
        return False
    via = Overlay.VIA_RELIEF_ORGANISATION in new.overlays or "giver" in telling
    return not via or is_via(message, new)


def _contrasts(message: Message) -> bool:
    """Tell whether a message sets one thing against another ("till utbildning, men nu blir det bilar")."""
    return message.has("but")


def _takes_back(reading: Reading, reader: Reader) -> bool:
    """Tell whether a message says what takes something back: a civilian receiver, our own goods, a gift after all."""
    message = reading.message
    return _names_civilian(reading, reader) or message.has("ours_after_all") or message.has("gift_after_all")


def _names_civilian(reading: Reading, reader: Reader) -> bool:
    message = reading.message
    people = message.lexicon.says("people", message.low, message.language)
    return people or reader.knows_receiver(message.text, message.language)


def _is_whole_country(message: Message) -> bool:
    """Tell whether a message names a country and no place in it."""
    named = [word for word in message.low.split() if message.atlas.names(word)]
    return all(message.atlas.is_country(word) for word in named)


def _with_form(before: AidFacts, reading: Reading, *, takes_back: bool) -> AidFacts:
    """Return a case with what a message says is given."""
    new, message = reading.facts[0], reading.message
    if before.form is Form.MONEY and new.form is not Form.MONEY:
        purpose = _spent_on(reading, takes_back=takes_back)
        if purpose is not None:
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
    if new.form is Form.MONEY and purpose is Purpose.UNKNOWN and before.form in _TAUGHT:
        purpose = Purpose.TRAINING_OR_ADVICE if _names(before.form, message) else purpose
    return replace(before, form=new.form, money_purpose=purpose)


def _names(form: Form, message: Message) -> bool:
    """Tell whether a message names a form of aid by a word of its list ("pengar till rådgivningen")."""
    return message.lexicon.says(str(form), message.low, message.language)


def _spent_on(reading: Reading, *, takes_back: bool) -> Purpose | None:
    """Tell what money is for that a message says is spent ("till mat", "de köper bussar"); None where it says no such.

    The money is given then, not the food.
    """
    new, message = reading.facts[0], reading.message
    if message.has("we_buy"):
        return None
    if message.has("buying") and not message.has("ours"):
        return Purpose.OTHER
    lex: Lexicon = message.lexicon
    things = [at for at, _ in things_in(message.low, message.language, lex)] or [len(message.low.split())]
    before = joined(message.low.split()[: min(things)])
    spent = message.has("for_what") or lex.has("spent_on", before)
    if not spent and not (takes_back and not message.giving and not message.has("handing")):
        return None
    return Purpose.TRAINING_OR_ADVICE if new.form in _TAUGHT else Purpose.OTHER
