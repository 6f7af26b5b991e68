"""Learned weights: how likely each fact of a message is, and what is said to it, by the features seen of it.

They are stored as data; `python -m benchmarks.cases` learns them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.aid.case import Reading
from bot.aid.features import features

CASE, ONE, SAYS = "case", "one", "says"
"""What is told of a message beside FACTS: whether it puts a case, whether it puts no more than one, and what is said to
it, one of `sets.ANSWERS`."""

Shares = Mapping[str, Mapping[str, float]]
"""How likely each value of each fact is, 0..1."""


@dataclass(frozen=True)
class Weights:
    """Learned weights.

    Args:
        outcomes: name and value of each fact that can be told, with its bias.
        weights: of each feature, the numbers of the outcomes that it speaks for or against, each with its weight.
        composed: of each of ANSWERS, how much each of them speaks for it by how likely the sets of facts make it.
    """

    outcomes: Sequence[tuple[str, str, float]]
    weights: Mapping[str, Sequence[tuple[int, float]]]
    composed: Mapping[str, Sequence[float]] = field(default_factory=dict)

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
    outcomes = [(fact, said, bias) for fact, said, bias in data["outcomes"]]
    return Weights(outcomes, data["weights"], data["composed"])


def weigh(reading: Reading) -> Shares:
    """Return how likely each value of each fact of a message is, by the stored weights; none where it gives nothing."""
    if not (reading.case or reading.permission or reading.giving or "form" in reading.telling):
        return {}
    return stored().shares(features(reading))
