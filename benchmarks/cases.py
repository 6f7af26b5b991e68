"""Learn the weights of the second reading from questions whose facts are known, and tell how well they correct.

Run as `python -m benchmarks.cases` to learn and store them (bot/aid/data/second.json), with `--folds` to ask instead
each set of questions with weights that were learned from the other sets. `benchmarks/data/cases.jsonl` holds the
questions: each set (the letters of its ids) is one voice, written from the law and the rules alone. The situations of
the tests are learned from too, and questions kept apart (`benchmarks/apart.py`) and golden ones tell what puts no case.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from benchmarks.case_rows import KNOWN, NONE, Row, rows
from benchmarks.entries import shipped
from bot.aid.case import Reading
from bot.aid.features import FACTS
from bot.aid.learned import CASE, ONE, SAYS, Weights
from bot.aid.second import corrected, log_of
from bot.aid.sets import ASK, NO_CASE, bounded, composed, likely, name_of, said_of
from bot.kb.base import in_memory

STORED = Path(__file__).parents[1] / "bot" / "aid" / "data" / "second.json"
STRENGTH = 0.1
"""Of the fit to the data, beside small weights (C)."""
LEAST_SEEN = 3
"""A feature of fewer questions is left out."""
MOST = 400
"""So many features, those of the largest weights, are kept for each fact."""
INNER = 3
"""What the sets of facts make of a question is learned from in so many parts, each composed with weights learned from
the others: else it would be surer than it is of a question not seen."""
STRENGTH_OF_SAYS, MOST_OF_SAYS, STEP_OF_SAYS = 0.1, 4000, 0.05
"""The same for what is said, whose weights are rounded: the file is read at every start."""
FOLDS = 4
"""The voices are asked in so many parts, each with weights learned from the others."""


class Table:
    """The features of rows as a sparse matrix."""

    def __init__(self, rows: Sequence[Row]) -> None:
        counts = Counter(name for row in rows for name in row.seen)
        self.names = sorted(name for name, count in counts.items() if count >= LEAST_SEEN)
        at = {name: number for number, name in enumerate(self.names)}
        found = [[at[name] for name in row.seen if name in at] for row in rows]
        starts = np.cumsum([0, *map(len, found)])
        columns = np.array([number for row in found for number in row])
        self.seen = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(self.names)))


def learn(rows: Sequence[Row], table: Table, chosen: Sequence[int]) -> Weights:
    """Return weights learned from the chosen rows of a table: of each fact, then of what is said."""
    facts = learn_facts(rows, table, chosen)
    made: dict[int, list[float]] = {}
    for part in _inner(rows, chosen):
        left = set(part)
        others = learn_facts(rows, table, [at for at in chosen if at not in left])
        made.update((at, _made(rows[at], others)) for at in part if rows[at].weight != NONE)
    told = [(at, answer) for at in made for answer in sorted(set(rows[at].wanted))]
    numbers = [at for at, _ in told]
    values = [answer for _, answer in told]
    shares = [rows[at].weight / len(set(rows[at].wanted)) for at in numbers]
    seen, sets = table.seen[numbers], csr_matrix([made[at] for at in numbers])
    whole = _fit(hstack([seen, sets]), values, shares, STRENGTH_OF_SAYS)
    kept = _largest(whole.coef_[:, : seen.shape[1]], MOST_OF_SAYS)
    fit = _fit(hstack([seen[:, kept], sets]), values, shares, STRENGTH_OF_SAYS)
    outcomes, weights = list(facts.outcomes), {name: list(found) for name, found in facts.weights.items()}
    by_sets = {}
    for answer, bias, row in _outcomes(fit):
        _add(weights, table, kept, STEP_OF_SAYS * np.round(row / STEP_OF_SAYS), len(outcomes))
        outcomes.append((SAYS, answer, round(float(bias), 3)))
        by_sets[answer] = [round(float(weight), 3) for weight in row[len(kept) :]]
    return Weights(outcomes, weights, by_sets)


def _inner(rows: Sequence[Row], chosen: Sequence[int]) -> list[list[int]]:
    """Part the chosen rows, no voice in two parts."""
    voices = sorted({rows[at].voice for at in chosen})
    part = {voice: number % INNER for number, voice in enumerate(voices)}
    found: list[list[int]] = [[] for _ in range(INNER)]
    for number, at in enumerate(chosen):
        found[part[rows[at].voice] if rows[at].voice else number % INNER].append(at)
    return found


def _made(row: Row, weights: Weights) -> list[float]:
    """Return what the likely sets of a question's facts make of it: the logarithm of how likely each answer is."""
    shares = weights.shares(row.seen)
    sets = likely(row.reading.facts, bounded(row.reading, shares))
    return log_of(composed(sets, {cases: said_of(cases) for cases in sets}, shares[CASE]["True"]))


def learn_facts(rows: Sequence[Row], table: Table, chosen: Sequence[int]) -> Weights:
    """Return weights of each fact learned from the chosen rows of a table."""
    outcomes: list[tuple[str, str, float]] = []
    weights: dict[str, list[tuple[int, float]]] = {}
    for fact in (*FACTS, CASE, ONE):
        told = [(at, said) for at in chosen if (said := _said(rows[at], fact)) is not None]
        if len({said for _, said in told}) < 2:
            continue
        numbers, values = [at for at, _ in told], [said for _, said in told]
        shares = [rows[at].weight for at in numbers]
        seen = table.seen[numbers]
        kept = _largest(_fit(seen, values, shares, STRENGTH).coef_, MOST)
        for said, bias, row in _outcomes(_fit(seen[:, kept], values, shares, STRENGTH)):
            _add(weights, table, kept, row, len(outcomes))
            outcomes.append((fact, said, round(float(bias), 3)))
    return Weights(outcomes, weights)


def _fit(seen: Any, values: Sequence[str], shares: Sequence[float], strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000).fit(csr_matrix(seen), values, sample_weight=shares)


def _largest(weights: np.ndarray, most: int) -> np.ndarray:
    return np.argsort(-np.abs(weights).max(axis=0))[:most]


def _add(
    weights: dict[str, list[tuple[int, float]]], table: Table, kept: np.ndarray, row: np.ndarray, outcome: int
) -> None:
    """Add what the kept features weigh for one outcome."""
    for number, weight in zip(kept, row, strict=False):
        if round(weight, 2):
            weights.setdefault(table.names[number], []).append((outcome, round(float(weight), 2)))


def _said(row: Row, fact: str) -> str | None:
    """Return what a row teaches of a fact, or None where nothing."""
    if fact == CASE:
        return row.case
    if fact == ONE:
        if row.facts is not None:
            return str(len(row.facts) == 1)
        known = row.weight == KNOWN and row.reading.case
        return str(len({facts.form for facts in row.reading.facts}) == 1) if known else None
    said = row.told(fact)
    return None if fact == "money_purpose" and said == "none" else said


def _outcomes(fit: LogisticRegression) -> Iterator[tuple[str, float, np.ndarray]]:
    """Yield each value with its bias and weights; of two values, the first has none."""
    if len(fit.classes_) == 2:
        yield fit.classes_[0], 0.0, np.zeros_like(fit.coef_[0])
        yield fit.classes_[1], fit.intercept_[0], fit.coef_[0]
    else:
        yield from zip(fit.classes_, fit.intercept_, fit.coef_, strict=True)


def said(reading: Reading) -> str:
    """Return what is said to a reading: a verdict, ASK or NO_CASE."""
    return name_of(said_of(reading.facts)) if reading.case else NO_CASE


def grade(row: Row, reading: Reading) -> str:
    """Return right, wrong, silent or dangerous."""
    answer = said(reading)
    if answer in row.wanted:
        return "right"
    permitting = ("allowed", "allowed_with_conditions")
    if answer in permitting and not set(permitting) & set(row.wanted):
        return "dangerous"
    return "silent" if answer in (ASK, NO_CASE) and set(row.wanted) - {ASK, NO_CASE} else "wrong"


def folds(rows: Sequence[Row], table: Table) -> None:
    """Print how each voice is answered with and without weights that were learned from other voices."""
    total: list[Counter[str]] = [Counter(), Counter()]
    voices = sorted({row.voice for row in rows if row.id})
    for fold in (voices[start::FOLDS] for start in range(FOLDS)):
        weights = learn(rows, table, [at for at, row in enumerate(rows) if row.voice not in fold])
        for voice in fold:
            asked = [row for row in rows if row.voice == voice]
            found = [Counter(grade(row, row.reading) for row in asked)]
            again = (corrected(row.reading, weights.shares(row.seen), weights.composed) for row in asked)
            found.append(Counter(grade(row, reading) for row, reading in zip(asked, again, strict=True)))
            print(voice, len(asked), *(f"{count['right'] / len(asked):.3f}" for count in found))
            total = [a + b for a, b in zip(total, found, strict=True)]
    for name, count in zip(("rules alone", "read a second time"), total, strict=True):
        print(name, " ".join(f"{what} {count[what]} ({count[what] / count.total():.3f})" for what in sorted(count)))


def main() -> None:
    """Learn and store the weights, or print how well they correct what they were not learned from."""
    base = in_memory(shipped())
    found = rows(base)
    table = Table(found)
    if "--folds" in sys.argv:
        folds(found, table)
        return
    weights = learn(found, table, range(len(found)))
    lines = [json.dumps(outcome) for outcome in weights.outcomes]
    named = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(weights.weights[name])}"
        for name in sorted(weights.weights)
    ]
    text = '{"outcomes": [\n' + ",\n".join(lines) + '\n],\n"composed": {\n'
    text += ",\n".join(f"{json.dumps(answer)}: {json.dumps(found)}" for answer, found in weights.composed.items())
    text += '\n},\n"weights": {\n' + ",\n".join(named) + "\n}}\n"
    STORED.write_text(text, "utf-8")
    print(f"{len(found)} questions, {len(weights.weights)} features stored in {STORED.relative_to(STORED.parents[3])}")


if __name__ == "__main__":
    main()
