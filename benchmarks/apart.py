"""Questions kept apart: ways to ask of every shipped entry that no index holds, to learn from and to measure on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.question import Language

FILE = Path(__file__).parent / "data" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Apart:
    """One question kept apart and the entry it asks of; a neighbouring entry may answer it as well."""

    text: str
    language: Language
    entry: str


def to_learn() -> list[Apart]:
    """Return every other question, from which the weights are learned."""
    return _read()[::2]


def to_measure() -> list[Apart]:
    """Return the other half, which nothing is learned from."""
    return _read()[1::2]


def _read() -> list[Apart]:
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [Apart(text, lang, row["entry"]) for row in rows for lang in Language for text in row[lang]]
