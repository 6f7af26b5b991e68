"""Learn the weights of ranking and confidence from questions whose entry is known, and print them as weights.toml.

Run as `python -m benchmarks.weights`. Asked are half of the questions kept apart (`benchmarks/apart.py`) and the golden
questions; the index holds none of either. The rank's weights are a conditional logit: of a question's candidates, its
own entry shall stand first. The confidence's are a logistic over the best hit, with questions that nothing answers: the
same ones with their entry taken out of the hits, near misses, and the questions of a public FAQ on other subjects.

A question often fits a neighbouring entry as well, and only its own counts as right here: such a miss weighs little
(DOUBTFUL), and the confidence is stretched (STRETCH, RAISE) to what it is on whole messages, whose evaluation knows
every right answer. Only the order of ranks matters to a query; SCALE keeps their distances near those of which the
limits speak.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from benchmarks import apart
from benchmarks.entries import shipped
from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.knowledge import Knowledge
from bot.kb.language import detect
from bot.kb.search import CANDIDATES, Hit
from bot.kb.weights import CONFIDENCE, RANK
from bot.matching import MOST_MARGIN, MOST_WEIGHT
from bot.question import Language
from bot.upkeep.golden import golden_cases

DOUBTFUL, REMOVED, OFF_TOPIC = 0.3, 0.2, 10.0
STRETCH, RAISE, SCALE = 1.5, 1.8, 0.8
RIDGE = 1e-3
BY_HAND = {"body": -0.48}
"""What too few questions tell to be learned."""

LEARNED = [name for name in RANK if name not in BY_HAND]


@dataclass(frozen=True)
class Asked:
    """One question: its entry ("" where nothing answers), how surely it is that one's alone, and its hits."""

    entry: str
    surely: bool
    near_miss: bool
    hits: list[Hit]
    unknown: float
    weight: float


def asked(
    base: KnowledgeBase, text: str, language: Language, entry: str, *, surely: bool, near_miss: bool = False
) -> Asked:
    """Search for one question as the product does."""
    tokens = base.search.query(text, language)
    total = sum(t.weight for t in tokens) or 1.0
    unknown = sum(t.weight for t in tokens if not t.known) / total
    weight = min(total, MOST_WEIGHT) / MOST_WEIGHT
    hits = base.search.hits(tokens, text, limit=CANDIDATES, language=language)
    return Asked(entry, surely, near_miss, hits, unknown, weight)


def questions(knowledge: Knowledge) -> list[Asked]:
    """Return every question to learn from."""
    base = in_memory(knowledge)
    golden = golden_cases(knowledge)
    found = [asked(base, c.question, c.language, c.entry, surely=True, near_miss=not c.reach) for c in golden]
    found += [asked(base, q.text, detect(q.text, q.language), q.entry, surely=False) for q in apart.to_learn()]
    faq = Path(__file__).parent / "data" / "swefaq_dev.jsonl"
    off = {json.loads(line)["question"] for line in faq.read_text("utf-8").splitlines()}
    return found + [asked(base, q, Language.SV, "", surely=True) for q in sorted(off)]


def features(hits: Sequence[Hit]) -> np.ndarray:
    """Return the learned features of hits, a row each."""
    return np.array([[getattr(hit, name) for name in LEARNED] for hit in hits])


def learn_rank(rows: list[Asked]) -> np.ndarray:
    """Return the weights under which a question's own entry most likely stands first."""
    sets = [
        (features(row.hits), [h.entry for h in row.hits].index(row.entry))
        for row in rows
        if row.entry and not row.near_miss and any(h.entry == row.entry for h in row.hits)
    ]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for values, right in sets:
            scores = values @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            total -= np.log(shares[right])
            slope -= values[right] - shares @ values
        return total / len(sets) + RIDGE * (weights**2).sum(), slope / len(sets) + 2 * RIDGE * weights

    found: np.ndarray = minimize(loss, np.zeros(len(LEARNED)), jac=True, method="L-BFGS-B").x
    return SCALE * found


def learn_confidence(rows: list[Asked], rank: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the bias and the weights by which the best hit tells whether it is right."""
    values, labels, weights = [], [], []
    for row in rows:
        best = _best(rank, row, "")
        if best is not None and (not row.near_miss or best[0] == row.entry):
            right = best[0] == row.entry and not row.near_miss
            values.append(best[1])
            labels.append(right)
            weights.append(1.0 if right or (row.surely and row.entry) else DOUBTFUL if row.entry else OFF_TOPIC)
        removed = _best(rank, row, row.entry) if row.entry and not row.near_miss else None
        if removed is not None:
            values.append(removed[1])
            labels.append(False)
            weights.append(REMOVED)
    found = LogisticRegression(max_iter=5000).fit(values, labels, sample_weight=weights)
    return STRETCH * found.intercept_[0] + RAISE, STRETCH * found.coef_[0]


def _best(rank: np.ndarray, row: Asked, without: str) -> tuple[str, list[float]] | None:
    hits = [h for h in row.hits if h.entry != without]
    if not hits:
        return None
    scores = features(hits) @ rank
    order = np.argsort(-scores)
    margin = min(scores[order[0]] - scores[order[1]], MOST_MARGIN) if len(hits) > 1 else MOST_MARGIN
    hit = hits[int(order[0])]
    query = {"unknown": row.unknown, "weight": row.weight, "margin": float(margin)}
    return hit.entry, [query[name] if name in query else getattr(hit, name) for name in CONFIDENCE]


def main() -> None:
    """Print the learned weights."""
    rows = questions(shipped())
    rank = learn_rank(rows)
    bias, confidence = learn_confidence(rows, rank)
    print("[rank]\nbias = 0.0")
    for name, value in (*zip(LEARNED, rank, strict=True), *BY_HAND.items()):
        print(f"{name} = {value:.3f}")
    print(f"\n[confidence]\nbias = {bias:.3f}")
    for name, value in zip(CONFIDENCE, confidence, strict=True):
        print(f"{name} = {value:.3f}")
    print(f"\n# learned on {date.today()}; the limits are chosen by hand")


if __name__ == "__main__":
    main()
