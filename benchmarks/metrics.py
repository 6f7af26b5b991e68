"""Figures of merit for ranked answers, and the bootstrap that compares two methods question by question.

Pure functions over plain numbers, of the standard library only, so that the tests need no benchmark packages.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


def hit(ranked: Sequence[str], right: str, depth: int) -> float:
    """Return 1 where the right id is among the first `depth`, else 0."""
    return float(right in ranked[:depth])


def ndcg(ranked: Sequence[str], right: str, depth: int = 10) -> float:
    """Return nDCG with one relevant id: 1 / log2(1 + its rank), 0 where it is not among the first `depth`."""
    return 1 / math.log2(2 + ranked.index(right)) if right in ranked[:depth] else 0.0


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean; 0 for no values."""
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of the paired differences with its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """True where the interval does not hold 0."""
        return self.low > 0 or self.high < 0


def paired_bootstrap(
    ours: Sequence[float], theirs: Sequence[float], *, rounds: int = 4000, seed: int = 7
) -> Difference:
    """Return the difference of two methods on the same questions, with the percentile interval of a paired bootstrap.

    Args:
        ours: one value a question.
        theirs: the other method's values, same questions, same order.
        rounds: how many resamples.
        seed: of the resampling.

    Raises:
        ValueError: the two do not have the same, positive number of questions.
    """
    if len(ours) != len(theirs) or not ours:
        raise ValueError(f"two methods need the same questions: {len(ours)} and {len(theirs)} values")
    gaps = [a - b for a, b in zip(ours, theirs, strict=True)]
    rng = random.Random(seed)
    means = sorted(mean(rng.choices(gaps, k=len(gaps))) for _ in range(rounds))
    return Difference(mean(gaps), means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1])


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return how often a positive score lies above a negative one; ties count half."""
    marked = sorted([(s, True) for s in positive] + [(s, False) for s in negative])
    ranks, i = 0.0, 0
    while i < len(marked):
        j = i
        while j < len(marked) and marked[j][0] == marked[i][0]:
            j += 1
        ranks += (i + j + 1) / 2 * sum(is_positive for _, is_positive in marked[i:j])
        i = j
    pairs = len(positive) * len(negative)
    return (ranks - len(positive) * (len(positive) + 1) / 2) / pairs if pairs else 0.0


def threshold_at(scores: Sequence[float], share: float) -> float:
    """Return the highest threshold from which on at least `share` of the scores are answered."""
    if not scores:
        return 0.0
    ranked = sorted(scores, reverse=True)
    return ranked[max(1, math.ceil(share * len(ranked) - 1e-9)) - 1]


def curve(scored: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return (share answered, precision) for every threshold, from the strictest on.

    Args:
        scored: one a question: the score of what was found first, and whether it was right.
    """
    ranked = sorted(scored, key=lambda s: -s[0])
    points: list[tuple[float, float]] = []
    right = 0
    for n, (score, good) in enumerate(ranked, start=1):
        right += good
        if n == len(ranked) or ranked[n][0] < score:
            points.append((n / len(ranked), right / n))
    return points


@dataclass(frozen=True, slots=True)
class Bin:
    """One stretch of the confidence: how many questions, their mean confidence, and the share that was right."""

    count: int
    confidence: float
    right: float


def reliability(scored: Sequence[tuple[float, bool]], edges: Sequence[float]) -> list[Bin]:
    """Return the filled bins between neighbouring edges (upper edge belongs to the last bin only)."""
    bins: list[Bin] = []
    for low, high in pairwise(edges):
        inside = [s for s in scored if low <= s[0] < high or (high == edges[-1] and s[0] == high)]
        if inside:
            bins.append(Bin(len(inside), mean([s for s, _ in inside]), mean([float(g) for _, g in inside])))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: |confidence − share right|, weighted by the questions in each bin."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("no values to take a percentile of")
    return sorted(values)[max(1, math.ceil(share * len(values) - 1e-9)) - 1]
