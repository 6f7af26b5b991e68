"""What a message changes in the case of aid of its thread: an answer to what was asked back, a follow-up.

Only what is said plainly changes a case: a message that is understood in part changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.aid.case import Reading
from bot.aid.clauses import FREEING, is_plain, is_unclear_on_money
from bot.aid.facts import AidFacts, Form, Purpose
from bot.aid.lexicon import normalise
from bot.aid.merging import merge, names_civilian
from bot.aid.message import Message
from bot.aid.plain import is_doubtful, is_plain_receiver, names_the_one, says_no
from bot.aid.reading import Reader
from bot.aid.telling import CHANGES
from bot.focus import sentences
from bot.followup import points_back
from bot.kb.language import either
from bot.kb.words import fold, split
from bot.question import Language

MOST_WORDS = 20
"""A longer message says more than what changes in a case."""

MOST_DOUBTING = 10
"""A longer reply says more than that the asker does not know."""

_CORRECTING = re.compile(rf"^\W*(?:(?!{either('not_correcting')}\b){either('correcting')}\b[\s,.:!]*)+", re.I)
_SUPPOSING = re.compile(rf"^\W*(?:{either('joins')}\s+)?{either('supposing')}\s+", re.I)
_BUT = re.compile(rf"^\W*{either('but')}\b\W*", re.I)
_DENIED = re.compile(
    rf",?\s*\b{either('denying')}\s+(?:{either('before_place')}\s+)?(?P<name>[\w-]+)(?:\s+{either('but_rather')}\b)?",
    re.I,
)
_OPENS = re.compile(rf"^\W*{either('openers')}\b", re.I)
_NEED = "equipment_status"


def _is_correction(text: str) -> bool:
    """Tell whether a message takes back something that was said before, and says what holds instead ("nej, till …")."""
    found = _CORRECTING.match(text)
    return found is not None and bool(re.search(r"\w", text[found.end() :]))


def is_statement(text: str, language: Language, today: date, reader: Reader) -> bool:
    """Tell whether a message tells something, and asks nothing."""
    reading = _read(text, language, today, reader)
    return not ("?" in text or "wh" in reading.telling or reader.lexicon.opens("may_we", reading.message.low))


def may_change(text: str, language: Language, today: date, asked: str | None, reader: Reader) -> bool:
    """Tell whether a message that is not understood may change a case: it tells something, or asks about a part of it.

    Args:
        text: the message.
        language: its language.
        today: the day of asking.
        asked: the fact that was asked back; a question about it ("måste den vara utrangerad?") changes nothing.
        reader: reads messages.
    """
    reading = _read(text, language, today, reader)
    states = any(is_statement(part, language, today, reader) for part in sentences(text))
    return states or (asked != _NEED and _on_need(reading)) or bool(reading.telling & CHANGES - {asked})


def tells(text: str, language: Language, today: date, reader: Reader) -> bool:
    """Tell whether a message holds any fact of a case, but for a place."""
    reading = _read(text, language, today, reader)
    return _on_need(reading) or bool(reading.telling & (CHANGES - {"country"}))


def _on_need(reading: Reading) -> bool:
    return any(map(reading.message.has, ("no_longer_needed", "still_used")))


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
    tells = reading.telling & CHANGES
    if len(text.split()) > MOST_WORDS or not (tells or _takes_back(reading)):
        return None
    if {"form", "country"} <= tells:
        return None  # a case of its own
    if _asks(reading) and not _supposes(text, reading, reader, elliptical):
        return None
    if aside and not tells - {"country", "form"}:
        return None
    if not is_plain(reading, reader, asked_of, today, last):
        return None
    if last.form is Form.MONEY and (_contrasts(reading.message) or is_unclear_on_money(reading.message, reader)):
        return None
    of_it = _is_of_it(reading.message, asked_of)
    changed = merge(reading, last, reader, takes_back=_is_correction(text), of_it=of_it)
    # "till en skola": the case is as it was.
    return changed if tells or changed != last or is_plain_receiver(reading.message) else None


def told(
    text: str, language: Language, today: date, pending: AidFacts, asked: str, reader: Reader, asked_of: str
) -> tuple[AidFacts | None, Reading]:
    """Return the pending case with what a reply tells, None where it tells nothing new; and the reply as read."""
    reading = _read(text, language, today, reader)
    if pending.form is Form.MONEY and is_unclear_on_money(reading.message, reader):
        return None, reading
    if asked == "money_purpose" and len(text.split()) <= MOST_WORDS:
        purpose = reader.purpose(text, language)
        sure = not (_asks(reading) or says_no(reading.message) or is_doubtful(reading.message))
        if purpose is not Purpose.UNKNOWN and sure and not _contrasts(reading.message):
            changed = merge(reading, pending, reader, keep_form=True)
            return replace(changed, form=Form.MONEY, money_purpose=purpose), reading
    if asked == "receiver" and (reading.facts[0].overlays or reader.knows_receiver(text, language)):
        return replace(merge(reading, pending, reader, keep_form=True), receiver_unclear=False), reading
    if not is_plain(reading, reader, asked_of, today, pending) or (_asks(reading) and "?" in text):
        return None, reading
    of_it = _is_of_it(reading.message, asked_of)
    merged = merge(reading, pending, reader, keep_form=asked != "form", of_it=of_it)
    return (merged if merged != pending else None), reading


def _read(text: str, language: Language, today: date, reader: Reader) -> Reading:
    """Read a message without the words that take something back, or suppose something ("och hur blir det om …")."""
    left = _SUPPOSING.sub("", _CORRECTING.sub("", text, count=1), count=1)
    left = _BUT.sub("", left, count=1)
    return reader.read(_without_denied(left, reader), language, today)


def _without_denied(text: str, reader: Reader) -> str:
    """Leave out a place that a message takes back where it names another ("inte Danmark, Ukraina")."""
    for found in _DENIED.finditer(text):
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        if reader.atlas.names(fold(found["name"])) and any(map(reader.atlas.names, split(rest))):
            return rest
    return text


def _asks(reading: Reading) -> bool:
    return "wh" in reading.telling or "?" in reading.message.text or "leave" in reading.telling


def _supposes(text: str, reading: Reading, reader: Reader, elliptical: bool) -> bool:
    """Tell whether a question supposes that something changes, or asks leave to give another thing to the same place.

    "Och till Norge?", "och om de inte behövs?", "får vi ge dem mat?"; not "är den inte i bruk?".
    """
    message = reading.message
    if "equipment_status" in reading.telling or reading.facts[0].overlays & FREEING:
        return message.lexicon.opens("if", normalise(text)) or _SUPPOSING.match(text) is not None
    if _OPENS.match(message.text) and "leave" not in reading.telling:
        return False  # "måste det vara till utbildning?"
    if reading.permission and reading.case and not points_back(message.text):
        return elliptical  # "får vi skänka en buss?" is a case of its own
    return elliptical or ("wh" not in reading.telling and reader.says_no_more(reading))


def _is_of_it(message: Message, asked_of: str) -> bool:
    """Tell whether a message names no other thing than the one that was asked about."""
    return names_the_one(message, asked_of) or not message.lexicon.things(message.low, message.language)


def _contrasts(message: Message) -> bool:
    """Tell whether a message sets one thing against another ("till utbildning, men nu blir det bilar")."""
    return message.has("but")


def _takes_back(reading: Reading) -> bool:
    """Tell whether a message says what takes something back: a civilian receiver, our own goods, a gift after all."""
    message = reading.message
    return names_civilian(message) or message.has("ours_after_all") or message.has("gift_after_all")
