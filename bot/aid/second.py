"""A second reading of a message that puts one case: how likely each fact is, by weights learned from known questions.

The rules' reading is one of the features. The law is applied to every likely set of facts; how likely each of its
answers is by these sets, and by the words themselves, is put together, and the most likely set of facts that leads to
the most likely answer is taken. Where that permits, but less surely than it should, the fact that decides is left open,
and asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.aid.case import Reading
from bot.aid.facts import GOODS, Form, Need, Overlay, Purpose
from bot.aid.judge import judge
from bot.aid.learned import CASE, ONE, SAYS, Shares
from bot.aid.sets import ANSWERS, GRAVE, Cases, Said, bounded, composed, likely, name_of, permits, said_of
from bot.answer import Verdict

LIKELY_ONE = 0.5
"""Less likely one case, a message is parted in two."""
DOUBTFUL = 0.5
"""Less likely permitted by the words of the whole, what its parts permit is judged as a whole."""
SURE_CASE, LEAST_CASE = 0.97, 0.6
"""So sure, a message puts a case that the rules do not read; less likely than the other, it puts none though they do.
What names arms or sanctions stays one."""
LIKELY_FORM = 0.85
"""Less likely than this, a form that the rules do not read is not what is given."""
UNKNOWN_GOODS, NO_GOODS = 0.2, 0.1
"""So likely it is goods that are given, an unknown word may be what is given; less likely so, a meeting's is not."""
SURE_TO_PERMIT = 0.75
"""Less sure that the law permits, the fact that decides is asked for."""
RULED_OUT = 0.03
"""Added to how likely the words, or the sets of facts, make an answer: neither alone rules one out."""


@dataclass(frozen=True)
class _Weighed:
    """What may be said to a case.

    Args:
        sets: the likely facts, each with its share.
        verdicts: what is said to each.
        said: how likely each of ANSWERS is.
    """

    sets: Mapping[Cases, float]
    verdicts: Mapping[Cases, Said]
    said: Mapping[str, float]

    def likeliest(self, verdicts: Iterable[Said]) -> Said:
        """Return the likeliest of some verdicts."""
        return max(verdicts, key=lambda verdict: self.said[name_of(verdict)])

    def facts(self, wanted: Said) -> Cases:
        """Return the most likely facts to which something is said."""
        return max((cases for cases in self.sets if self.verdicts[cases] == wanted), key=lambda cases: self.sets[cases])


def is_several(shares: Shares) -> bool:
    """Tell whether a message likely puts several cases."""
    case, one = (shares.get(name, {}).get("True", 1.0) for name in (CASE, ONE))
    return one < LIKELY_ONE and case >= LEAST_CASE


def hardly_permits(shares: Shares) -> bool:
    """Tell whether the words of a message make it more likely that the law does not permit than that it does."""
    said = shares.get(SAYS, {})
    return bool(said) and sum(said[verdict] for verdict in Verdict if verdict.permits) < DOUBTFUL


def surely_one(shares: Shares) -> float:
    """Return how likely a text, or a part of it, puts one case, and no more, 0..1."""
    return shares.get(ONE, {}).get("True", 1.0) * shares.get(CASE, {}).get("True", 1.0)


def corrected(reading: Reading, shares: Shares) -> Reading:
    """Return a reading, corrected by how likely each value of each fact is.

    Args:
        reading: by the rules.
        shares: of `learned.weigh`.
    """
    case = reading.case
    putting = shares.get(CASE, {}).get("True", 0.5)
    overlays = {overlay for facts in reading.facts for overlay in facts.overlays}
    if putting < (LEAST_CASE if case else SURE_CASE) and not (case and overlays & set(GRAVE)):
        return replace(reading, judged=False)
    sets = likely(reading.facts, bounded(reading, shares))
    verdicts = {cases: said_of(cases) for cases in sets}
    weighed = _Weighed(sets, verdicts, _said(shares, composed(sets, verdicts, putting)))
    best, before = weighed.likeliest(verdicts.values()), said_of(reading.facts)
    chosen = reading.facts if case and best == before else weighed.facts(best)
    if permits(best) and _is_unknown(reading, chosen, shares):
        # What no list knows is never permitted: it is asked about.
        return reading if case or permits(before) else replace(reading, judged=True)
    if permits(best) and sum(weighed.said[verdict] for verdict in Verdict if verdict.permits) < SURE_TO_PERMIT:
        chosen = _less(chosen, weighed)
    return replace(reading, facts=chosen, judged=True)


def _said(shares: Shares, made: Mapping[str, float]) -> Mapping[str, float]:
    """Return how likely each of ANSWERS is by the words and by the sets of facts together."""
    by_words = shares.get(SAYS)
    if by_words is None:
        return made
    parts = {answer: math.sqrt((by_words[answer] + RULED_OUT) * (made[answer] + RULED_OUT)) for answer in ANSWERS}
    return {answer: part / sum(parts.values()) for answer, part in parts.items()}


def _less(chosen: Cases, weighed: _Weighed) -> Cases:
    """Return facts that do not permit what is not surely permitted: a fact is asked for, or the stricter ones hold."""
    others = [verdict for verdict in weighed.verdicts.values() if not permits(verdict)]
    if not others:
        unsure = (replace(chosen[0], equipment_status=Need.UNKNOWN),)
        return chosen if permits(said_of(unsure)) else unsure
    if None in others:
        return weighed.facts(None)
    stricter = weighed.facts(weighed.likeliest(others))
    return _open(chosen, stricter) or stricter


def _is_unknown(reading: Reading, chosen: Cases, shares: Shares) -> bool:
    """Tell whether goods are given that no list knows: the rules read none, and no thing is told, or one to carry."""
    goods = sum(shares.get("form", {}).get(form, 0.0) for form in GOODS)
    meets = all(facts.form is Form.OTHER and Overlay.MUTUAL_EXCHANGE in facts.overlays for facts in chosen)
    if "unknown" in reading.telling:
        return not (meets and goods < NO_GOODS)
    nothing = any(facts.form is None for facts in reading.facts)
    if nothing and shares.get("form", {}).get(str(chosen[0].form), 1.0) < LIKELY_FORM:
        return True
    if nothing and goods > UNKNOWN_GOODS and "thing_told" not in reading.telling:
        return True
    if all(facts.form in GOODS for facts in reading.facts) or not any(facts.form in GOODS for facts in chosen):
        return False
    carries = any(facts.form is Form.TRANSPORT for facts in chosen)
    return "thing_told" not in reading.telling or (nothing and carries)


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
    return (opened,) if opened != first and not permits(judge(opened).verdict) else None
