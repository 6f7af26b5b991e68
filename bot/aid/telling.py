"""What a message tells of a case, by name, and the signs by which a case is known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.aid.bounds import begins, ends
from bot.aid.facts import AidFacts, Giver, Need, Overlay, Purpose
from bot.aid.forms import Given
from bot.aid.message import SHORT, Message
from bot.aid.scope import Scope
from bot.kb.phrases import joined
from bot.kb.smallwords import small_words

_GIVEN = ("things", "military", "money", "training", "advice", "transport", "people")
CHANGES = frozenset({"form", "country", "equipment_status", "overlays", "giver"})
"""The facts by which a message changes a case that was put before."""
_POINTING = small_words("to")


def telling(message: Message, case: AidFacts, given: Given, scope: Scope) -> frozenset[str]:
    """Return the names of the facts that a message tells, with the signs of how it asks.

    Args:
        message: the message.
        case: the first case that it puts.
        given: what it says is given.
        scope: tells whether it says nothing but who gives what to whom.
    """
    asked = message.asked
    told = {
        "equipment_status": case.equipment_status is not Need.UNKNOWN,
        "giver": case.giver is not Giver.MUNICIPALITY,
        "overlays": bool(case.overlays),
        "object": bool(given.objects),
        "thing": given.named,
        "thing_told": bool(message.lexicon.heads_of("things").find(message.low, message.language)),
        "unknown": given.unknown,
        "form": bool(given.forms),
        "country": bool(message.places),
        "money_purpose": case.money_purpose is not Purpose.UNKNOWN,
        "handing": asked.handing,
        "plain": asked.plain,
        "leave": asked.leave,
        "giving": asked.hands_over,
        "wh": asked.wh,
        "addressed": _is_addressed(message),
        "need_taken_back": any(message.has(group) for group in ("not_need", "need_false", "need_doubtful")),
        "mutual": message.has("mutual"),
        "bought": message.has("we_buy"),
    }
    found = {name for name, holds in told.items() if holds}
    if given.unknown and _may_get(message):
        found |= {"addressed", "leave"}
    asks = message.has("asking")
    if any(receiver.addressed for receiver in message.receivers) and message.brief and not asks:
        found.add("short")
    if message.somewhere and message.giving and asked.leave and not given.forms and scope.says_no_more(message.asking):
        found.add("something")
    terse = len(message.low.split()) <= SHORT and not asks
    goes = message.somewhere or message.has("abroad")
    if goes and given.forms and terse and scope.says_no_more(message.low):
        found |= {"short", "addressed"}
    return frozenset(found)


def _is_addressed(message: Message) -> bool:
    """Tell whether a word points to a receiver ("till Lviv", "ge Lviv några …", "pengar till UNICEF")."""
    lex, words = message.lexicon, message.low.split()
    if any(_POINTING & set(words[start - 1 : start]) for start, _ in lex.spans(Overlay.VIA_RELIEF_ORGANISATION, words)):
        return True
    reached = {end for _, end in lex.spans("object_verb", words)}
    pointed = [r.at for r in message.receivers if r.addressed or r.at in reached]
    return any(_is_of_the_case(message, words, at) for at in pointed) and not message.has("past")


def _is_of_the_case(message: Message, words: Sequence[str], at: int) -> bool:
    """Tell whether a place stands in the part that asks, or in a sentence that names something to give."""
    sentence = joined(words[begins(words, at) : ends(words, at)])
    if message.giving or message.asked.permission or sentence.strip() in message.asking:
        return True
    return any(message.lexicon.says(group, sentence, message.language) for group in _GIVEN)


def _may_get(message: Message) -> bool:
    """Tell whether a receiver is asked leave for ("kan Lviv få några …")."""
    words = message.low.split()
    return any(message.lexicon.has("modal", joined(words[max(0, at - 1) : at])) for at in message.at)
