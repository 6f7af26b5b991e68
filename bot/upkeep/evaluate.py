"""Measure answers against a file of questions with expectations."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.answer import Answer, Outcome, Verdict
from bot.answering import answer
from bot.kb.base import KnowledgeBase
from bot.question import Question
from bot.render.text import plain

CALM = ("answer", "clarify", "chat", "no_answer")
_FLAGS = re.IGNORECASE | re.DOTALL


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what its answer must be."""

    id: str
    q: str
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Miss:
    """One answer that was not as expected."""

    id: str
    question: str
    grade: str
    why: str
    got: str
    dangerous: bool


@dataclass(frozen=True)
class Result:
    """Counts and every miss. `right`, `wrong` and `silent` add up to the questions; `dangerous` are counted apart."""

    counts: Mapping[str, int]
    misses: tuple[Miss, ...] = field(default=())

    @property
    def total(self) -> int:
        """Number of questions."""
        return self.counts["right"] + self.counts["wrong"] + self.counts["silent"]

    def summary(self) -> str:
        """Return the figures as one line."""
        shares = ", ".join(
            f"{name} {self.counts[name]} ({self.counts[name] / max(1, self.total):.3f})" for name in GRADES
        )
        return f"{self.total} questions: {shares}"

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"questions": self.total, **self.counts, "misses": [asdict(miss) for miss in self.misses]}


GRADES = ("right", "wrong", "silent", "dangerous")


def read_cases(file: Path) -> list[Case]:
    """Read JSON lines with id, q and expect.

    Raises:
        ValueError: a line is no such object, a pattern in it no regular expression, or an outcome or a verdict none of
            the bot's; the message names the line. A verdict may be null: an answer without one.
        OSError: the file cannot be read.
    """
    cases = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            expect = data["expect"]
            for key in ("must", "must_any", "must_not"):
                for pattern in expect.get(key, []):
                    re.compile(pattern)
            for outcome in _outcomes(expect):
                Outcome(outcome)
            for verdict in expect.get("verdict_in") or ():
                Verdict(verdict or Verdict.ALLOWED)
            cases.append(Case(str(data["id"]), str(data["q"]), expect))
        except (ValueError, KeyError, TypeError, AttributeError, re.error) as fault:
            raise ValueError(
                f"line {number} is not a question with id, q and expect ({fault}); mend the line"
            ) from None
    return cases


def grade(case: Case, found: Answer) -> tuple[str, str, bool]:
    """Return (grade, why, dangerous) of one answer; grade is right, wrong or silent."""
    outcomes = _outcomes(case.expect)
    verdicts = case.expect.get("verdict_in")
    permits = found.verdict is not None and found.verdict.permits
    may = verdicts is not None and any(v is not None and Verdict(v).permits for v in verdicts)
    dangerous = permits and not may and (verdicts is not None or "answer" not in outcomes)
    text = plain(found)
    for pattern in case.expect.get("must_not", []):
        if re.search(pattern, text, _FLAGS):
            return "wrong", f"must not say {pattern!r}", dangerous
    if found.outcome not in outcomes:
        silent = found.outcome in (Outcome.NO_ANSWER, Outcome.CLARIFY, Outcome.CHAT) and "answer" in outcomes
        return "silent" if silent else "wrong", f"outcome {found.outcome}, wanted {'/'.join(outcomes)}", dangerous
    if found.outcome is Outcome.ANSWER and verdicts and found.verdict not in verdicts:
        return "wrong", f"verdict {found.verdict}, wanted {'/'.join(map(str, verdicts))}", dangerous
    if found.outcome is Outcome.CLARIFY and len(outcomes) > 1:
        return "right", "", dangerous
    return (*_words(case.expect, text), dangerous)


def _outcomes(expect: Mapping[str, Any]) -> list[str]:
    """Return the outcomes that a question accepts."""
    wanted = expect.get("outcome", "answer")
    outcomes = [wanted] if isinstance(wanted, str) else list(wanted)
    if "clarify_or_answer" in outcomes:
        outcomes = list(CALM)
    return [*outcomes, "chat"] if "no_answer" in outcomes else outcomes


def _words(expect: Mapping[str, Any], text: str) -> tuple[str, str]:
    for pattern in expect.get("must", []):
        if not re.search(pattern, text, _FLAGS):
            return "wrong", f"does not say {pattern!r}"
    patterns = expect.get("must_any", [])
    if patterns and not any(re.search(p, text, _FLAGS) for p in patterns):
        return "wrong", f"says none of {patterns}"
    return "right", ""


def evaluate(cases: Sequence[Case], base: KnowledgeBase, today: date) -> Result:
    """Ask every question and grade the answers."""
    counts: Counter[str] = Counter(dict.fromkeys(GRADES, 0))
    misses = []
    for case in cases:
        found = answer(Question.read(case.q), base, today)
        name, why, dangerous = grade(case, found)
        counts[name] += 1
        counts["dangerous"] += dangerous
        if name != "right" or dangerous:
            said = f"{found.outcome} {found.verdict or ''} [{', '.join(found.entries)}] {plain(found)[:160]}"
            misses.append(Miss(case.id, case.q, name, why, " ".join(said.split()), dangerous))
    return Result(dict(counts), tuple(misses))
