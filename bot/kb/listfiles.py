"""The faults of a list that a row's own model does not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from bot.kb.documents import Document, Key
from bot.kb.groups import missing, near, unknown
from bot.kb.lists import AidSentences, AidWords, Countries, Places, Synonyms
from bot.kb.problem import Problem, Reason
from bot.kb.sentences import sentence_problems, shortened
from bot.kb.words import split


def list_problems(model: BaseModel, document: Document) -> Iterator[Problem]:
    """Faults that a row's model does not see: names used twice, words without a letter, sources that are not listed."""
    if isinstance(model, Countries):
        for i, row in enumerate(model.countries):
            if row.source not in model.sources:
                line = document.line(("countries", i))
                yield Problem("VK131", document.file, line, {"source": row.source})
        yield from _twice(
            (((row.sv, row.en, *row.names, *row.people), row.code) for row in model.countries), "countries", document
        )
    elif isinstance(model, Places):
        for i, spot in enumerate(model.occupied):
            if spot.source not in model.sources:
                yield Problem("VK131", document.file, document.line(("occupied", i)), {"source": spot.source})
        yield from _twice((((p.name, *p.names), f"p{i}") for i, p in enumerate(model.places)), "places", document)
        yield from _twice((((p.name, *p.names), f"o{i}") for i, p in enumerate(model.occupied)), "occupied", document)
    elif isinstance(model, Synonyms):
        yield from _empty(model.groups, ("groups",), document)
        yield from _twice(((group, str(i)) for i, group in enumerate(model.groups)), "groups", document)
    elif isinstance(model, AidWords):
        for name, words in model.heads.items():
            yield from _empty([words], ("heads", name), document)
        yield from _groups("heads", model.heads, document)
        yield from _groups("phrases", model.phrases, document)
    elif isinstance(model, AidSentences):
        yield from sentence_problems(model, document)


def _groups(kind: str, there: Mapping[str, Sequence[str]], document: Document) -> Iterator[Problem]:
    """Groups of aid/words.yaml that nothing reads, and those that are read and missing; a misspelt one is told once."""
    left_out = missing(kind, there)
    meant: set[str | None] = set()
    for name in unknown(kind, there):
        guess = near(kind, name, left_out)
        meant.add(guess)
        reason = Reason("group_near", {"near": guess}) if guess else Reason("group_strange")
        yield Problem("VK137", document.file, document.line((kind, name)), {"name": name, "reason": reason})
    if gone := [name for name in left_out if name not in meant]:
        values = {"kind": kind, "count": str(len(gone)), "names": shortened(gone)}
        yield Problem("VK138", document.file, document.line((kind, gone[0])), values)


def _empty(groups: Iterable[Sequence[str]], key: Key, document: Document) -> Iterator[Problem]:
    for i, group in enumerate(groups):
        for word in group:
            if not split(word):
                yield Problem("VK135", document.file, document.line((*key, i)), {"word": word})


def _twice(rows: Any, key: str, document: Document) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for i, (names, owner) in enumerate(rows):
        for name in names:
            folded = " ".join(split(name))
            if folded and owners.setdefault(folded, owner) != owner:
                yield Problem("VK132", document.file, document.line((key, i)), {"name": name})
