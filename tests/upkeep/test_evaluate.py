"""Evaluation counts right, wrong, silent and dangerous answers, and names the line of a file that is broken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.kb.base import KnowledgeBase
from bot.upkeep.evaluate import evaluate, read_cases


def written(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        ({"outcome": "answer", "verdict_in": ["permitted"]}, "permitted"),
        ({"outcome": "anwser"}, "anwser"),
        ({"outcome": "answer", "must": ["("]}, "unterminated"),
        ("answer", "line 2"),
    ],
)
def test_what_the_bot_has_not_is_named_with_its_line(tmp_path: Path, expect: Any, why: str) -> None:
    file = written(tmp_path / "q.jsonl", {"id": "a", "q": "x", "expect": {}}, {"id": "b", "q": "x", "expect": expect})
    with pytest.raises(ValueError, match=r"line 2 .*mend the line") as fault:
        read_cases(file)
    assert why in str(fault.value)


def test_each_grade_is_counted(tmp_path: Path, base: KnowledgeBase, today: date) -> None:
    bus = "Får vi ge Lviv en buss som vi inte längre behöver?"
    rows = [
        ("Är Vanda vår vänort?", {"outcome": "answer", "verdict_in": [None], "must": ["vanda"]}),  # right
        ("Är Vanda vår vänort?", {"outcome": "answer", "must": ["oslo"]}),  # wrong
        ("Är Vanda vår vänort?", {"outcome": ["no_answer"]}),  # wrong
        ("Vad heter månens huvudstad?", {"outcome": "answer"}),  # silent
        (bus, {"outcome": "answer", "verdict_in": ["allowed"]}),  # right
        (bus, {"outcome": "answer", "verdict_in": [None, "needs_permit"]}),  # wrong, and dangerous
    ]
    file = written(tmp_path / "q.jsonl", *({"id": n, "q": q, "expect": e} for n, (q, e) in enumerate(rows)))
    result = evaluate(read_cases(file), base, today)
    assert result.counts == {"right": 2, "wrong": 3, "silent": 1, "dangerous": 1}
    assert [miss.id for miss in result.misses] == ["1", "2", "3", "5"]
