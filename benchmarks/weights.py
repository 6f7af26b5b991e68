"""Learn the weights of ranking and confidence from questions whose entry is known: `python -m benchmarks.weights`.

Prints weights.toml and stores the weights of words (bot/kb/data/subject.json). With `--folds` it tells instead how
well the confidence parts what is answered rightly from the rest, each voice asked with weights learned from the others.

Asked are half of the questions kept apart (`benchmarks/apart.py`), the golden questions and whole messages
(`benchmarks/data/messages.jsonl`); the index holds none of them. The rank's weights are a conditional logit: of a
question's candidates, its own entry shall stand first. The confidence's are a logistic over the best hit and the words
of the question, with questions that nothing answers: messages on other subjects or of what nobody knows, questions with
their entry taken out of the hits, near misses, cases of aid, and those of a public FAQ.

A question kept apart often fits a neighbouring entry as well, and only its own counts as right here: such a miss weighs
little. Only the order of ranks matters to a query; SCALE keeps their distances near those of which the limits speak.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from benchmarks import apart
from benchmarks.entries import shipped
from bot.focus import asks
from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.entries import Status
from bot.kb.language import detect
from bot.kb.search import Hit
from bot.kb.subject import pieces
from bot.kb.weights import CONFIDENCE, RANK
from bot.matching import MOST_MARGIN, find, of_query
from bot.question import Language
from bot.upkeep.golden import golden_cases

DATA = Path(__file__).parent / "data"
STORED = Path(__file__).parent.parent / "bot" / "kb" / "data" / "subject.json"
TODAY = date(2026, 11, 27)
TOLD, RIGHT, DOUBTFUL, REMOVED, CASE = 1.0, 0.1, 0.05, 0.05, 0.2
"""Weights of a message, of a question kept apart that its own entry answers, that another one does, of one without its
entry, and of a case of aid, which a verdict answers."""
EACH_CASE = 4
"""Of the cases of aid every fourth is asked."""
STRENGTH, PIECE = 3.0, 0.5
"""Of the fit to the data beside small weights (C), and the value of a word beside the features of a hit."""
LEAST_SEEN, MOST_PIECES = 5, 6000
"""A word of fewer questions is left out; so many, those that tell most, are stored."""
STRETCH, RAISE = 1.2, 2.75
"""The confidence is stretched and raised, so that the limits keep their meaning; chosen on whole messages."""
SCALE, RIDGE, FOLDS = 0.8, 1e-3, 4
BY_HAND = {"body": 0.8}
"""What too few questions tell to be learned."""

LEARNED = [name for name in RANK if name not in BY_HAND]
OF_HIT = [name for name in CONFIDENCE if name != "subject"]


@dataclass(frozen=True)
class Asked:
    """One question: its voice, the entries that answer it, its hits that are allowed, and the features of its words.

    `surely` tells that no other entry answers it, `near_miss` that just this one must not.
    """

    voice: str
    right: frozenset[str]
    surely: bool
    near_miss: bool
    hits: Sequence[Hit]
    query: dict[str, float]
    pieces: tuple[str, ...]


def asked(base: KnowledgeBase, text: str, language: Language, right: Sequence[str], voice: str, **told: bool) -> Asked:
    """Search for one question as the product does."""
    found = find(text, language, base, TODAY)
    seen = tuple(pieces(text, base.gazetteer.named_words(text)))
    hits = [hit for hit, _ in found.allowed]
    surely, near_miss = told.get("surely", True), told.get("near_miss", False)
    return Asked(voice, frozenset(right), surely, near_miss, hits, of_query(found.tokens, 0.0), seen)


def questions(base: KnowledgeBase) -> list[Asked]:
    """Return every question to learn from."""
    golden = golden_cases(base.knowledge)
    found = [asked(base, c.question, c.language, [c.entry], "golden", near_miss=not c.reach) for c in golden]
    kept = ((q, detect(q.text, q.language)) for q in apart.to_learn())
    found += [asked(base, q.text, language, [q.entry], "apart", surely=False) for q, language in kept]
    for line in (DATA / "messages.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        language = detect(row["q"], Language.SV)
        voice = row["id"].rstrip("0123456789")
        found.append(asked(base, asks(row["q"], language)[0].text, language, row["right"], voice))
    cases = map(json.loads, (DATA / "cases.jsonl").read_text("utf-8").splitlines())
    for row in [row for row in cases if "cases" in row][::EACH_CASE]:
        language = detect(row["q"], Language.SV)
        found.append(asked(base, asks(row["q"], language)[0].text, language, [], "case"))
    faq = (DATA / "swefaq_dev.jsonl").read_text("utf-8").splitlines()
    off = sorted({json.loads(line)["question"] for line in faq})
    return found + [asked(base, q, Language.SV, [], "faq") for q in off]


def features(hits: Sequence[Hit]) -> np.ndarray:
    """Return the learned features of hits, a row each."""
    return np.array([[getattr(hit, name) for name in LEARNED] for hit in hits])


def learn_rank(rows: Sequence[Asked]) -> np.ndarray:
    """Return the weights under which a question's own entry most likely stands first."""
    sets = [
        (features(row.hits), [h.entry in row.right for h in row.hits].index(True))
        for row in rows
        if row.voice in ("golden", "apart") and not row.near_miss and any(h.entry in row.right for h in row.hits)
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


@dataclass(frozen=True)
class Best:
    """The best hit of a question: its features, whether it answers, and how much it weighs in learning."""

    asked: Asked
    values: list[float]
    right: bool
    weight: float


def bests(rows: Sequence[Asked], base: KnowledgeBase) -> list[Best]:
    """Return the best hits to learn the confidence from: those that say something that is known."""
    found = []
    for row in rows:
        told = {"apart": DOUBTFUL, "case": CASE}.get(row.voice, TOLD)
        best = _best(row, "")
        if best is not None and (not row.near_miss or best[0] in row.right):
            right = best[0] in row.right and not row.near_miss
            found.append((best, row, right, RIGHT if right and row.voice == "apart" else told))
        removed = _best(row, *row.right) if row.voice in ("apart", "golden") and not row.near_miss else None
        if removed is not None:
            found.append((removed, row, False, REMOVED))
    unknown = {key for key, item in base.knowledge.items.items() if item.entry.status is Status.UNKNOWN}
    return [Best(row, values, right, weight) for (entry, values), row, right, weight in found if entry not in unknown]


def _best(row: Asked, without: str) -> tuple[str, list[float]] | None:
    hits = [h for h in row.hits if h.entry != without]
    if not hits:
        return None
    margin = max(0.0, hits[0].rank - hits[1].rank) if len(hits) > 1 else MOST_MARGIN
    query = row.query | {"margin": min(margin, MOST_MARGIN)}
    return hits[0].entry, [query[name] if name in query else getattr(hits[0], name) for name in OF_HIT]


class Table:
    """The features of best hits as a sparse matrix: those of the hit, then a column for each word or pair."""

    def __init__(self, rows: Sequence[Best]) -> None:
        counts = Counter(piece for row in rows for piece in row.asked.pieces)
        self.names = sorted(piece for piece, count in counts.items() if count >= LEAST_SEEN)
        at = {name: number for number, name in enumerate(self.names)}
        found = [[at[piece] for piece in row.asked.pieces if piece in at] for row in rows]
        starts = np.cumsum([0, *map(len, found)])
        columns = np.array([number for row in found for number in row])
        seen = csr_matrix((np.full(len(columns), PIECE), columns, starts), shape=(len(rows), len(self.names)))
        self.values = hstack([csr_matrix(np.array([row.values for row in rows])), seen]).tocsr()
        self.right = np.array([row.right for row in rows])
        self.weight = np.array([row.weight for row in rows])
        self.counts = np.array([counts[name] for name in self.names])

    def learn(self, chosen: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the bias and the weights learned from the chosen rows, those of the least telling words 0."""
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000)
        model.fit(self.values[chosen], self.right[chosen], sample_weight=self.weight[chosen])
        weights: np.ndarray = model.coef_[0]
        told = weights[len(OF_HIT) :]
        telling = np.abs(told) * np.sqrt(self.counts)
        told[np.argsort(-telling)[MOST_PIECES:]] = 0.0
        return float(model.intercept_[0]), weights


def folds(rows: Sequence[Best], table: Table) -> None:
    """Print how many wrong answers are left where the least sure of the right ones are not given, voice by voice."""
    voices = sorted({row.asked.voice for row in rows})
    fold = {
        voice: i % FOLDS for i, voice in enumerate(v for v in voices if v not in ("golden", "apart", "case", "faq"))
    }
    at = np.array([fold.get(row.asked.voice, -1) for row in rows])
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        bias, weights = table.learn(at != number)
        scores[at == number] = table.values[at == number] @ weights + bias
    told = at >= 0
    answered = np.array([row.asked.voice.startswith("g") for row in rows]) & told
    right = answered & table.right
    print(f"right {right.sum()}, wrong {(answered & ~table.right).sum()}, off the subject {(told & ~answered).sum()}")
    for share in (0.005, 0.01, 0.02, 0.03, 0.05):
        limit = np.quantile(scores[right], share)
        wrong = (scores >= limit) & told & ~table.right
        print(f"lost {share:.1%} at {limit:+.2f}: wrong {(wrong & answered).sum()}, off {(wrong & ~answered).sum()}")


def main() -> None:
    """Print the learned weights and store those of words; or tell how well they part."""
    base = in_memory(shipped())
    asked_rows = questions(base)
    rows = bests(asked_rows, base)
    table = Table(rows)
    if "--folds" in sys.argv[1:]:
        folds(rows, table)
        return
    rank = learn_rank(asked_rows)
    bias, weights = table.learn(np.full(len(rows), True))
    print("[rank]\nbias = 0.0")
    for name, value in (*zip(LEARNED, rank, strict=True), *BY_HAND.items()):
        print(f"{name} = {value:.3f}")
    print(f"\n[confidence]\nbias = {STRETCH * bias + RAISE:.3f}")
    for name, value in zip(OF_HIT, weights, strict=False):
        print(f"{name} = {STRETCH * value:.3f}")
    print("subject = 1.0")
    told = {
        name: round(STRETCH * PIECE * value, 2) for name, value in zip(table.names, weights[len(OF_HIT) :], strict=True)
    }
    lines = (f"{json.dumps(name, ensure_ascii=False)}: {value}" for name, value in told.items() if value)
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
