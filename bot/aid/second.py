"""A second reading of a message that puts one case: how likely each fact is, by weights learned from known questions.

The rules' reading is one of the features. The law is applied to every likely set of facts; what it says to most of them
is said. Where that permits, but less surely than it should, the fact that decides is left open, and asked for. The
weights are stored as data; `python -m benchmarks.cases` learns them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from bot.aid.case import Reading
from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose
from bot.aid.features import FACTS, features, value
from bot.aid.judge import judge
from bot.answer import Verdict

CASE, ONE = "case", "one"
"""What is told of a message beside FACTS: whether it puts a case, and whether it puts no more than one."""
LIKELY_ONE = 0.5
"""Less likely one case, a message is parted in two."""
SURE_CASE = 0.75
"""So sure, a message in which the rules read no case puts one."""
LEAST_CASE = (0.7, 0.5, 0.25)
"""Less likely than this, what the rules read as a case is none: without leave asked to give, or circumstances told (an
exchange, a payment); with one of these; and with more."""
UNKNOWN_GOODS = 0.2
"""So likely it is goods that are given, an unknown word may be what is given."""
SURE = 0.55
"""So sure, something else is said than the rules would."""
SURE_OF_ONE = 0.95
"""So sure, two cases that the rules read are one, where it alone would be permitted."""
SURE_TO_PERMIT = 0.8
"""Less sure that the law permits, the fact that decides is asked for."""
GRAVE = (Overlay.MILITARY_OR_DUAL_USE, Overlay.SANCTIONED)
"""What the lists say of arms and of sanctions is never taken back."""
SURE_UNASKED = 0.7
"""Where nothing can be asked, less sure than this, the stricter reading is taken."""
LEAST = 0.03
"""A value less likely than this is left out."""
MOST = 32
"""So many sets of facts, the most likely, are looked at."""

_GOODS = (Form.EQUIPMENT, Form.TRANSPORT)

Shares = Mapping[str, Mapping[str, float]]
Cases = tuple[AidFacts, ...]
Said = Verdict | None
"""A verdict, or None where a fact is asked for."""


@dataclass(frozen=True)
class Weights:
    """Learned weights.

    Args:
        outcomes: name and value of each fact that can be told, with its bias.
        weights: of each feature, the numbers of the outcomes that it speaks for or against, each with its weight.
    """

    outcomes: Sequence[tuple[str, str, float]]
    weights: Mapping[str, Sequence[tuple[int, float]]]

    def shares(self, seen: Iterable[str]) -> Shares:
        """Return how likely each value of each fact is, 0..1, by the features seen."""
        scores = [bias for _, _, bias in self.outcomes]
        for feature in seen:
            for outcome, weight in self.weights.get(feature, ()):
                scores[outcome] += weight
        found: dict[str, dict[str, float]] = {}
        for (fact, said, _), score in zip(self.outcomes, scores, strict=True):
            found.setdefault(fact, {})[said] = math.exp(min(score, 50.0))
        for values in found.values():
            total = sum(values.values())
            values.update({said: part / total for said, part in values.items()})
        return found


@cache
def stored() -> Weights:
    """Return the weights stored with the code."""
    data = json.loads((files("bot.aid") / "data" / "second.json").read_text("utf-8"))
    return Weights([(fact, said, bias) for fact, said, bias in data["outcomes"]], data["weights"])


def weigh(reading: Reading) -> Shares:
    """Return how likely each value of each fact of a message is, by the stored weights; none where it gives nothing."""
    if not (reading.case or reading.permission or reading.giving or "form" in reading.telling):
        return {}
    return stored().shares(features(reading))


def is_several(shares: Shares) -> bool:
    """Tell whether a message likely puts several cases."""
    return shares.get(ONE, {}).get("True", 1.0) < LIKELY_ONE


def surely_one(shares: Shares) -> float:
    """Return how likely a text, or a part of it, puts one case, and no more, 0..1."""
    return shares.get(ONE, {}).get("True", 1.0) * shares.get(CASE, {}).get("True", 1.0)


def corrected(reading: Reading, shares: Shares) -> Reading:
    """Return a reading, corrected by how likely each value of each fact is."""
    case = reading.case
    putting = shares.get(CASE, {}).get("True", 0.5)
    overlays = {overlay for facts in reading.facts for overlay in facts.overlays}
    signs = sum((bool(overlays), reading.permission and bool(overlays), reading.permission and reading.giving))
    if case and putting < LEAST_CASE[min(signs, 2)] and overlays.isdisjoint(GRAVE):
        return replace(reading, judged=False)
    if not case and putting <= SURE_CASE:
        return reading
    sets = _likely(reading.facts, _bounded(reading, shares))
    verdicts = {cases: said_of(cases) for cases in sets}
    said: dict[Said, float] = {}
    for cases, share in sets.items():
        said[verdicts[cases]] = said.get(verdicts[cases], 0.0) + share
    best, before = max(said, key=lambda verdict: said[verdict]), said_of(reading.facts)
    if case and said[best] <= SURE:
        best = before
    likely = _most(sets, verdicts, {best}) if best in said else reading.facts
    chosen = reading.facts if case and best == before and sets.get(likely, 0.0) <= SURE else likely
    if _permits(said_of(chosen)) and _is_unknown(reading, chosen, shares):
        # What no list knows is never permitted: it is asked about.
        return reading if case or _permits(before) else replace(reading, judged=True)
    permitted = sum(share for verdict, share in said.items() if _permits(verdict))
    others = {verdict for verdict in said if verdict is not None and not verdict.permits}
    if _permits(best) and permitted < SURE_TO_PERMIT and others:
        stricter = _most(sets, verdicts, others)
        opened = _open(chosen, stricter)
        if opened is not None:
            chosen = opened
        elif permitted < SURE_UNASKED:
            chosen = stricter
    return replace(reading, facts=chosen, judged=True)


def _is_unknown(reading: Reading, chosen: Cases, shares: Shares) -> bool:
    """Tell whether goods are given that no list knows: the rules read none, and no thing is told, or one to carry."""
    if "unknown" in reading.telling:
        return True
    nothing = any(facts.form is None for facts in reading.facts)
    goods = sum(shares.get("form", {}).get(form, 0.0) for form in _GOODS)
    if nothing and goods > UNKNOWN_GOODS and "thing_told" not in reading.telling:
        return True
    if all(facts.form in _GOODS for facts in reading.facts) or not any(facts.form in _GOODS for facts in chosen):
        return False
    carries = any(facts.form is Form.TRANSPORT for facts in chosen)
    return "thing_told" not in reading.telling or (nothing and carries)


def _bounded(reading: Reading, shares: Shares) -> Shares:
    """Keep what words settle: surplus that is taken back ("not replaced"), what is bought, a mutual exchange."""
    kept = dict(shares)
    need, told = {**shares.get("equipment_status", {})}, reading.facts[0].equipment_status
    need.pop(Need.NO_LONGER_NEEDED, None)
    if "need_taken_back" in reading.telling and told is Need.UNKNOWN and need:
        kept["equipment_status"] = {said: share / sum(need.values()) for said, share in need.items()}
    if "bought" in reading.telling and told is Need.STILL_USED:
        kept["equipment_status"] = {Need.STILL_USED: 1.0}
    if "mutual" in reading.telling and Overlay.MUTUAL_EXCHANGE in reading.facts[0].overlays:
        kept[Overlay.MUTUAL_EXCHANGE] = {"True": 1.0}
    return kept


def _likely(cases: Cases, shares: Shares) -> dict[Cases, float]:
    """Return the likely facts of a message's cases, the most likely first, each with its share."""
    found: dict[Cases, float] = {}
    one = shares.get(ONE, {}).get("True", 1.0)
    several = len({facts.form for facts in cases}) > 1
    single = tuple({facts.country: facts for facts in reversed(cases)}.values())[::-1] if several else cases
    if _permits(said_of(single)) and not _permits(said_of(cases)) and one < SURE_OF_ONE:
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


def said_of(cases: Iterable[AidFacts]) -> Said:
    """Return the strictest verdict of some cases; None where a fact of one is asked for."""
    verdicts = [judge(facts).verdict for facts in cases]
    told = [verdict for verdict in verdicts if verdict is not None]
    return min(told, key=lambda verdict: verdict.strictness) if len(told) == len(verdicts) else None


def _permits(said: Said) -> bool:
    return said is not None and said.permits


def _most(sets: Mapping[Cases, float], verdicts: Mapping[Cases, Said], wanted: Collection[Said]) -> Cases:
    """Return the most likely facts to which one of some verdicts is said."""
    return max((cases for cases in sets if verdicts[cases] in wanted), key=lambda cases: sets[cases])


def _open(cases: Cases, others: Cases) -> Cases | None:
    """Leave open, in cases that the law permits, what differs from others that it does not; None where nobody asks."""
    first, other = cases[0], others[0]
    opened = first
    if first.form is not other.form:
        opened = replace(opened, form=None)
    if first.equipment_status is not other.equipment_status:
        opened = replace(opened, equipment_status=Need.UNKNOWN)
    if first.money_purpose is not other.money_purpose:
        opened = replace(opened, money_purpose=Purpose.UNKNOWN)
    if Overlay.MILITARY_OR_DUAL_USE in other.overlays - first.overlays:
        opened = replace(opened, receiver_unclear=True)
    return (opened,) if opened != first and not _permits(judge(opened).verdict) else None


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
