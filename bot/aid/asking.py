"""Read how a message asks: whether something may be done, or how it is, was, or must be."""

from __future__ import annotations

from dataclasses import dataclass

from bot.aid.lexicon import Lexicon
from bot.kb.phrases import BREAK

SHORT = 5
"""A question of so few words that opens with "är det" asks about what was told before it."""

LONG = 35
"""In a message of so many words much is told that asks nothing."""

_GIVING = ("handing", "handing_over", "paying")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a message asks.

    Args:
        permission: whether something may be done.
        there: the part that asks does so itself, and not the rest of the message.
        information: how something is or was, who or when, or what the law says in general.
        requirement: whether something must be so ("måste det vara överskott?").
        leave: it asks for leave in so many words ("får vi …?").
        legal: it speaks of law, conditions or duties, and does not ask who or how many.
        to_asker: the asker is the one who would get something ("kan jag få hjälp?").
        to_us: what somebody gives to the municipality.
        handing: a verb of giving away stands in it.
        hands_over: "ge" stands in the asking part.
        plain: it is a question that no question word opens.
        wh: a question word stands in it.
    """

    permission: bool
    there: bool
    information: bool
    requirement: bool
    leave: bool
    legal: bool
    to_asker: bool
    to_us: bool
    handing: bool
    hands_over: bool
    plain: bool
    wh: bool


def read_asked(asking: str, whole: str, *, plain: bool, lex: Lexicon) -> Asked:
    """Read how a message asks.

    Args:
        asking: normalised part of the message that asks.
        whole: the normalised message.
        plain: a question mark stands in it.
        lex: the words of the knowledge.
    """
    first = _first(asking, lex)
    back = _refers_back(first, asking, whole, lex)
    informs = _asks_for_information(first, asking, lex) and not back
    short = asking != whole and len(asking.split()) <= SHORT and not lex.has("own_partner_town", asking)
    about_the_rest = short and lex.opens("is_it", asking)
    permission = about_the_rest or _asks_leave(lex.blank("not_permission", whole), asking, lex)
    permission = back or (permission and not informs)
    there = back or about_the_rest or asking == whole or lex.has("permission", lex.blank("not_permission", asking))
    past = lex.has("past", whole)
    opens = lex.has("asking", first)
    information = informs or (lex.has("general", asking) and not back) or lex.opens("factual", asking)
    information = information or (not permission and (opens or past)) or lex.has("commanding", whole)
    handing = lex.has("handing", whole)
    return Asked(
        permission=permission,
        there=permission and there,
        information=information,
        requirement=lex.has("requirement", asking),
        leave=lex.has("may_we", asking),
        legal=len(asking.split()) < LONG and lex.has("legal_matter", asking) and not lex.opens("who", first),
        to_us=lex.has("to_us", whole),
        to_asker=lex.has("to_asker", whole) and not handing,
        handing=handing,
        hands_over=lex.has("handing_over", asking),
        plain=plain and not opens and not past,
        wh=lex.has("wh", lex.blank("tag", whole)),
    )


def _asks_leave(whole: str, asking: str, lex: Lexicon) -> bool:
    """Tell whether words of leave stand in a message; in a long one, "I could" and "she wants" say nothing."""
    if len(whole.split()) < LONG:
        return lex.has("permission", whole)
    given = lex.has("may_we", asking) and any(lex.has(group, whole) for group in _GIVING)
    told = [f" {sentence} " for sentence in whole.split(BREAK)]
    given = given or any(lex.has("may_we", s) and any(lex.has(group, s) for group in _GIVING) for s in told)
    return given or lex.has("wh_permission", asking) or lex.has("permission", lex.blank("weak_permission", whole))


def _refers_back(first: str, asking: str, whole: str, lex: Lexicon) -> bool:
    """Tell whether a question asks what the law says of the case told before it ("vad säger lagen om de båda?")."""
    short = len(asking.split()) <= SHORT and not lex.opens("which", first)  # "vad säger lagen?", not "vilka regler …?"
    short = short or (len(asking.split()) < LONG and lex.has("refers_back", asking))
    told = asking != whole and short and lex.has("legal_matter", asking)
    return told and not lex.opens("who", first)


def _first(low: str, lex: Lexicon) -> str:
    """Return the first word that asks, greetings and hedges left out ("ungefär när …"), as a normalised text."""
    words = [w for w in lex.blank("not_permission", low).split() if w != BREAK]
    return f" {next((w for w in words if not lex.is_one('lead_in', w)), '')} "


def _asks_for_information(first: str, asking: str, lex: Lexicon) -> bool:
    """Tell whether a question word opens the question and no "may we" follows ("vad får vi ge?" asks for leave)."""
    if not lex.has("wh", first):
        return False
    if lex.has("why", first):
        return not lex.has("why_not", asking)  # "varför skulle vi inte få …?" asks for leave
    return not (lex.has("may_we", asking) or lex.has("wh_permission", asking))
