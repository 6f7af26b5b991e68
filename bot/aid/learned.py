"""A learned network: how likely each fact of a message is, and what is said to it, by the features seen of it.

Its weights are stored as data; `python -m benchmarks.cases` learns them.
"""

from __future__ import annotations

import json
import math
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul
from typing import Any, Self

from bot.aid.case import Reading
from bot.aid.features import features

CASE, ONE, SAYS = "case", "one", "says"
"""What is told of a message beside FACTS: whether it puts a case, whether it puts no more than one, and what is said to
it, one of `sets.ANSWERS`."""

Shares = Mapping[str, Mapping[str, float]]
"""How likely each value of each fact is, 0..1."""


@dataclass(frozen=True)
class Network:
    """A network of one hidden layer.

    Args:
        features: the number of each feature that speaks.
        rows: what each feature adds to each part of the hidden layer, row by row, in whole steps (signed bytes).
        step: size of such a step.
        hidden: what each part of the hidden layer starts from.
        outcomes: name and value of each fact that can be told, what it starts from, and what each part adds to it.
    """

    features: Mapping[str, int]
    rows: Sequence[int]
    step: float
    hidden: Sequence[float]
    outcomes: Sequence[tuple[str, str, float, Sequence[float]]]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return a network as `benchmarks.cases` stores it."""
        named = {str(name): at for at, name in enumerate(data["features"])}
        rows = memoryview(b64decode(data["rows"])).cast("b")
        return cls(named, rows, data["step"], data["hidden"], data["outcomes"])

    def shares(self, seen: Iterable[str]) -> Shares:
        """Return how likely each value of each fact is, 0..1, by the features seen."""
        width = len(self.hidden)
        known = [self.features[name] * width for name in seen if name in self.features]
        sums = map(sum, zip(*(self.rows[at : at + width] for at in known), strict=True)) if known else [0] * width
        scale = self.step / math.sqrt(max(len(known), 1))
        inner = [max(0.0, start + scale * added) for start, added in zip(self.hidden, sums, strict=True)]
        found: dict[str, dict[str, float]] = {}
        for fact, said, start, weights in self.outcomes:
            found.setdefault(fact, {})[said] = math.exp(min(start + sum(map(mul, weights, inner)), 50.0))
        for values in found.values():
            total = sum(values.values())
            values.update({said: part / total for said, part in values.items()})
        return found


@cache
def stored() -> Network:
    """Return the network stored with the code."""
    return Network.from_json(json.loads((files("bot.aid") / "data" / "second.json").read_text("utf-8")))


def weigh(reading: Reading) -> Shares:
    """Return how likely each value of each fact of a message is, by the stored network; none where it gives nothing."""
    if not (reading.case or reading.permission or reading.giving or "form" in reading.telling):
        return {}
    return stored().shares(features(reading))
