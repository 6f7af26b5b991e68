"""The learned weights of ranking and confidence, stored as data in bot/kb/data/weights.toml."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

RANK = ("letters", "same", "relevance", "consensus", "order", "kinds", "usual", "phrased", "body")
"""Features of a hit that order the hits of one query."""

CONFIDENCE = (
    "similarity",
    "asked",
    "covered",
    "letters",
    "same",
    "consensus",
    "most",
    "order",
    "usual",
    "phrased",
    "unknown",
    "weight",
    "margin",
    "subject",
)
"""Features of the best hit and its query that tell how likely it answers; only margin looks at the other hits."""


@cache
def settings() -> dict[str, Any]:
    """Return the stored weights and limits."""
    return tomllib.loads((files("bot.kb") / "data" / "weights.toml").read_text("utf-8"))


def score(values: dict[str, float], kind: str) -> float:
    """Return the weighted sum of features, of the kind "rank" or "confidence"; what has no weight counts nothing."""
    weights: dict[str, float] = settings()[kind]
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items())


def logistic(value: float) -> float:
    """Map a score to 0..1."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))
