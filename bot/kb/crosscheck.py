"""Checks that need several entries at once: aliases, references, dates, repealed acts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from bot.kb.documents import Document, Key
from bot.kb.entries import AnyEntry, Detail, LegalRule, Status
from bot.kb.knowledge import Item
from bot.kb.municipality import Municipality
from bot.kb.problem import Problem, Reason, Severity
from bot.kb.words import split
from bot.question import Language

_REFERENCES = ("why", "supersedes", "superseded_by", "differs_from")
Documents = Mapping[str, Document]

_SFS = re.compile(r"\b(?:18|19|20)\d\d:\d{1,4}\b")


def crosscheck(
    items: Mapping[str, Item],
    documents: Documents,
    written: Collection[str],
    municipality: Municipality | None,
    details: Collection[Detail] | None,
) -> list[Problem]:
    """Return every fault that shows only when the entries are seen together.

    Args:
        items: all entries, drafts included.
        documents: the parsed files by their name, for the lines.
        written: ids that have a Swedish file, even one with faults of its own; a reference to them is not dangling.
        municipality: whose status cards refer to entries; None where its file has faults of its own.
        details: the kinds of detail that the folder lists; None where that list has faults of its own.
    """
    problems: list[Problem] = []
    problems += _aliases(items, documents)
    problems += _questions(items, documents)
    repealed = {
        rule.statute: key for key, item in items.items() if isinstance(rule := item.entry, LegalRule) and rule.repealed
    }
    for item in items.values():
        document = documents[item.files[Language.SV]]
        problems += _references(item.entry, written, items, document)
        problems += _to_drafts(item.entry, items, document)
        problems += _dates(item.entry, document)
        problems += _covers(item.entry, details, document) if details is not None else ()
        problems += _repealed(item, repealed, document)
    for t, topic in enumerate(municipality.status if municipality else ()):
        for r, row in enumerate(topic.rows):
            for i, wanted in enumerate(row.entries):
                path: Key = ("status", t, "rows", r, "entries", i)
                problems += _reference(documents["municipality.yaml"], path, "status", wanted, written, items)
    return problems


def _at(document: Document, path: Key, id_: str, **values: str) -> Problem:
    return Problem(id_, document.file, document.line(path), dict(values))


def _aliases(items: Mapping[str, Item], documents: Documents) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for key, item in items.items():
        for language, words in item.words.items():
            document = documents[item.files[language]]
            for i, alias in enumerate(words.aliases):
                folded = " ".join(split(alias))
                if not folded:
                    yield _at(document, ("aliases", i), "VK135", word=alias)
                elif (owner := owners.setdefault(folded, key)) != key:
                    other = items[owner].files[Language.SV]
                    yield _at(document, ("aliases", i), "VK202", alias=alias, other=other)


def _questions(items: Mapping[str, Item], documents: Documents) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for key, item in items.items():
        for language, words in item.words.items():
            document = documents[item.files[language]]
            own = {" ".join(split(q)) for q in words.questions}
            for i, question in enumerate(words.questions):
                folded = " ".join(split(question))
                if not folded:
                    yield _at(document, ("questions", i), "VK135", word=question)
                elif (owner := owners.setdefault(folded, key)) != key:
                    other = items[owner].files[Language.SV]
                    yield _at(document, ("questions", i), "VK203", question=question, other=other)
            for i, question in enumerate(words.golden.reach):
                if " ".join(split(question)) in own:
                    yield _at(document, ("golden", "reach", i), "VK204", question=question)


def _references(
    entry: AnyEntry, written: Collection[str], items: Mapping[str, Item], document: Document
) -> Iterator[Problem]:
    named: list[tuple[Key, str | None]] = [(("related", i), wanted) for i, wanted in enumerate(entry.related)]
    named += [((name,), getattr(entry, name, None)) for name in _REFERENCES]
    for path, wanted in named:
        if wanted is not None:
            yield from _reference(document, path, str(path[0]), wanted, written, items, draft=entry.draft)


def _reference(
    document: Document,
    path: Key,
    field: str,
    wanted: str,
    written: Collection[str],
    items: Mapping[str, Item],
    *,
    draft: bool = False,
) -> Iterator[Problem]:
    if wanted not in written:
        yield _at(document, path, "VK201", field=field, id=wanted)
    elif field != "why" and wanted in items and items[wanted].entry.draft and not draft:
        values: dict[str, str | Reason] = {"field": field, "id": wanted}
        yield Problem("VK315", document.file, document.line(path), values, Severity.WARNING)


def _to_drafts(entry: AnyEntry, items: Mapping[str, Item], document: Document) -> Iterator[Problem]:
    """A following "why?" would be answered by an entry that never answers."""
    reason = items.get(entry.why or "")
    if reason is not None and reason.entry.draft and not entry.draft:
        yield _at(document, ("why",), "VK210", id=reason.entry.id)


def _covers(entry: AnyEntry, details: Collection[Detail], document: Document) -> Iterator[Problem]:
    for i, kind in enumerate(entry.covers):
        if kind not in details:
            yield _at(document, ("covers", i), "VK211", kind=kind, known=", ".join(sorted(details)))


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
