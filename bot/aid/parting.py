"""Part a message into the cases that it puts: points, questions, a thing and a place each, two halves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import prod
from typing import NamedTuple

from bot.aid.case import Reading
from bot.aid.facts import TAUGHT
from bot.aid.learned import Shares, weigh
from bot.aid.parts import halves, inherit, points, splits
from bot.aid.reading import Reader
from bot.aid.second import surely_one
from bot.aid.sets import said_of
from bot.focus import clause
from bot.question import Language

LEAST_CASES = 2
"""From so many parts of a message on that put a case, each is judged by itself."""

_TELLING = frozenset({"unknown", "equipment_status", "overlays"})
"""A point of a list with one of these is a case, though it does not say what is given in words of the lists."""


class Part(NamedTuple):
    """One part of a message.

    Args:
        text: its words.
        reading: what the rules read in it.
        shares: of `learned.weigh`, where it was weighed already.
    """

    text: str
    reading: Reading
    shares: Shares | None = None


def read_parts(
    asks: Sequence[str], text: str, reader: Reader, language: Language, today: date
) -> tuple[Reading, Sequence[str], list[Part]]:
    """Read a message as a whole, and its parts; return with them the parts that put a case of their own."""
    whole = reader.read(text, language, today, focus=focus_of(asks, text, reader, language))
    listed = points(text)
    parts = listed or (asks if len(asks) > 1 else [])
    apart = [Part(part, reader.read(part, language, today)) for part in parts]
    own = [part for part in apart if _stands(part.reading, whole if listed else part.reading, bool(listed))]
    if len(own) < LEAST_CASES and whole.case and len({facts.country for facts in whole.facts}) > 1:
        own = _pair(text, whole, reader, language, today) or own
        parts = [part.text for part in own]
    return whole, parts, own


def _pair(text: str, whole: Reading, reader: Reader, language: Language, today: date) -> list[Part]:
    """Return the two cases of "this to Oslo, and that to Lviv": a thing and a place of its own each; else nothing."""
    for parts in halves(text):
        found = [Part(part, reader.read(part, language, today)) for part in parts]
        readings = [part.reading for part in found]
        places = [{facts.country for facts in reading.facts} for reading in readings]
        told = all({"form", "country"} <= reading.telling and _stands(reading, whole, False) for reading in readings)
        if told and places[0].isdisjoint(places[1]):
            return found
    return []


def split_in_two(text: str, whole: Reading, reader: Reader, language: Language, today: date) -> list[Part]:
    """Part a message that likely puts two cases where each part likeliest puts one; nothing where none can.

    No part may free what the message as a whole does not ("pengar till en kurs och en buss").
    """
    best: list[Part] = []
    surest = 0.0
    together = said_of(whole.facts)
    for parts in splits(text):
        readings = [reader.read(part, language, today) for part in parts]
        if any(reading.facts[0].form is None for reading in readings):
            continue
        cases = [inherit(reading, whole.facts[0], None) for reading in readings]
        both = (*cases[0], *cases[1])
        if len({facts.country for facts in both}) == 1 and all(facts.form in TAUGHT for facts in both):
            continue  # a course and advice to one place are judged alike
        found = [Part(half, reading, weigh(reading)) for half, reading in zip(parts, readings, strict=True)]
        sure = prod(surely_one(part.shares or {}) for part in found)
        apart = said_of(both)
        frees = together is not None and apart is not None and apart.permits and not together.permits
        if sure > surest and not frees and set(cases[0]).isdisjoint(cases[1]):
            best, surest = found, sure
    return best


def _stands(reading: Reading, asked: Reading, listed: bool) -> bool:
    """Tell whether a part of a message puts a case of its own; a point of a list asks what the message asks."""
    told = reading.facts[0].form is not None or (listed and bool(reading.telling & _TELLING))
    return told and asked.permission and not asked.factual


def focus_of(asks: Sequence[str], text: str, reader: Reader, language: Language) -> str:
    """The asking part of a message: its one question, or the tail of a sentence that leads up to it."""
    last = asks[-1] if len(asks) == 1 else ""
    if reader.asks_of_the_told(last):
        return ""
    tail = clause(last or text)
    if tail is None or (last and reader.asks_whole(last, tail)):
        return last if last != text else ""  # "behöver vi kolla hur …" does not ask how
    return tail
