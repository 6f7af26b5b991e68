"""Phrasings that ask the same, and phrasings that only look alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kb.load import load
from bot.upkeep.likeness import near_duplicates

COSTS = "facts/travel-costs-unknown.sv.md"
QUESTIONS = "questions: [Vem betalar resan till Kuressaare?"


@pytest.mark.parametrize(
    ("question", "like"),
    [
        ("Har vi några vänorter i Estland?", None),
        ("Har vi en vänorten i Estland?", "Har vi en vänort i Estland?"),
        ("I Estland har vi en vänort?", "Har vi en vänort i Estland?"),
        ("Har vi en vänort i Lettland?", None),
        ("Till vilken dag gäller avtalet?", None),
        ("Till vilket år gäller avtal?", "Till vilket år gäller avtalet?"),
        ("Vad beslutades om avtalet 2024?", None),
    ],
)
def test_near_duplicates(folder: Path, question: str, like: str | None) -> None:
    path = folder / COSTS
    text = path.read_text("utf-8")
    assert QUESTIONS in text
    path.write_text(text.replace(QUESTIONS, f"questions: ['{question}', Vem betalar resan till Kuressaare?"), "utf-8")
    knowledge = load(folder).knowledge
    assert knowledge is not None
    pairs = [{one.text, other.text} for one, other in near_duplicates(knowledge)]
    assert pairs == ([{question, like}] if like else [])
