"""What is worth a look in a knowledge folder that has no faults: every warning, with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.kb.documents import Document, Key, read_markdown, read_yaml
from bot.kb.knowledge import Item, Knowledge
from bot.kb.problem import Problem, Severity
from bot.question import Language
from bot.upkeep.contradictions import contradictions, outlived
from bot.upkeep.due import due_entries, due_rows, old_laws
from bot.upkeep.likeness import near_duplicates
from bot.upkeep.reading import reading

ENOUGH_WORDS = 15
"""LIX says little of a shorter text: a few names make it hard."""


def warnings(knowledge: Knowledge, folder: Path, today: date) -> Iterator[Problem]:
    """Yield every warning on the live entries, sorted by file and line.

    Args:
        knowledge: loaded from the folder.
        folder: the folder, read again for the lines.
        today: the day that review dates are compared with.
    """
    lines = _Lines(folder)
    found = [
        *_due(knowledge, lines, today),
        *_unreached(knowledge, lines),
        *_hard(knowledge, lines),
        *_near(knowledge, lines),
        *_contradicting(knowledge, lines, today),
    ]
    yield from sorted(found, key=lambda p: (p.file, p.line, p.id))


def drafts(items: Mapping[str, Item], folder: Path) -> Iterator[Problem]:
    """Yield a notice for every draft, at the line that keeps it from answering."""
    lines = _Lines(folder)
    for key, item in items.items():
        file = item.files[Language.SV]
        yield Problem("VK310", file, lines.line(file, ("draft",)), {"id": key}, Severity.NOTICE)


class _Lines:
    """The line of a key in a file of the folder; each file is read once, and only where something is to be told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: dict[str, Document | None] = {}

    def warning(self, id_: str, file: str, key: Key, **values: object) -> Problem:
        return Problem(id_, file, self.line(file, key), {k: str(v) for k, v in values.items()}, Severity.WARNING)

    def line(self, file: str, key: Key) -> int:
        document = self._document(file)
        return document.line(key) if document else 1

    def body(self, file: str) -> int:
        document = self._document(file)
        return document.body_line if document else 1

    def _document(self, file: str) -> Document | None:
        if file not in self._documents:
            read = read_markdown if file.endswith(".md") else read_yaml
            self._documents[file] = read(self._folder, self._folder / file)[0]
        return self._documents[file]


def _due(knowledge: Knowledge, lines: _Lines, today: date) -> Iterator[Problem]:
    for due in due_entries(knowledge, today):
        id_ = "VK301" if due.past(today) else "VK302"
        yield lines.warning(id_, due.item.files[Language.SV], ("review_by",), date=due.by, id=due.item.entry.id)
    for rows in due_rows(knowledge, today):
        yield lines.warning("VK303", rows.file, (rows.key, rows.first, "review_by"), count=rows.count, date=rows.by)
    for item in old_laws(knowledge, today):
        yield lines.warning("VK304", item.files[Language.SV], ("as_of",), date=item.entry.as_of, id=item.entry.id)


def _unreached(knowledge: Knowledge, lines: _Lines) -> Iterator[Problem]:
    for item in knowledge.items.values():
        if not any(words.golden.reach for words in item.words.values()):
            yield lines.warning("VK305", item.files[Language.SV], ())


def _hard(knowledge: Knowledge, lines: _Lines) -> Iterator[Problem]:
    limit = knowledge.municipality.max_lix
    for item in knowledge.items.values():
        for language, file in item.files.items():
            found = reading("\n".join(item.bodies[language]))
            if found is not None and found.words >= ENOUGH_WORDS and found.lix > limit:
                values = {"lix": str(found.lix), "limit": str(limit), "words": str(found.longest)}
                yield Problem("VK306", file, lines.body(file), values, Severity.WARNING)


def _near(knowledge: Knowledge, lines: _Lines) -> Iterator[Problem]:
    for one, other in near_duplicates(knowledge):
        file = knowledge.items[one.entry].files[one.language]
        there = knowledge.items[other.entry].files[other.language]
        yield lines.warning("VK307", file, one.key, text=one.text, like=other.text, other=there)


def _contradicting(knowledge: Knowledge, lines: _Lines, today: date) -> Iterator[Problem]:
    for found in contradictions(knowledge.items):
        file, there = (knowledge.items[key].files[Language.SV] for key in (found.entry, found.other))
        values = {"field": found.key[0], "value": found.value, "other": there, "theirs": found.other_value}
        yield lines.warning("VK308", file, found.key, **values)
    for key, successor in outlived(knowledge.items, today):
        yield lines.warning("VK309", knowledge.items[key].files[Language.SV], ("status",), other=successor)
