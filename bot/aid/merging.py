"""A case of aid with what a message changes in it: the rest holds on."""

from __future__ import annotations

from dataclasses import replace

from bot.aid.case import Reading
from bot.aid.facts import GOODS, IN_KIND, TAUGHT, AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.message import Message, names_receiver
from bot.aid.plain import adds_nothing, is_plain_place
from bot.aid.reading import Reader
from bot.aid.telling import CHANGES
from bot.kb.phrases import joined


def merge(
    reading: Reading,
    before: AidFacts,
    reader: Reader,
    *,
    keep_form: bool = False,
    takes_back: bool = False,
    of_it: bool = True,
) -> AidFacts:
    """Return a case with what a message changes: the rest holds on.

    Args:
        reading: the message.
        before: the case.
        reader: reads messages.
        keep_form: what is given stays the same, whatever the message names.
        takes_back: the message says what holds instead of something that was said before.
        of_it: the message names no other thing than the one that the case is about.
    """
    new, telling, message = reading.facts[0], reading.telling, reading.message
    changed, overlays, added = before, before.overlays, new.overlays
    goes_there = Overlay.PAID_BY_RECEIVER not in added or is_plain_place(message)  # not who pays
    if ("country" in telling and goes_there) or message.has("abroad"):
        if not (Overlay.SANCTIONED in overlays and new.country == before.country and _is_whole_country(message)):
            overlays -= {Overlay.SANCTIONED}  # "it is in Ukraine" says nothing of a part that is occupied
        changed = replace(changed, country=new.country, state_aid=new.state_aid, cannot_say=frozenset())
    if "form" in telling and not keep_form and new.form is not None:
        changed = _with_form(changed, reading, takes_back=takes_back)
        if changed.form is new.form and "thing" in telling:
            overlays -= set() if before.armed else {Overlay.MILITARY_OR_DUAL_USE}
            changed = replace(changed, unexamined=False)
        if changed.form in TAUGHT and Overlay.MUTUAL_EXCHANGE not in added:
            overlays -= {Overlay.MUTUAL_EXCHANGE}
    plain = "country" not in telling and reader.says_no_more(reading)
    if new.form is Form.MONEY and Overlay.PAID_BY_RECEIVER not in added:
        overlays -= {Overlay.PAID_BY_RECEIVER}  # "jag menar att vi betalar"
    civil = plain and Overlay.MILITARY_OR_DUAL_USE not in added and names_civilian(message)
    if civil and takes_back:  # "nej, till sjukhuset"; not "det ligger nära sjukhuset"
        overlays -= {Overlay.MILITARY_OR_DUAL_USE}
        changed = replace(changed, armed=False)
    if message.has("ours_after_all") and _is_said_of(message, of_it, takes_back=takes_back):
        overlays -= {Overlay.OTHERS_GOODS, Overlay.STAFF_COLLECTION}
        added -= {Overlay.OTHERS_GOODS}
        changed = replace(changed, giver=Giver.MUNICIPALITY) if takes_back else changed
    if message.has("gift_after_all") and (of_it or message.giving) and not _names(Form.TRANSPORT, message):
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


def _is_said_of(message: Message, of_it: bool, *, takes_back: bool) -> bool:
    """Tell whether a message says of the thing itself what it says, and denies nothing ("de är våra egna")."""
    lex, words = message.lexicon, message.low.split()
    pointed = takes_back or any(map(message.has, ("the_thing", "that")))
    behind = [words[end] for _, end in lex.spans("ours_after_all", words) if end < len(words)]
    of_another = not all(adds_nothing(w, message) or lex.things(joined([w]), message.language) for w in behind)
    people = lex.says("people", message.low, message.language)
    return of_it and pointed and not (people or of_another or message.has("negation"))


def names_civilian(message: Message) -> bool:
    """Tell whether a message names people or a receiver who are no army."""
    people = message.lexicon.says("people", message.low, message.language)
    return people or names_receiver(message.low, message.lexicon)


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
    if before.form in IN_KIND and new.form is Form.MONEY:
        if Overlay.PAID_BY_RECEIVER in (new.overlays | before.overlays):
            return before  # who pays whom, and not money that is given
        if message.has("travel_costs") or message.has("side_costs"):
            return replace(before, unexamined=True)  # "vi betalar deras lön": not examined in the sources
    another = new.form is Form.EQUIPMENT and not reading.telling & (CHANGES - {"form"})
    if (another and new.form is before.form) or before.form not in GOODS:
        before = replace(before, equipment_status=Need.UNKNOWN)  # the need of the first thing says nothing of another
    purpose = new.money_purpose
    if new.form is Form.MONEY and purpose is Purpose.UNKNOWN and before.form in TAUGHT:
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
    lex = message.lexicon
    things = [at for at, _ in lex.things(message.low, message.language)] or [len(message.low.split())]
    before = joined(message.low.split()[: min(things)])
    spent = message.has("for_what") or lex.has("spent_on", before)
    if not spent and not (takes_back and not message.giving and not message.has("handing")):
        return None
    return Purpose.TRAINING_OR_ADVICE if new.form in TAUGHT else Purpose.OTHER
