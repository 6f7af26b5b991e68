"""Train a network of one hidden layer that tells several facts at once; of a row, only some may be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags

WIDTH = 64
"""Of the hidden layer."""
ROUNDS, BATCH, RATE = 16, 64, 0.005
"""How often each row is seen, in batches of so many, with steps that shrink from this rate to none."""
FAST, SLOW, LEAST = 0.9, 0.99, 1e-8
"""Of Adam: how long a slope and its square are remembered, and what keeps a division safe. A feature is moved, and
forgets, only by the batches that it is seen in: what is seldom seen is not carried on by what others did."""
DECAY = 0.001
"""By which part of its rate a step makes weights smaller."""
DROPPED = 0.3
"""Share of the hidden layer that is left out of a step, lest one part lean on another."""

Array = np.ndarray


@dataclass(frozen=True)
class Target:
    """One fact to be told.

    Args:
        values: its values.
        shares: of each row, how much of each value holds (rows × values); 0 throughout where it is not known.
        weight: of each row.
    """

    values: Sequence[str]
    shares: Array
    weight: Array


@dataclass(frozen=True)
class Trained:
    """The weights: of features (features × WIDTH), of outcomes (WIDTH × outcomes), and what both start from."""

    rows: Array
    hidden: Array
    told: Array
    bias: Array


def parts(targets: Mapping[str, Target]) -> dict[str, slice]:
    """Return which outcomes tell which fact."""
    ends = np.cumsum([0, *(len(target.values) for target in targets.values())])
    return {name: slice(ends[at], ends[at + 1]) for at, name in enumerate(targets)}


def train(seen: csr_matrix, targets: Mapping[str, Target]) -> Trained:
    """Return a network trained on rows of features (rows × features, 1 where seen)."""
    random = np.random.default_rng(0)
    # The more features a row has, the less each counts: `bot.aid.learned` does the same.
    data = csr_matrix(diags(1 / np.sqrt(np.maximum(seen.getnnz(axis=1), 1))) @ seen, dtype=np.float32)
    told = parts(targets)
    wanted = np.concatenate([target.shares for target in targets.values()], axis=1)
    weight = np.concatenate(
        [
            target.weight[:, None] * target.shares.any(axis=1, keepdims=True) * np.ones(len(target.values))
            for target in targets.values()
        ],
        axis=1,
    )
    rows = random.standard_normal((seen.shape[1], WIDTH)) * 0.05
    out = random.standard_normal((WIDTH, wanted.shape[1])) * 0.1
    weights = [part.astype(np.float32) for part in (rows, np.zeros(WIDTH), out, np.zeros(wanted.shape[1]))]
    memory = [(np.zeros_like(part), np.zeros_like(part)) for part in weights]
    for number in range(ROUNDS):
        order = random.permutation(len(wanted))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            kept = (random.random((len(chosen), WIDTH)) >= DROPPED).astype(np.float32) / (1 - DROPPED)
            slopes = _slopes(weights, data[chosen], wanted[chosen], weight[chosen], told, kept)
            rate = RATE * (1 - (number + start / len(order)) / ROUNDS)
            everything = slice(None)
            places = (np.unique(data[chosen].indices), everything, everything, everything)
            for part, slope, (step, square), at in zip(weights, slopes, memory, places, strict=True):
                step[at] = FAST * step[at] + (1 - FAST) * slope[at]
                square[at] = SLOW * square[at] + (1 - SLOW) * slope[at] ** 2
                part[at] -= rate * (step[at] / (np.sqrt(square[at]) + LEAST) + DECAY * part[at])
    return Trained(*weights)


def _slopes(
    weights: Sequence[Array], seen: csr_matrix, wanted: Array, weight: Array, told: Mapping[str, slice], kept: Array
) -> tuple[Array, Array, Array, Array]:
    """Return how the error of a batch changes with each weight."""
    rows, hidden, out, bias = weights
    inner = seen @ rows + hidden
    active = np.maximum(inner, 0) * kept
    scores = active @ out + bias
    found = np.concatenate([_shares(scores[:, part]) for part in told.values()], axis=1)
    error = ((found - wanted) * weight / len(wanted)).astype(np.float32)
    back = (error @ out.T) * kept * (inner > 0)
    return seen.T @ back, back.sum(axis=0), active.T @ error, error.sum(axis=0)


def _shares(scores: Array) -> Array:
    parts = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))
