"""Judge a case whose facts are partly unknown: work out every completion, and ask back only where that decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.aid.facts import ASKABLE, GOODS, AidFacts, Form, Kind, Need, Purpose, StateAid
from bot.aid.rules import Ruling, decide
from bot.answer import Verdict, strictest

VALUES: dict[str, tuple[str, ...]] = {
    "form": tuple(Form),
    "money_purpose": (Purpose.TRAINING_OR_ADVICE, Purpose.OTHER),
    "equipment_status": (Need.NO_LONGER_NEEDED, Need.STILL_USED),
    "country": (StateAid.YES, StateAid.NO),
    "receiver": (Kind.CIVILIAN, Kind.MILITARY),
}
"""What each fact of ASKABLE may turn out to be."""


KEPT_JUDGEMENTS = 2_048
"""So many cases stay judged: the likely facts of one message are judged again and again."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the bot can say of a case.

    Args:
        facts: the case.
        verdict: the verdict, or None where a fact is asked for.
        ask: the fact to ask for, or None.
        rulings: what the rules say of each completion, without repetition; one where the facts decide.
        open: the facts that were not known.
        undecided: True where the verdict is legal review because the asker cannot tell a deciding fact.
    """

    facts: AidFacts
    verdict: Verdict | None
    ask: str | None
    rulings: tuple[Ruling, ...]
    open: tuple[str, ...] = ()
    undecided: bool = False


@lru_cache(maxsize=KEPT_JUDGEMENTS)
def judge(facts: AidFacts) -> Judgement:
    """Judge a case; what was judged lately is not worked out again.

    All completions permit → answered with conditions; all agree → answered; else the fact that decides most is asked
    for, or the case goes to legal review where the asker cannot tell.
    """
    unknown = tuple(_unknown(facts))
    rulings = tuple(dict.fromkeys(decide(full) for full in _completions(facts, unknown)))
    verdicts = {ruling.verdict for ruling in rulings}
    if settled(verdicts):
        return Judgement(facts, strictest(verdicts), None, rulings, unknown)
    deciding = [fact for fact in unknown if _decides(facts, fact, unknown)] or list(unknown)
    if any(fact in facts.cannot_say for fact in deciding):
        return Judgement(facts, Verdict.NEEDS_LEGAL_REVIEW, None, rulings, unknown, undecided=True)
    ask = max(deciding, key=lambda fact: (_resolved(facts, fact, unknown), -ASKABLE.index(fact)))
    return Judgement(facts, None, ask, rulings, unknown)


def settled(verdicts: Iterable[Verdict]) -> bool:
    """Tell whether these verdicts can be answered as one: all the same, or all permitting."""
    found = set(verdicts)
    return len(found) == 1 or all(v.permits for v in found)


def _unknown(facts: AidFacts) -> Iterator[str]:
    if facts.form is None:
        yield "form"
    if facts.form is Form.MONEY and facts.money_purpose is Purpose.UNKNOWN:
        yield "money_purpose"
    if (facts.form is None or facts.form in GOODS) and facts.equipment_status is Need.UNKNOWN:
        yield "equipment_status"
    if facts.state_aid is StateAid.UNKNOWN:
        yield "country"
    if facts.receiver_unclear:
        yield "receiver"


def _completions(facts: AidFacts, unknown: Iterable[str]) -> Iterator[AidFacts]:
    cases = [facts]
    for fact in unknown:
        cases = [case.with_value(fact, value) for case in cases for value in VALUES[fact]]
    for case in cases:
        if case.form is Form.MONEY and case.money_purpose is Purpose.UNKNOWN:
            yield from (replace(case, money_purpose=p) for p in (Purpose.TRAINING_OR_ADVICE, Purpose.OTHER))
        else:
            yield case


def _verdicts(facts: AidFacts, unknown: Iterable[str]) -> set[Verdict]:
    return {decide(full).verdict for full in _completions(facts, unknown)}


def _decides(facts: AidFacts, fact: str, unknown: tuple[str, ...]) -> bool:
    """Tell whether the verdict depends on a fact, whatever the others are."""
    rest = tuple(f for f in unknown if f != fact)
    return any(
        len({decide(full.with_value(fact, value)).verdict for value in VALUES[fact]}) > 1
        for full in _completions(facts, rest)
    )


def _resolved(facts: AidFacts, fact: str, unknown: tuple[str, ...]) -> float:
    """Share of a fact's values after which nothing more need be asked."""
    rest = tuple(f for f in unknown if f != fact)
    values = VALUES[fact]
    return sum(settled(_verdicts(facts.with_value(fact, value), rest)) for value in values) / len(values)
