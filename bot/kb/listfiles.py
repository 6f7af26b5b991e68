"""The faults of a list that a row's own model does not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from bot.kb.documents import Document, Key
from bot.kb.groups import missing, near, unknown
from bot.kb.lists import AidSentences, AidWords, Countries, Places, Synonyms
from bot.kb.municipality import Municipality
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
        yield from _same_code(model, document)
        yield from _twice(
            (
                ((row.sv, row.en, *row.names, *row.people), row.code, ("countries", i))
                for i, row in enumerate(model.countries)
            ),
            document,
        )
    elif isinstance(model, Places):
        for i, spot in enumerate(model.occupied):
            if spot.source not in model.sources:
                yield Problem("VK131", document.file, document.line(("occupied", i)), {"source": spot.source})
        listed = (("places", model.places), ("occupied", model.occupied))
        rows = (((p.name, *p.names), (key, i)) for key, spots in listed for i, p in enumerate(spots))
        yield from _twice(((names, str(at), at) for names, at in rows), document)
    elif isinstance(model, Synonyms):
        yield from _empty(model.groups, ("groups",), document)
        yield from _twice(((group, str(i), ("groups", i)) for i, group in enumerate(model.groups)), document)
    elif isinstance(model, Municipality):
        yield from _same_topic(model, document)
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


def _twice(rows: Iterable[tuple[Sequence[str], str, Key]], document: Document) -> Iterator[Problem]:
    """Names that two rows of different owners have: each told once, at the later row, with the line of the earlier."""
    owners: dict[str, tuple[str, Key]] = {}
    told: set[tuple[str, Key]] = set()
    for names, owner, key in rows:
        for name in names:
            folded = " ".join(split(name))
            first, there = owners.setdefault(folded, (owner, key))
            if folded and first != owner and (folded, key) not in told:
                told.add((folded, key))
                yield _beside("VK132", document, key, there, name=name)


def _same_code(model: Countries, document: Document) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for i, row in enumerate(model.countries):
        if first.setdefault(row.code, i) != i:
            yield _beside("VK140", document, ("countries", i), ("countries", first[row.code]), code=row.code)


def _same_topic(model: Municipality, document: Document) -> Iterator[Problem]:
    """Topics of the status cards with the same id, or with a word that calls another one, too."""
    first: dict[str, int] = {}
    for i, topic in enumerate(model.status):
        for name in (topic.id, topic.title.sv, topic.title.en, *topic.words):
            folded = " ".join(split(name))
            if first.setdefault(folded, i) != i:
                yield _beside("VK141", document, ("status", i), ("status", first[folded]), word=name)
                first[folded] = i


def _beside(id_: str, document: Document, key: Key, first: Key, **values: str) -> Problem:
    """A fault of a row that an earlier one makes; it names the line of both."""
    return Problem(id_, document.file, document.line(key), {**values, "other": str(document.line(first))})
