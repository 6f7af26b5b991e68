"""What a file claims that other files must agree with, and the faults that show when all claims are seen together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.kb.documents import Document
from bot.kb.entries import AnyEntry, Decision, LegalRule, PartnerTown, Stage, Status, Words
from bot.kb.lists import Places
from bot.kb.municipality import Municipality
from bot.kb.patterns import ACT
from bot.kb.problem import Problem, Reason, Severity
from bot.kb.words import split
from bot.question import Language

_REFERENCES = ("why", "supersedes", "superseded_by", "differs_from")
REPEALED = "repealed"


class Claim(NamedTuple):
    """One claim of a file. Sorted, the claims on one name stand together, in the order of their entries.

    Args:
        kind: "alias" or "question" (a text that one entry owns), "entry" (an id that exists or is referred to), "file"
            (an entry's file in a language), "original" (the same, faulty ones too), "detail" (a detail that an entry
            covers), "country" (a code that a place or a town has), "statute" (an act that is repealed, or named as in
            force).
        name: what is claimed: the folded text, the id, the number of the act.
        id: the entry that claims it.
        file: its file, relative to the knowledge folder.
        line: the line in it.
        detail: the text as written; the field that refers to an id, empty where it exists; the language; REPEALED.
        draft: whether the file is of an entry that never answers.
    """

    kind: str
    name: str
    id: str
    file: str
    line: int
    detail: str
    draft: bool = False


def words_claims(id_: str, language: Language, words: Words, document: Document) -> Iterator[Claim]:
    """Yield the names and questions that a file claims for its entry."""
    yield Claim("file", id_, id_, document.file, 1, language, getattr(words, "draft", False))
    for i, alias in enumerate(words.aliases):
        yield Claim("alias", " ".join(split(alias)), id_, document.file, document.line(("aliases", i)), alias)
    for i, question in enumerate(words.questions):
        yield Claim(
            "question", " ".join(split(question)), id_, document.file, document.line(("questions", i)), question
        )


def entry_claims(entry: AnyEntry, document: Document) -> Iterator[Claim]:
    """Yield the references and acts that an entry's Swedish file claims."""
    for i, wanted in enumerate(entry.related):
        yield Claim("entry", wanted, entry.id, document.file, document.line(("related", i)), "related", entry.draft)
    for name in _REFERENCES:
        if (named := getattr(entry, name, None)) is not None:
            yield Claim("entry", named, entry.id, document.file, document.line((name,)), name, entry.draft)
    for i, kind in enumerate(entry.covers):
        yield Claim("detail", kind, entry.id, document.file, document.line(("covers", i)), "covers")
    if isinstance(entry, PartnerTown):
        yield Claim("country", entry.country, entry.id, document.file, document.line(("country",)), "country")
    if isinstance(entry, LegalRule):
        detail = REPEALED if entry.repealed else ""
        yield Claim("statute", entry.statute, entry.id, document.file, document.line(("statute",)), detail)
        if entry.repealed:
            return
    if not entry.status.past:
        for i, source in enumerate(entry.sources):
            for statute in ACT.findall(f"{source.title} {source.ref or ''}"):
                yield Claim("statute", statute, entry.id, document.file, document.line(("sources", i)), "")


def municipality_claims(municipality: Municipality, document: Document) -> Iterator[Claim]:
    """Yield the entries that municipality.yaml refers to."""
    for i, wanted in enumerate(municipality.complete):
        yield Claim("entry", wanted, "", document.file, document.line(("complete", i)), "complete")
    for t, topic in enumerate(municipality.status):
        for r, row in enumerate(topic.rows):
            for i, wanted in enumerate(row.entries):
                line = document.line(("status", t, "rows", r, "entries", i))
                yield Claim("entry", wanted, "", document.file, line, "status")


def places_claims(places: Places, document: Document) -> Iterator[Claim]:
    """Yield the countries that lists/places.yaml refers to."""
    for key, rows in (("places", places.places), ("occupied", places.occupied)):
        for i, row in enumerate(rows):
            yield Claim("country", row.country, "", document.file, document.line((key, i, "country")), "country")


def inner_problems(words: Words, document: Document) -> Iterator[Problem]:
    """Yield the faults of one file that its model does not see."""
    for field, texts in (("aliases", words.aliases), ("questions", words.questions)):
        for i, text in enumerate(texts):
            if not split(text):
                yield Problem("VK135", document.file, document.line((field, i)), {"word": text})
    own = {" ".join(split(q)) for q in words.questions} if words.golden.reach else set()
    for i, question in enumerate(words.golden.reach):
        if " ".join(split(question)) in own:
            yield Problem("VK204", document.file, document.line(("golden", "reach", i)), {"question": question})


def entry_problems(entry: AnyEntry, document: Document) -> Iterator[Problem]:
    """Yield the faults between the fields of one entry: dates out of order, a repealed act told as in force."""
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        yield _date_problem("valid_until", "valid_from", document)
    if entry.review_by and entry.review_by < entry.as_of:
        yield _date_problem("review_by", "as_of", document)
    if isinstance(entry, Decision) and entry.status is Status.DECIDED and entry.stage is Stage.PROPOSAL:
        yield Problem("VK213", document.file, document.line(("stage",)), {"stage": str(entry.stage)})
    if isinstance(entry, LegalRule) and entry.repealed and not entry.status.past:
        yield Problem("VK206", document.file, document.line(("status",)), {"statute": entry.statute})


def _date_problem(field: str, other: str, document: Document) -> Problem:
    return Problem("VK205", document.file, document.line((field,)), {"field": field, "other": other})


def crosscheck(
    claims: Iterable[Claim],
    languages: Sequence[Language],
    details: Collection[str] | None,
    countries: Collection[str] | None,
) -> list[Problem]:
    """Return every fault that shows only when the entries are seen together.

    Args:
        claims: all claims of a folder, sorted.
        languages: the languages that every entry should have.
        details: the kinds of detail that the folder lists; None where that list has faults of its own.
        countries: the codes of the countries that the folder lists; None where that list is missing or has faults.
    """
    problems: list[Problem] = []
    for (kind, name), group in groupby(claims, key=lambda claim: claim[:2]):
        found = list(group)
        if kind == "file":
            problems += _files(found, languages)
        elif kind == "detail" and details is not None and name not in details:
            values = {"kind": name, "known": ", ".join(sorted(details))}
            problems += [Problem("VK211", claim.file, claim.line, values) for claim in found]
        elif kind == "country" and countries is not None and name not in countries:
            problems += [Problem("VK215", claim.file, claim.line, {"code": name}) for claim in found]
        elif kind in _CHECKS:
            problems += _CHECKS[kind](found)
    return problems


def _aliases(claims: list[Claim]) -> Iterator[Problem]:
    for claim in _taken(claims):
        yield Problem("VK202", claim.file, claim.line, {"alias": claim.detail, "other": _original(claims[0].file)})


def _questions(claims: list[Claim]) -> Iterator[Problem]:
    for claim in _taken(claims):
        yield Problem("VK203", claim.file, claim.line, {"question": claim.detail, "other": _original(claims[0].file)})


def _taken(claims: list[Claim]) -> list[Claim]:
    """The claims on a text that another entry has; one without a letter is a fault of its own file."""
    return [claim for claim in claims if claim.name and claim.id != claims[0].id]


def _original(file: str) -> str:
    """The Swedish file of the entry of a file, which stands beside it."""
    return f"{file.removesuffix('.md').rpartition('.')[0]}.{Language.SV}.md"


def _references(claims: list[Claim]) -> Iterator[Problem]:
    """References to an entry that no file is there for, not even a faulty one; and live ones to a draft."""
    there = [claim for claim in claims if not claim.detail]
    for claim in claims:
        values: dict[str, str | Reason] = {"field": claim.detail, "id": claim.name}
        if not there:
            yield Problem("VK201", claim.file, claim.line, values)
        elif claim.detail and not claim.draft and all(one.draft for one in there):
            if claim.detail == "why":  # a following "why?" would be answered by an entry that never answers
                yield Problem("VK210", claim.file, claim.line, {"id": claim.name})
            else:
                yield Problem("VK315", claim.file, claim.line, values, Severity.WARNING)


def _files(claims: list[Claim], languages: Sequence[Language]) -> Iterator[Problem]:
    """An entry's files in several languages: none twice, none of the municipality's missing."""
    first: dict[str, Claim] = {}
    for claim in claims:
        if first.setdefault(claim.detail, claim) is not claim:
            yield Problem("VK111", claim.file, 1, {"id": claim.id, "other": first[claim.detail].file})
    main = first.get(Language.SV)
    if main is not None and not main.draft:
        for language in languages:
            if language not in first:
                yield Problem("VK113", main.file, 1, {"id": main.id, "language": str(language)}, Severity.WARNING)


def _orphans(claims: list[Claim]) -> Iterator[Problem]:
    """Translations of an entry that has no Swedish file."""
    if not any(claim.detail == Language.SV for claim in claims):
        for claim in claims:
            yield Problem("VK112", claim.file, 1, {"id": claim.name})


def _statutes(claims: list[Claim]) -> Iterator[Problem]:
    """A repealed act may be told as history, never as the law in force."""
    if any(claim.detail == REPEALED for claim in claims):
        for claim in claims:
            if claim.detail != REPEALED:
                yield Problem("VK207", claim.file, claim.line, {"statute": claim.name})


_CHECKS: dict[str, Callable[[list[Claim]], Iterator[Problem]]] = {
    "alias": _aliases,
    "question": _questions,
    "entry": _references,
    "original": _orphans,
    "statute": _statutes,
}
