"""Part a message that puts several cases: the points of a list, or several questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, StateAid
from bot.kb.language import either

_POINT = re.compile(r"(?:^|(?<=[\s:,.;]))(?:\(?(?:\d|[a-f])\)|\d[.:](?=\s)|[-–•*](?=\s))\s*")
"""What begins a point: "1)", "2.", "a)", a dash or a bullet."""
_EACH = re.compile(rf"\b{either('each')}\s+", re.I)
"""What begins a point in running text: "dels … dels …"."""
_BULLET = re.compile(r"[-–•*]")
_AND = re.compile(rf"[,;]?\s+{either('joins_cases')}\s+", re.I)
_END = re.compile(r"(?<=[.?!])\s+|\n")
LEAST_POINTS = 2
MOST_JOINS = 4
"""A message that joins more is judged as a whole, and the strictest holds: each half costs a reading."""
MOST_SPLITS = 8
"""So many ways to part a message in two are tried."""
_SHARED = frozenset({Overlay.MILITARY_OR_DUAL_USE, Overlay.SANCTIONED, Overlay.VIA_RELIEF_ORGANISATION})


def points(text: str) -> list[str]:
    """Return the points of a numbered or bulleted list, without what follows the last; none where there is no list."""
    marks = [m for m in _POINT.finditer(text) if not _BULLET.match(m[0]) or _opens_line(text, m.start())]
    if len(marks) < LEAST_POINTS:
        marks = list(_EACH.finditer(text))
    if len(marks) < LEAST_POINTS:
        return []
    ends = [m.start() for m in marks[1:]] + [len(text)]
    found = [text[m.end() : end].strip(" ,;\n") for m, end in zip(marks, ends, strict=True)]
    found[-1] = _END.split(found[-1])[0]
    return [point for point in found if point]


def _opens_line(text: str, at: int) -> bool:
    return not text[:at].strip(" ") or text[:at].rstrip(" ").endswith("\n")


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the two halves of a message at each "och" and "and" in it; none where it joins more than a few things."""
    joins = list(_AND.finditer(text))
    for match in joins if len(joins) <= MOST_JOINS else ():
        yield text[: match.start()], text[match.end() :]


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield every two parts of a message that a joining word or the end of a sentence parts."""
    for match in sorted([*_AND.finditer(text), *_END.finditer(text)], key=re.Match.start)[:MOST_SPLITS]:
        if text[: match.start()].strip() and text[match.end() :].strip():
            yield text[: match.start()], text[match.end() :]


def context(text: str, parts: Sequence[str]) -> str:
    """Return what a message says beside its parts."""
    for part in parts:
        text = text.replace(part, " ")
    return text


def inherit(own: Reading, whole: AidFacts, beside: AidFacts | None) -> tuple[AidFacts, ...]:
    """Fill what one part of a message leaves out.

    Args:
        own: the reading of the part.
        whole: the facts of the whole message.
        beside: the facts of what the message says beside its parts: the need told there holds for each thing.
    """
    found = (_inherit(facts, whole, _need(facts, own, whole, beside)) for facts in own.facts)
    return tuple(replace(facts, overlays=facts.overlays | _shared(facts, own, whole, beside)) for facts in found)


def _shared(facts: AidFacts, own: Reading, whole: AidFacts, beside: AidFacts | None) -> frozenset[Overlay]:
    """What the rest of a message lays over a part, but another place's sanctions and another thing's being arms."""
    others = set()
    if "country" in own.telling:
        others.add(Overlay.SANCTIONED)
    if "thing" in own.telling and not whole.armed:
        others.add(Overlay.MILITARY_OR_DUAL_USE)
    told = beside.overlays if beside is not None else frozenset[Overlay]()
    return (whole.overlays & _SHARED) - (others - told)


def _need(facts: AidFacts, own: Reading, whole: AidFacts, beside: AidFacts | None) -> Need:
    """The need of a part: its own; for its own thing what is told beside the parts; else what the message tells."""
    if facts.equipment_status is not Need.UNKNOWN:
        return facts.equipment_status
    if facts.form is Form.EQUIPMENT and "thing" in own.telling:
        return beside.equipment_status if beside is not None else Need.UNKNOWN
    return whole.equipment_status


def _inherit(facts: AidFacts, whole: AidFacts, need: Need) -> AidFacts:
    place = facts if facts.country or facts.state_aid is not StateAid.UNKNOWN else whole
    return replace(
        facts,
        country=place.country,
        state_aid=place.state_aid,
        equipment_status=need,
        giver=whole.giver if facts.giver is Giver.MUNICIPALITY else facts.giver,
    )
