"""The entries that every method gets: the same texts, as plain values and as the product's own items."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.kb.base import KnowledgeBase, in_memory
from bot.kb.entries import Fact
from bot.kb.knowledge import Item, Knowledge
from bot.kb.load import load
from bot.question import Language

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
"""The day of asking; fixed, so that a run of next year gives the same figures."""


@dataclass(frozen=True, slots=True)
class Doc:
    """One entry as a peer sees it: short texts (titles, aliases, alternate questions) and the body."""

    id: str
    rows: tuple[str, ...]
    body: str

    @property
    def text(self) -> str:
        """Everything that is searched, as one text."""
        return "\n".join((*self.rows, self.body))


@dataclass(frozen=True, slots=True)
class Faq:
    """One question of a public FAQ, its category, and the id of the right answer."""

    question: str
    category: str
    right: str


def shipped() -> Knowledge:
    """Load the repository's own knowledge folder.

    Raises:
        SystemExit: the folder has faults.
    """
    found = load(ROOT / "knowledge")
    if found.knowledge is None:
        raise SystemExit("knowledge/ has faults, so nothing can be measured: run `vanort check` and mend them")
    return found.knowledge


def docs_of(items: Mapping[str, Item]) -> list[Doc]:
    """Return the product's entries as plain documents; golden questions are not among their texts."""
    docs = []
    for key, item in items.items():
        rows = [t for w in item.words.values() for t in (w.title, *w.aliases, *w.questions)]
        docs.append(Doc(key, tuple(rows), "\n".join(p for body in item.bodies.values() for p in body)))
    return docs


def swefaq() -> tuple[list[Faq], dict[str, list[Doc]]]:
    """Read the development split: the questions, and the answers of each category (answers only, no titles)."""
    questions: list[Faq] = []
    categories: dict[str, list[Doc]] = {}
    with (Path(__file__).parent / "data" / "swefaq_dev.jsonl").open(encoding="utf-8") as lines:
        for raw in map(json.loads, lines):
            category = str(raw["category_id"])
            ids = [f"c{category}-{n}" for n in range(len(raw["candidate_answers"]))]
            questions.append(Faq(raw["question"], category, ids[raw["label"]]))
            answers = zip(ids, raw["candidate_answers"], strict=True)
            categories[category] = [Doc(key, (), answer) for key, answer in answers]
    for docs in categories.values():
        random.Random(1).shuffle(docs)  # equal scores keep this order, so it must not follow the file's
    return questions, categories


def answers_only(docs: Iterable[Doc], frame: Knowledge) -> KnowledgeBase:
    """Build the product's base of entries that have a body and nothing else, in memory.

    A real entry has a title; the empty one here keeps the searched text the same for every method.

    Args:
        docs: what to index.
        frame: whose municipality to take; its entries and lists are left out.
    """
    source = {"title": "FAQ", "date": TODAY}
    items: dict[str, Item] = {}
    for doc in docs:
        data = {"id": doc.id, "type": "fact", "title": doc.id, "status": "current", "as_of": TODAY, "sources": [source]}
        fact = Fact.model_validate(data).model_copy(update={"title": ""})
        body = tuple(p for p in doc.body.split("\n") if p.strip())
        items[doc.id] = Item(fact, {Language.SV: fact}, {Language.SV: body}, {Language.SV: f"{doc.id}.sv.md"})
    return in_memory(replace(frame, items=items, lists={}, digest="faq"))
