"""Checks that need several entries at once: aliases, references, dates, repealed acts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from bot.kb.documents import Document, Key
from bot.kb.entries import AnyEntry, Detail, LegalRule, Status
from bot.kb.knowledge import Item
from bot.kb.municipality import Municipality
from bot.kb.problem import Problem
from bot.kb.words import split
from bot.question import Language

_REFERENCES = ("why", "supersedes", "superseded_by", "differs_from")
_SFS = re.compile(r"\b(?:18|19|20)\d\d:\d{1,4}\b")


def crosscheck(
    items: Mapping[str, Item],
    documents: Mapping[str, Document],
    written: Collection[str],
    municipality: Municipality,
    details: Collection[Detail],
) -> list[Problem]:
    """Return every fault that shows only when the entries are seen together.

    Args:
        items: all entries, drafts included.
        documents: the Swedish file of each entry, for its lines.
        written: ids that have a Swedish file, even one with faults of its own; a reference to them is not dangling.
        municipality: whose status cards refer to entries.
        details: the kinds of detail that the folder lists.
    """
    problems: list[Problem] = []
    problems += _aliases(items, documents)
    problems += _questions(items, documents)
    repealed = {
        rule.statute: key for key, item in items.items() if isinstance(rule := item.entry, LegalRule) and rule.repealed
    }
    for key, item in items.items():
        document = documents[key]
        problems += _references(item.entry, written, document)
        problems += _to_drafts(item.entry, items, document)
        problems += _dates(item.entry, document)
        for i, kind in enumerate(item.entry.covers):
            if kind not in details:
                problems.append(_at(document, ("covers", i), "VK211", kind=kind, known=", ".join(sorted(details))))
        problems += _repealed(item, repealed, document)
    for t, topic in enumerate(municipality.status):
        for r, row in enumerate(topic.rows):
            problems += [
                Problem("VK201", "municipality.yaml", 1, {"field": f"status.{t}.rows.{r}", "id": wanted})
                for wanted in row.entries
                if wanted not in written
            ]
    return problems


def _at(document: Document, path: Key, id_: str, **values: str) -> Problem:
    return Problem(id_, document.file, document.line(path), values)


def _aliases(items: Mapping[str, Item], documents: Mapping[str, Document]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for key, item in items.items():
        for language, words in item.words.items():
            for i, alias in enumerate(words.aliases):
                owner = owners.setdefault(" ".join(split(alias)), key)
                if owner != key:
                    line = documents[key].line(("aliases", i)) if language is Language.SV else 1
                    values = {"alias": alias, "other": items[owner].files[Language.SV]}
                    yield Problem("VK202", item.files[language], line, values)


def _questions(items: Mapping[str, Item], documents: Mapping[str, Document]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for key, item in items.items():
        for language, words in item.words.items():
            own = {" ".join(split(q)) for q in words.questions}
            for i, question in enumerate(words.questions):
                owner = owners.setdefault(" ".join(split(question)), key)
                if owner != key:
                    line = documents[key].line(("questions", i)) if language is Language.SV else 1
                    values = {"question": question, "other": items[owner].files[Language.SV]}
                    yield Problem("VK203", item.files[language], line, values)
            for question in words.golden.reach:
                if " ".join(split(question)) in own:
                    line = documents[key].line(("golden",)) if language is Language.SV else 1
                    yield Problem("VK204", item.files[language], line, {"question": question})


def _references(entry: AnyEntry, written: Collection[str], document: Document) -> Iterator[Problem]:
    for i, wanted in enumerate(entry.related):
        if wanted not in written:
            yield _at(document, ("related", i), "VK201", field="related", id=wanted)
    for name in _REFERENCES:
        named = getattr(entry, name, None)
        if named is not None and named not in written:
            yield _at(document, (name,), "VK201", field=name, id=str(named))


def _to_drafts(entry: AnyEntry, items: Mapping[str, Item], document: Document) -> Iterator[Problem]:
    """A following "why?" would be answered by an entry that never answers."""
    reason = items.get(entry.why or "")
    if reason is not None and reason.entry.draft and not entry.draft:
        yield _at(document, ("why",), "VK210", id=reason.entry.id)


def _dates(entry: AnyEntry, document: Document) -> Iterator[Problem]:
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        yield _at(document, ("valid_until",), "VK205", field="valid_until", other="valid_from")
    if entry.review_by and entry.review_by < entry.as_of:
        yield _at(document, ("review_by",), "VK205", field="review_by", other="as_of")


def _repealed(item: Item, repealed: Mapping[str, str], document: Document) -> Iterator[Problem]:
    """A repealed act may be told as history, never as the law in force."""
    entry = item.entry
    if isinstance(entry, LegalRule) and entry.repealed:
        if entry.status not in (Status.HISTORICAL, Status.EXPIRED):
            yield _at(document, ("status",), "VK206", statute=entry.statute)
        return
    if isinstance(entry, LegalRule) and entry.statute in repealed:
        yield _at(document, ("statute",), "VK207", statute=entry.statute)
    if entry.status in (Status.HISTORICAL, Status.EXPIRED):
        return
    for i, source in enumerate(entry.sources):
        for statute in _SFS.findall(f"{source.title} {source.ref or ''}"):
            if statute in repealed:
                yield _at(document, ("sources", i), "VK207", statute=statute)
