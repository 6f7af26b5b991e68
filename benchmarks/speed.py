"""Print how fast `vanort ask` is: cold beside a bare import of its libraries, and warm on 1,000 entries.

Cold is a whole process, measured in turn with the bare import, as a ratio. Warm is the answering alone, in one process,
on a base made of the shipped entries and renamed copies of them up to 1,000.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answering import answer
from bot.kb.base import in_memory
from bot.kb.entries import Words
from bot.kb.knowledge import Item, Knowledge
from bot.kb.load import load
from bot.question import Language, Question
from bot.upkeep.golden import golden_cases

ROOT = Path(__file__).parent.parent
IMPORTS = [sys.executable, "-c", "import sqlite_utils, rapidfuzz, pydantic"]
ASK = [sys.executable, "-m", "bot", "ask", "Är Nuuk vänort?", "--json"]
RUNS = 9
ENTRIES = 1000


def seconds(command: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    return time.perf_counter() - started


def cold() -> None:
    import os

    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "VANORT_CACHE": cache}
        first = seconds(ASK, env)
        pairs = [(seconds(IMPORTS, env), seconds(ASK, env)) for _ in range(RUNS)]
    bare = statistics.median(a for a, _ in pairs)
    asked = statistics.median(b for _, b in pairs)
    ratio = statistics.median(b / a for a, b in pairs)
    print(
        f"cold: import {bare:.3f} s, ask {asked:.3f} s, ratio {ratio:.2f} (limit 3); "
        f"first ever {first:.3f} s, ratio {first / bare:.2f}"
    )


def grown(knowledge: Knowledge, size: int) -> Knowledge:
    """Return the knowledge with numbered copies of its entries, so that the base has `size` entries."""
    items = dict(knowledge.items)
    originals = list(knowledge.items.values())
    n = 0
    while len(items) < size:
        item = originals[n % len(originals)]
        n += 1
        words: dict[Language, Words] = {
            lang: w.model_copy(
                update={"title": f"{w.title} {n}", "aliases": [], "questions": [f"{q} objekt{n}" for q in w.questions]}
            )
            for lang, w in item.words.items()
        }
        items[f"{item.entry.id}-{n}"] = Item(item.entry, words, item.bodies, item.files)
    return replace(knowledge, items=items)


def warm() -> None:
    loaded = load(ROOT / "knowledge")
    assert loaded.knowledge is not None
    base = in_memory(grown(loaded.knowledge, ENTRIES))
    questions = [Question.read(case.question) for case in golden_cases(loaded.knowledge)]
    for question in questions:
        answer(question, base, date(2026, 11, 23))
    times = []
    for question in questions:
        started = time.perf_counter()
        answer(question, base, date(2026, 11, 23))
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    print(
        f"warm: {len(base.knowledge.items)} entries, {len(times)} questions: median {statistics.median(times):.2f} ms "
        f"(limit 5), 99th percentile {times[int(len(times) * 0.99)]:.2f} ms"
    )


if __name__ == "__main__":
    cold()
    warm()
