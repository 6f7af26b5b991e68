"""Make a knowledge folder of any size out of the shipped entries, their texts recombined and tied to invented places.

Seeded. Each place has a handful of entries on different topics, so that the vocabulary grows with the base and a
question that names topic and place has one right entry, as in a real archive. Nothing else about the entries is new.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from benchmarks.entries import ROOT, Doc
from benchmarks.perturb import typos
from bot.kb.knowledge import Item, Knowledge
from bot.question import Language

ENTRIES_A_PLACE = 8
QUESTIONS = 4
_FIRST = """Alm Asp Berg Björk Brunn Dal Ek Fager Falk Gran Grim Hag Hassel Hjort Holm Horn Korp Lind Lund Malm
Mo Norr Näs Orm Rot Råg Ros Rud Ryd Sal Sand Sjö Skog Sol Stav Sten Strand Svan Söder Tall"""
_SECOND = "- a e as inge unda arp erd ebo enäs esta gårds hamra kulla lid märs olla resta torn vads"
_THIRD = "berg by bäck fors hult köping landa lösa mark sala sele sta storp tuna vik"
_MUNICIPALITY = """name: Provstad
country: SE
languages: [sv]
coordinator: {sv: samordnaren, en: the coordinator}
lawyer: {sv: juristen, en: the lawyer}
examples:
  - &example {sv: "Vad gäller?", en: "What applies?"}
  - *example
  - *example
status:
  - id: allt
    title: {sv: Allt, en: All}
    words: [allt]
    rows: [{label: {sv: Först, en: First}, entries: [e0]}]
"""
_ENTRY = """---
id: {id}
type: fact
title: {title}
questions: {questions}
status: current
as_of: 2026-01-01
sources: [{{title: Arkivet, date: 2026-01-01}}]
---
{body}
"""


@dataclass(frozen=True, slots=True)
class Made:
    """One made entry, and a question of the same topic and place that is not among its texts."""

    id: str
    title: str
    questions: tuple[str, ...]
    body: str
    held_out: str

    def doc(self) -> Doc:
        """Return the entry as a peer sees it."""
        return Doc(self.id, (self.title, *self.questions), self.body)


def made(knowledge: Knowledge, size: int) -> Iterator[Made]:
    """Yield `size` entries; the same knowledge and size give the same entries."""
    rng = random.Random(17)
    parts = product(_FIRST.split(), _SECOND.split(), _THIRD.split())
    names = [first + second.strip("-") + third for first, second, third in parts]
    rng.shuffle(names)
    topics = [item for item in knowledge.items.values() if len(item.words[Language.SV].questions) > QUESTIONS]
    for n in range(size):
        place = n // ENTRIES_A_PLACE
        if n % ENTRIES_A_PLACE == 0:
            chosen = rng.sample(topics, ENTRIES_A_PLACE)
        name = names[place % len(names)] + ("" if place < len(names) else f" {place // len(names)}")
        yield _entry(f"e{n}", chosen[n % ENTRIES_A_PLACE], rng.choice(topics), name, rng)


def _entry(key: str, topic: Item, other: Item, place: str, rng: random.Random) -> Made:
    words = topic.words[Language.SV]
    *asked, held_out = rng.sample(words.questions, QUESTIONS + 1)
    body = [rng.choice(topic.bodies[Language.SV]), f"Uppgiften gäller {place}.", rng.choice(other.bodies[Language.SV])]
    located = tuple(dict.fromkeys(_at(q, place) for q in asked))
    return Made(key, _at(words.title, place), located, "\n\n".join(body), _at(held_out, place))


def _at(text: str, place: str) -> str:
    bare = text.rstrip(" ?.!")
    return f"{bare} i {place}{text[len(bare) :].strip()}"


def write_folder(folder: Path, knowledge: Knowledge, size: int) -> None:
    """Write the made entries as a knowledge folder that loads without a problem, with the shipped word lists."""
    (folder / "facts").mkdir(parents=True)
    shutil.copytree(ROOT / "knowledge" / "lists", folder / "lists")
    (folder / "municipality.yaml").write_text(_MUNICIPALITY, encoding="utf-8")
    for entry in made(knowledge, size):
        text = _ENTRY.format(
            id=entry.id,
            title=json.dumps(entry.title, ensure_ascii=False),
            questions=json.dumps(entry.questions, ensure_ascii=False),
            body=entry.body,
        )
        (folder / "facts" / f"{entry.id}.sv.md").write_text(text, encoding="utf-8")


def asked(knowledge: Knowledge, size: int, count: int) -> list[tuple[str, str | None]]:
    """Return questions, each with its right entry; one of three names no place and has none.

    The others ask for topic and place in words that are not indexed, every other with typos.
    """
    rng = random.Random(23)
    entries = rng.sample(list(made(knowledge, size)), min(count, size))
    plain = [question for item in knowledge.items.values() for question in item.words[Language.SV].golden.reach]
    rng.shuffle(plain)
    found: list[tuple[str, str | None]] = []
    for n, entry in enumerate(entries):
        if n % 3 == 2:
            found.append((plain[n // 3 % len(plain)], None))
        else:
            found.append((typos(entry.held_out) if n % 3 else entry.held_out, entry.id))
    return found
