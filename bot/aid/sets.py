"""The likely sets of facts of a message, and how likely they make each answer of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.features import FACTS, value
from bot.aid.judge import judge
from bot.aid.learned import ONE, Shares
from bot.answer import Verdict, strictest

ASK, NO_CASE = "ask", "none"
ANSWERS = (*map(str, Verdict), ASK, NO_CASE)
"""What may be said to a message, by name."""
SURE_OF_ONE = 0.95
"""So sure, two cases that the rules read are one, where it alone would be permitted."""
GRAVE = (Overlay.MILITARY_OR_DUAL_USE, Overlay.SANCTIONED)
"""What the lists say of arms and of sanctions is never taken back."""
LEAST = 0.03
"""A value less likely than this is left out."""
MOST = 32
"""So many sets of facts, the most likely, are looked at."""

Cases = tuple[AidFacts, ...]
Said = Verdict | None
"""A verdict, or None where a fact is asked for."""


def said_of(cases: Iterable[AidFacts]) -> Said:
    """Return the strictest verdict of some cases; None where a fact of one is asked for."""
    verdicts = [judge(facts).verdict for facts in cases]
    told = [verdict for verdict in verdicts if verdict is not None]
    return strictest(told) if len(told) == len(verdicts) else None


def name_of(said: Said) -> str:
    """Return the name of what is said, one of ANSWERS."""
    return ASK if said is None else str(said)


def permits(said: Said) -> bool:
    """Tell whether what is said permits."""
    return said is not None and said.permits


def bounded(reading: Reading, shares: Shares) -> Shares:
    """Keep what words and lists settle: taken back surplus, what is bought or nobody can tell, exchange, sanctions."""
    kept, told = dict(shares), reading.facts[0].equipment_status
    kept.pop(Overlay.SANCTIONED, None)  # as the country, by the lists
    if "need_taken_back" in reading.telling and told is not Need.NO_LONGER_NEEDED:
        need = {
            said: share for said, share in shares.get("equipment_status", {}).items() if said != Need.NO_LONGER_NEEDED
        }
        kept["equipment_status"] = {said: share / sum(need.values()) for said, share in need.items()}
    if "bought" in reading.telling and told is Need.STILL_USED:
        kept["equipment_status"] = {Need.STILL_USED: 1.0}
    if "equipment_status" in reading.facts[0].cannot_say:
        kept["equipment_status"] = {Need.UNKNOWN: 1.0}
    if "money_purpose" in reading.facts[0].cannot_say:
        kept["money_purpose"] = {Purpose.UNKNOWN: 1.0}
    if "mutual" in reading.telling and Overlay.MUTUAL_EXCHANGE in reading.facts[0].overlays:
        kept[Overlay.MUTUAL_EXCHANGE] = {"True": 1.0}
    return kept


def likely(cases: Cases, shares: Shares) -> dict[Cases, float]:
    """Return the likely facts of a message's cases, the most likely first, each with its share."""
    found: dict[Cases, float] = {}
    one = shares.get(ONE, {}).get("True", 1.0)
    several = len({facts.form for facts in cases}) > 1
    single = tuple({facts.country: facts for facts in reversed(cases)}.values())[::-1] if several else cases
    if permits(said_of(single)) and not permits(said_of(cases)) and one < SURE_OF_ONE:
        single = cases
    if single != cases:
        found[cases] = 1 - one
    sets = {single: one if single != cases else 1.0}
    for fact in FACTS:
        told = {said: share for said, share in shares.get(fact, {}).items() if share >= LEAST}
        if not told or (len(told) < 2 and value(single[0], fact) in told):
            continue
        more: dict[Cases, float] = {}
        for before, share in sets.items():
            now = {value(facts, fact) for facts in before}
            apart = len(now) > 1 or (fact in GRAVE and "True" in now)
            if apart or (fact == "money_purpose" and before[0].form is not Form.MONEY):
                more[before] = more.get(before, 0.0) + share
                continue
            for said, part in told.items():
                after = tuple(_with(facts, fact, said) for facts in before)
                more[after] = more.get(after, 0.0) + share * part
        kept = sorted(more, key=lambda sets: -more[sets])[:MOST]
        sets = {cases: more[cases] for cases in kept}
    for after, share in sets.items():
        found[after] = found.get(after, 0.0) + share
    total = sum(found.values()) or 1.0
    return {cases: share / total for cases, share in found.items()}


def composed(sets: Mapping[Cases, float], verdicts: Mapping[Cases, Said], putting: float) -> Mapping[str, float]:
    """Return how likely each of ANSWERS is by some sets of facts alone.

    Args:
        sets: the likely facts of a message, each with its share.
        verdicts: what is said to each.
        putting: how likely the message puts a case.
    """
    found = dict.fromkeys(ANSWERS, 0.0)
    for cases, share in sets.items():
        found[name_of(verdicts[cases])] += share * putting
    return found | {NO_CASE: 1 - putting}


def _with(facts: AidFacts, fact: str, said: str) -> AidFacts:
    """Return facts with one of FACTS set to a value by its name."""
    if value(facts, fact) == said:
        return facts
    if fact in tuple(Overlay):
        overlay = {Overlay(fact)}
        return replace(facts, overlays=facts.overlays | overlay if said == "True" else facts.overlays - overlay)
    if fact == "form":
        return replace(facts, form=None if said == "none" else Form(said))
    if fact == "money_purpose":
        return replace(facts, money_purpose=Purpose.UNKNOWN if said == "none" else Purpose(said))
    if fact == "equipment_status":
        return replace(facts, equipment_status=Need(said))
    if fact == "giver":
        return replace(facts, giver=Giver(said))
    return replace(facts, unexamined=said == "True")
