"""Learn the weights of ranking and confidence from questions whose entry is known, and print them as weights.toml.

Run as `python -m benchmarks.weights [FILE]`: the golden questions of the shipped knowledge, and where FILE is given
(YAML: entry id → language → questions that are not indexed) those too. The rank's weights are a logistic over the
candidates of each question; the confidence's a logistic over its best hit, with three kinds of questions that nothing
answers: the same question with its entry taken out of the hits (weight REMOVED), near misses, and the questions of a
public FAQ on other subjects.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.entries import shipped
from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.language import detect
from bot.kb.search import Hit
from bot.kb.weights import CONFIDENCE, RANK
from bot.matching import MOST_MARGIN, MOST_WEIGHT
from bot.question import Language
from bot.upkeep.golden import golden_cases

REMOVED, OFF_TOPIC = 0.2, 2.0
CANDIDATES = 12


@dataclass(frozen=True)
class Asked:
    """One question: its entry ("" where nothing answers), whether that entry must not answer, and its hits."""

    entry: str
    near_miss: bool
    hits: list[Hit]
    unknown: float
    weight: float


def asked(base: KnowledgeBase, text: str, language: Language, entry: str, near_miss: bool = False) -> Asked:
    """Search for one question as the product does."""
    tokens = base.search.query(text, language)
    total = sum(t.weight for t in tokens) or 1.0
    unknown = sum(t.weight for t in tokens if not t.known) / total
    weight = min(total, MOST_WEIGHT) / MOST_WEIGHT
    return Asked(entry, near_miss, base.search.hits(tokens, text, limit=CANDIDATES), unknown, weight)


def questions(base: KnowledgeBase, extra: Path | None) -> list[Asked]:
    """Return every question to learn from."""
    found = [asked(base, c.question, c.language, c.entry, not c.reach) for c in golden_cases(base.knowledge)]
    if extra is not None:
        for entry, by_language in yaml.safe_load(extra.read_text("utf-8")).items():
            found += [asked(base, str(q), detect(str(q)), entry) for qs in by_language.values() for q in qs]
    faq = Path(__file__).parent / "data" / "swefaq_dev.jsonl"
    off = {json.loads(line)["question"] for line in faq.read_text("utf-8").splitlines()}
    return found + [asked(base, q, Language.SV, "") for q in sorted(off)]


def learn(rows: list[Asked]) -> tuple[LogisticRegression, LogisticRegression]:
    """Return the two logistics: rank and confidence."""
    candidates = [(h, h.entry == row.entry) for row in rows if row.entry and not row.near_miss for h in row.hits]
    rank = LogisticRegression(max_iter=3000, class_weight="balanced")
    rank.fit([[getattr(h, name) for name in RANK] for h, _ in candidates], [right for _, right in candidates])
    features, labels, weights = [], [], []
    for row in rows:
        best = _best(rank, row, "")
        if best is not None:
            right = best[0] == row.entry and not row.near_miss
            if not row.near_miss or best[0] == row.entry:
                features.append(best[1])
                labels.append(right)
                weights.append(1.0 if row.entry else OFF_TOPIC)
        removed = _best(rank, row, row.entry) if row.entry and not row.near_miss else None
        if removed is not None:
            features.append(removed[1])
            labels.append(False)
            weights.append(REMOVED)
    confidence = LogisticRegression(max_iter=3000).fit(features, labels, sample_weight=weights)
    return rank, confidence


def _best(rank: LogisticRegression, row: Asked, without: str) -> tuple[str, list[float]] | None:
    hits = [h for h in row.hits if h.entry != without]
    if not hits:
        return None
    scores = rank.decision_function([[getattr(h, name) for name in RANK] for h in hits])
    order = np.argsort(-scores)
    margin = min(scores[order[0]] - scores[order[1]], MOST_MARGIN) if len(hits) > 1 else MOST_MARGIN
    hit = hits[int(order[0])]
    query = {"unknown": row.unknown, "weight": row.weight, "margin": float(margin)}
    return hit.entry, [query[name] if name in query else getattr(hit, name) for name in CONFIDENCE]


def main() -> None:
    """Print the learned weights."""
    extra = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    rank, confidence = learn(questions(in_memory(shipped()), extra))
    print("[rank]\nbias = 0.0")
    for name, value in zip(RANK, rank.coef_[0], strict=True):
        print(f"{name} = {value:.3f}")
    print(f"\n[confidence]\nbias = {confidence.intercept_[0]:.3f}")
    for name, value in zip(CONFIDENCE, confidence.coef_[0], strict=True):
        print(f"{name} = {value:.3f}")
    print(f"\n# learned on {date.today()}; the limits are chosen by hand")


if __name__ == "__main__":
    main()
