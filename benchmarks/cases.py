"""Learn the weights of the second reading from questions whose facts are known, and tell how well they correct.

Run as `python -m benchmarks.cases` to learn and store them (bot/aid/data/second.json), with `--folds` to ask instead
each set of questions with weights that were learned from the other sets. `benchmarks/data/cases.jsonl` holds the
questions: each set (the letters of its ids) is one voice, written from the law and the rules alone. The situations of
the tests are learned from too, and questions kept apart (`benchmarks/apart.py`) and golden ones tell what puts no case.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.case_rows import KNOWN, TOLD, Row, rows
from benchmarks.entries import shipped
from benchmarks.network import Target, parts, train
from bot.aid.case import Reading
from bot.aid.features import FACTS
from bot.aid.learned import CASE, ONE, SAYS, Network
from bot.aid.second import corrected
from bot.aid.sets import ASK, NO_CASE, name_of, said_of
from bot.kb.base import in_memory

STORED = Path(__file__).parents[1] / "bot" / "aid" / "data" / "second.json"
LEAST_SEEN, MOST = 12, 8000
"""A feature of fewer questions is left out; of the others so many are kept, those of the largest weights."""
FACT = 0.3
"""What a fact weighs beside what is said."""
FOLDS = 4
"""The voices are asked in so many parts, each with weights learned from the others."""


class Table:
    """The features of rows as a sparse matrix, and what each row tells."""

    def __init__(self, rows: Sequence[Row]) -> None:
        counts = Counter(name for row in rows for name in row.seen)
        self.names = sorted(name for name, count in counts.items() if count >= LEAST_SEEN)
        at = {name: number for number, name in enumerate(self.names)}
        found = [[at[name] for name in row.seen if name in at] for row in rows]
        starts = np.cumsum([0, *map(len, found)])
        columns = np.array([number for row in found for number in row])
        self.seen = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(self.names)))
        self.told = {fact: [_told(row, fact) for row in rows] for fact in (*FACTS, CASE, ONE, SAYS)}
        self.weight = np.array([row.weight for row in rows]) / TOLD

    def learn(self, chosen: Sequence[int]) -> Network:
        """Return a network trained on the chosen rows: first with every feature, then with those that weigh most."""
        targets = {fact: self._target(fact, chosen) for fact in self.told}
        seen = self.seen[chosen]
        kept = np.sort(np.argsort(-np.linalg.norm(train(seen, targets).rows, axis=1))[:MOST])
        trained = train(seen[:, kept], targets)
        step = float(np.abs(trained.rows).max()) / 127
        outcomes = []
        for fact, part in parts(targets).items():
            for value, at in zip(targets[fact].values, range(part.start, part.stop), strict=True):
                outcomes.append((fact, value, _rounded(trained.bias[at]), list(map(_rounded, trained.told[:, at]))))
        rows = np.round(trained.rows / step).astype(np.int8)
        named = {self.names[number]: at for at, number in enumerate(kept)}
        return Network(named, memoryview(rows.tobytes()).cast("b"), step, list(map(_rounded, trained.hidden)), outcomes)

    def _target(self, fact: str, chosen: Sequence[int]) -> Target:
        told = [self.told[fact][number] for number in chosen]
        values = sorted({value for some in told for value in some})
        shares = np.array([[(value in some) / max(len(some), 1) for value in values] for some in told])
        return Target(values, shares, self.weight[chosen] * (1 if fact == SAYS else FACT))


def _rounded(weight: float) -> float:
    return round(float(weight), 3)


def _told(row: Row, fact: str) -> Sequence[str]:
    """Return what a row teaches of a fact: the values it may have; none where nothing."""
    if fact == SAYS:
        return sorted(set(row.wanted))
    if fact == CASE:
        return [row.case]
    if fact == ONE:
        if row.facts is not None:
            return [str(len(row.facts) == 1)]
        one = len({facts.form for facts in row.reading.facts}) == 1
        known = row.weight == KNOWN and row.reading.case and (one or said(row.reading) in row.wanted)
        return [str(one)] if known else []
    value = row.told(fact)
    return [] if value is None or (fact == "money_purpose" and value == "none") else [value]


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
        network = table.learn([at for at, row in enumerate(rows) if row.voice not in fold])
        for voice in fold:
            asked = [row for row in rows if row.voice == voice and not row.parted]
            found = [Counter(grade(row, row.reading) for row in asked)]
            again = (corrected(row.reading, network.shares(row.seen)) for row in asked)
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
    network = table.learn(range(len(found)))
    data = {
        "features": list(network.features),
        "rows": b64encode(network.rows).decode(),
        "step": network.step,
        "hidden": network.hidden,
        "outcomes": network.outcomes,
    }
    lines = (f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}" for name, part in data.items())
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"{len(found)} questions, {len(network.features)} features stored in {STORED.relative_to(STORED.parents[3])}")


if __name__ == "__main__":
    main()
