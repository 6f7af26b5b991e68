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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks import apart
from benchmarks.entries import shipped
from bot import aid
from bot.aid.case import Reading
from bot.aid.features import FACTS, features, value
from bot.aid.judge import judge
from bot.aid.second import CASE, ONE, Weights, corrected
from bot.focus import asks
from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.language import detect
from bot.question import Language
from bot.upkeep.golden import golden_cases

HERE = Path(__file__).parent
FILE = HERE / "data" / "cases.jsonl"
MESSAGES = HERE / "data" / "messages.jsonl"
SITUATIONS = HERE.parent / "tests" / "data"
STORED = HERE.parent / "bot" / "aid" / "data" / "second.json"
TODAY = date(2026, 11, 27)
"""The day of asking, on which the dates of the country list depend."""

STRENGTH = 0.1
"""Of the fit to the data, beside small weights (C)."""
LEAST_SEEN = 3
"""A feature of fewer questions is left out."""
MOST = 400
"""So many features, those of the largest weights, are kept for each fact."""
TOLD, KNOWN, NONE, MESSAGE = 3.0, 6.0, 0.5, 2.0
"""Weights of a question of a set, of a situation of the tests (the rules were made with them), of one kept apart or
golden, and of a message on something else: neither puts a case."""
FOLDS = 4
"""The voices are asked in so many parts, each with weights learned from the others."""
ASK, NO_CASE = "ask", "none"


@dataclass(frozen=True)
class Row:
    """One question: the set that it is of, what may be said to it, its facts (by name), how the rules read it."""

    id: str
    text: str
    wanted: Sequence[str]
    facts: Sequence[Mapping[str, Any]] | None
    reading: Reading
    seen: frozenset[str]
    weight: float

    @property
    def voice(self) -> str:
        """The set that the question is of."""
        return self.id.rstrip("0123456789")

    @property
    def case(self) -> str:
        """Whether it puts a case, as a value."""
        return str(self.wanted != [NO_CASE])

    def told(self, fact: str) -> str | None:
        """Return the value of one of FACTS, or None where it is not known."""
        if self.facts is not None:
            if len(self.facts) != 1 or (fact == "form" and self.facts[0].get("unexamined")):
                return None  # insurance of a gift is no form of its own
            if fact == "equipment_status" and "equipment_status" not in self.facts[0]:
                return None
            return _named(self.facts[0], fact)
        return value(self.reading.facts[0], fact) if self.weight == KNOWN and self.reading.case else None


def _named(facts: Mapping[str, Any], fact: str) -> str:
    usual = {"giver": "municipality", "equipment_status": "unknown", "unexamined": False}
    if fact in FACTS[:5]:
        return str(facts.get(fact) or usual.get(fact, "none"))
    return str(fact in facts.get("overlays", ()))


def rows(base: KnowledgeBase) -> list[Row]:
    """Return every question to learn from that the rules read as one case, or as none."""
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        data = json.loads(line)
        wanted = [ASK] if "clarify" in data["outcome"] else []
        wanted += data.get("verdict_in", [NO_CASE]) if "answer" in data["outcome"] else []
        wanted = wanted or [NO_CASE]
        found.append(_row(data["id"], data["q"], wanted, data.get("cases"), TOLD, base))
    for text, wanted in _situations():
        found.append(_row("", text, wanted, None, KNOWN, base))
    for line in MESSAGES.read_text("utf-8").splitlines():
        data = json.loads(line)
        found.append(_row(data["id"], data["q"], [NO_CASE], None, MESSAGE, base))
    others = [question.text for question in apart.to_learn()]
    others += [case.question for case in golden_cases(base.knowledge)]
    none = (_row("", text, [NO_CASE], None, NONE, base) for text in dict.fromkeys(others))
    found += [row for row in none if row is not None and not row.reading.case]
    return [row for row in found if row is not None]


def _situations() -> Iterator[tuple[str, list[str]]]:
    names = {"conditions": "allowed_with_conditions", "permit": "needs_permit", "unsupported": "not_supported"}
    names |= {"review": "needs_legal_review"}
    for file in ("aid_questions.yaml", "aid_situations.yaml"):
        for rows in yaml.safe_load((SITUATIONS / file).read_text("utf-8")).values():
            for wanted, text in rows:
                yield text, [names.get(name, name) for name in wanted.split("/")]


def _row(name: str, text: str, wanted: list[str], facts: Any, weight: float, base: KnowledgeBase) -> Row | None:
    language = detect(text, Language.SV)
    asked = [ask.text for ask in asks(text, language)][:4]
    reading = aid.first_reading(asked, text, language, base, TODAY)
    if reading is None or not reading.facts:
        return None
    seen = frozenset(features(reading))
    return Row(name, text, wanted, facts, reading, seen, weight)


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
    """Return weights learned from the chosen rows of a table."""
    outcomes: list[tuple[str, str, float]] = []
    weights: dict[str, list[tuple[int, float]]] = {}
    for fact in (*FACTS, CASE, ONE):
        told = [(at, said) for at in chosen if (said := _said(rows[at], fact)) is not None]
        if len({said for _, said in told}) < 2:
            continue
        numbers, values = [at for at, _ in told], [said for _, said in told]
        shares = [rows[at].weight for at in numbers]
        seen = table.seen[numbers]
        fit = LogisticRegression(C=STRENGTH, max_iter=2000).fit(seen, values, sample_weight=shares)
        kept = np.argsort(-np.abs(fit.coef_).max(axis=0))[:MOST]
        fit = LogisticRegression(C=STRENGTH, max_iter=2000).fit(seen[:, kept], values, sample_weight=shares)
        for said, bias, row in _outcomes(fit):
            for number, weight in zip(kept, row, strict=True):
                if round(weight, 2):
                    weights.setdefault(table.names[number], []).append((len(outcomes), round(float(weight), 2)))
            outcomes.append((fact, said, round(float(bias), 3)))
    return Weights(outcomes, weights)


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
    if not reading.case:
        return NO_CASE
    verdicts = [judge(facts).verdict for facts in reading.facts]
    told = [verdict for verdict in verdicts if verdict is not None]
    if len(told) < len(verdicts):
        return ASK
    return str(min(told, key=lambda verdict: verdict.strictness))


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
            found.append(Counter(grade(row, corrected(row.reading, weights.shares(row.seen))) for row in asked))
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
    text = '{"outcomes": [\n' + ",\n".join(lines) + '\n],\n"weights": {\n' + ",\n".join(named) + "\n}}\n"
    STORED.write_text(text, "utf-8")
    print(f"{len(found)} questions, {len(weights.weights)} features stored in {STORED.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
