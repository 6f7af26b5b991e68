"""A second reading of a message that puts one case: how likely each fact is, by weights learned from known questions.

The rules' reading is one of the features. The law is applied to every likely set of facts; how likely each of its
answers is by these sets, and by the words themselves, is put together, and the most likely set of facts that leads to
the most likely answer is taken. Where that permits, but less surely than it should, the fact that decides is left open,
and asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul

from bot.aid.case import Reading
from bot.aid.facts import Form, Need, Overlay, Purpose
from bot.aid.judge import judge
from bot.aid.learned import CASE, ONE, SAYS, Shares, stored
from bot.aid.sets import ANSWERS, GRAVE, NO_CASE, Cases, Said, bounded, composed, likely, name_of, permits, said_of
from bot.answer import Verdict

LIKELY_ONE = 0.5
"""Less likely one case, a message is parted in two."""
SURE_CASE = 0.77
"""So sure, a message in which the rules read no case puts one."""
LEAST_CASE = (0.7, 0.5, 0.25)
"""Less likely than this, what the rules read as a case is none: without leave asked to give, or circumstances told (an
exchange, a payment); with one of these; and with more."""
LIKELY_FORM = 0.35
"""Less likely than this, a form that the rules do not read is not what is given."""
UNKNOWN_GOODS, NO_GOODS = 0.2, 0.1
"""So likely it is goods that are given, an unknown word may be what is given; less likely so, a meeting's is not."""
SURE = 0.7
"""So sure, other facts are told than the rules read, where the same is said to both."""
SURE_TO_PERMIT = 0.75
"""Less sure that the law permits, the fact that decides is asked for."""
AGREED, SURE_WHERE_AGREED = 0.85, 0.6
"""Where the rules say the same and the sets of facts make it so likely, less is enough."""
SURE_TO_REFUSE = 0.4
"""Then so sure, what does not permit is said without asking."""
LEAST_MADE, LEAST_TO_PERMIT = 0.2, 0.4
"""What the sets of facts make less likely than this is not said, or not permitted, whatever the words speak for."""
LEAST_COMPOSED = 0.01
"""Added to how likely the sets of facts make an answer: none is ruled out by them."""

_GOODS = (Form.EQUIPMENT, Form.TRANSPORT)


@dataclass(frozen=True)
class _Weighed:
    """What may be said to a case.

    Args:
        sets: the likely facts, each with its share.
        verdicts: what is said to each.
        made: how likely each answer is by the sets alone.
        said: how likely it is by the words as well.
    """

    sets: Mapping[Cases, float]
    verdicts: Mapping[Cases, Said]
    made: Mapping[str, float]
    said: Mapping[str, float]

    @cached_property
    def may_be(self) -> set[Said]:
        """Return what the sets of facts make likely enough to be said."""
        found = set(self.verdicts.values())
        most = max(self.made[name_of(verdict)] for verdict in found)
        least = min(LEAST_MADE * self.putting, most)
        return {verdict for verdict in found if self.made[name_of(verdict)] >= least}

    @property
    def putting(self) -> float:
        """How likely the message puts a case."""
        return 1 - self.made[NO_CASE]

    def likeliest(self, verdicts: set[Said]) -> Said:
        """Return the likeliest of some verdicts."""
        return max(verdicts, key=lambda verdict: self.said[name_of(verdict)])

    def facts(self, wanted: Said) -> Cases:
        """Return the most likely facts to which something is said."""
        return max((cases for cases in self.sets if self.verdicts[cases] == wanted), key=lambda cases: self.sets[cases])


def is_several(shares: Shares) -> bool:
    """Tell whether a message likely puts several cases."""
    return shares.get(ONE, {}).get("True", 1.0) < LIKELY_ONE


def surely_one(shares: Shares) -> float:
    """Return how likely a text, or a part of it, puts one case, and no more, 0..1."""
    return shares.get(ONE, {}).get("True", 1.0) * shares.get(CASE, {}).get("True", 1.0)


def corrected(reading: Reading, shares: Shares, by_sets: Mapping[str, Sequence[float]] | None = None) -> Reading:
    """Return a reading, corrected by how likely each value of each fact is.

    Args:
        reading: by the rules.
        shares: of `learned.weigh`.
        by_sets: of `Weights.composed`; the stored ones where nothing is told.
    """
    case = reading.case
    putting = shares.get(CASE, {}).get("True", 0.5)
    overlays = {overlay for facts in reading.facts for overlay in facts.overlays}
    signs = sum((bool(overlays), reading.permission and bool(overlays), reading.permission and reading.giving))
    if case and putting < LEAST_CASE[min(signs, 2)] and overlays.isdisjoint(GRAVE):
        return replace(reading, judged=False)
    if not case and putting <= SURE_CASE:
        return reading
    sets = likely(reading.facts, bounded(reading, shares))
    verdicts = {cases: said_of(cases) for cases in sets}
    made = composed(sets, verdicts, putting)
    said = _said(shares, made, stored().composed if by_sets is None else by_sets)
    weighed = _Weighed(sets, verdicts, made, said)
    best, before = weighed.likeliest(weighed.may_be), said_of(reading.facts)
    same = case and best == before
    chosen = weighed.facts(best)
    if same and sets[chosen] <= SURE:
        chosen = reading.facts
    if permits(best) and _is_unknown(reading, chosen, shares):
        # What no list knows is never permitted: it is asked about.
        return reading if case or permits(before) else replace(reading, judged=True)
    if permits(best) and not _surely(weighed, same):
        chosen = _less(chosen, weighed)
    return replace(reading, facts=chosen, judged=True)


def log_of(made: Mapping[str, float]) -> list[float]:
    """Return the logarithm of how likely each of ANSWERS is by the sets of facts."""
    return [math.log(made[answer] + LEAST_COMPOSED) for answer in ANSWERS]


def _said(shares: Shares, made: Mapping[str, float], by_sets: Mapping[str, Sequence[float]]) -> Mapping[str, float]:
    """Return how likely each of ANSWERS is by the words and by the sets of facts together."""
    by_words = shares.get(SAYS)
    if by_words is None:
        return made
    logs = log_of(made)
    scores = {answer: math.log(share) + sum(map(mul, by_sets[answer], logs)) for answer, share in by_words.items()}
    parts = {answer: math.exp(score) for answer, score in scores.items()}
    return {answer: part / sum(parts.values()) for answer, part in parts.items()}


def _surely(weighed: _Weighed, same: bool) -> bool:
    """Tell whether the law surely permits; `same`: the rules read so too."""
    said, made = (sum(answers[v] for v in Verdict if v.permits) for answers in (weighed.said, weighed.made))
    agreed = same and made >= AGREED * weighed.putting
    least = SURE_WHERE_AGREED if agreed else SURE_TO_PERMIT
    return said >= least and made >= LEAST_TO_PERMIT * weighed.putting


def _less(chosen: Cases, weighed: _Weighed) -> Cases:
    """Return facts that do not permit what is not surely permitted: a fact is asked for, or the stricter ones hold."""
    others = {verdict for verdict in weighed.verdicts.values() if not permits(verdict)}
    if not others:
        return chosen
    best = weighed.likeliest(others & weighed.may_be or others)
    stricter = weighed.facts(best)
    if best is None or (best in weighed.may_be and weighed.said[name_of(best)] >= SURE_TO_REFUSE):
        return stricter
    if None in others:
        return weighed.facts(None)
    return _open(chosen, stricter) or stricter


def _is_unknown(reading: Reading, chosen: Cases, shares: Shares) -> bool:
    """Tell whether goods are given that no list knows: the rules read none, and no thing is told, or one to carry."""
    goods = sum(shares.get("form", {}).get(form, 0.0) for form in _GOODS)
    meets = all(facts.form is Form.OTHER and Overlay.MUTUAL_EXCHANGE in facts.overlays for facts in chosen)
    if "unknown" in reading.telling:
        return not (meets and goods < NO_GOODS)
    nothing = any(facts.form is None for facts in reading.facts)
    if nothing and shares.get("form", {}).get(str(chosen[0].form), 1.0) < LIKELY_FORM:
        return True
    if nothing and goods > UNKNOWN_GOODS and "thing_told" not in reading.telling:
        return True
    if all(facts.form in _GOODS for facts in reading.facts) or not any(facts.form in _GOODS for facts in chosen):
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
