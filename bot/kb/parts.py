"""Read one file of a knowledge folder by itself: its model, what it claims, and every fault in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.kb.claims import (
    Claim,
    entry_claims,
    entry_problems,
    inner_problems,
    municipality_claims,
    places_claims,
    words_claims,
)
from bot.kb.documents import Document, model_problems, read_markdown, read_yaml
from bot.kb.entries import AnyEntry, Entry, Translation, Words
from bot.kb.listfiles import list_problems
from bot.kb.lists import FILES, Places
from bot.kb.municipality import Municipality
from bot.kb.plain import plain_problems
from bot.kb.problem import Problem, Severity
from bot.question import Language

MUNICIPALITY = "municipality"
TRANSLATION = "translation"
FOLDERS_WITHOUT_ENTRIES = ("lists", "aid")


@dataclass(frozen=True, slots=True)
class Part:
    """What one file gives.

    Args:
        file: its path below the knowledge folder.
        kind: "municipality", the stem of a list ("synonyms"), "translation", or the type of an entry.
        id: the entry's id; empty for other files.
        language: the language of its words; empty for other files.
        model: its content, or None where it has faults.
        body: the paragraphs of an entry.
        claims: what other files must agree with.
        problems: its own faults.
    """

    file: str
    kind: str = ""
    id: str = ""
    language: str = ""
    model: BaseModel | None = None
    body: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()


def entry_id(name: str) -> str:
    """Return the id that the name of an entry's file tells."""
    return name.rpartition("/")[2].removesuffix(".md").rpartition(".")[0]


def read_part(root: Path, name: str) -> Part:
    """Read one file of a knowledge folder.

    Args:
        root: the knowledge folder.
        name: the file's path below it, with slashes.
    """
    path = root / name
    top = name.split("/", 1)[0]
    if name == "municipality.yaml":
        return _plain(root, path, name, MUNICIPALITY, Municipality)
    if top in FOLDERS_WITHOUT_ENTRIES and path.suffix in (".yaml", ".yml") and name.count("/") == 1:
        if name not in FILES:
            return Part(name, problems=(Problem("VK130", name, 1, {"known": ", ".join(FILES)}),))
        return _plain(root, path, name, path.stem, FILES[name])
    if path.suffix == ".md" and top not in FOLDERS_WITHOUT_ENTRIES:
        return _entry(root, path, name)
    return Part(name, problems=(Problem("VK117", name, 1, {}, Severity.WARNING),))


def _plain(root: Path, path: Path, name: str, kind: str, model: type[BaseModel]) -> Part:
    document, problems = read_yaml(root, path)
    if document is None:
        return Part(name, kind, problems=tuple(problems))
    try:
        found = model.model_validate(document.data)
    except ValidationError as fault:
        return Part(name, kind, problems=(*problems, *model_problems(fault, document)))
    claims: tuple[Claim, ...] = ()
    if isinstance(found, Municipality):
        claims = tuple(municipality_claims(found, document))
    elif isinstance(found, Places):
        claims = tuple(places_claims(found, document))
    return Part(name, kind, model=found, claims=claims, problems=(*problems, *list_problems(found, document)))


def _entry(root: Path, path: Path, name: str) -> Part:
    id_, suffix = entry_id(name), path.suffixes[-2][1:] if len(path.suffixes) > 1 else ""
    if suffix not in list(Language) or not id_:
        return Part(name, problems=(Problem("VK108", name, 1),))
    language = Language(suffix)
    there: tuple[Claim, ...] = (Claim("original", id_, id_, name, 1, language),)
    document, problems = read_markdown(root, path)
    if document is None:
        return _faulty(name, id_, language, problems)
    problems = _shape_problems(id_, document)
    try:
        words = _words(language, document)
    except ValidationError as fault:
        problems += model_problems(fault, document)
    if problems:
        return _faulty(name, id_, language, problems)
    claims = (*there, *words_claims(id_, language, words, document))
    problems = [*inner_problems(words, document), *plain_problems(document)]
    if language is Language.SV:
        entry: Any = words
        claims += (Claim("entry", id_, id_, name, 1, "", entry.draft), *entry_claims(entry, document))
        problems += entry_problems(entry, document)
    kind = getattr(words, "type", TRANSLATION)
    return Part(name, kind, id_, language, words, paragraphs(document.body), claims, tuple(problems))


def _faulty(name: str, id_: str, language: Language, problems: list[Problem]) -> Part:
    """A faulty entry is there all the same, so that what refers to it is no second fault."""
    kinds = ("original", "entry") if language is Language.SV else ()
    claims = (Claim(kind, id_, id_, name, 1, language if kind == "original" else "") for kind in kinds)
    return Part(name, claims=tuple(claims), problems=tuple(problems))


def _shape_problems(id_: str, document: Document) -> list[Problem]:
    problems = []
    if document.data.get("id", id_) != id_:
        values = {"id": str(document.data["id"]), "stem": id_}
        problems.append(Problem("VK109", document.file, document.line(("id",)), values))
    if not document.body:
        problems.append(Problem("VK110", document.file, document.body_line))
    return problems


def _words(language: Language, document: Document) -> Words:
    if language is Language.SV:
        return entries().validate_python(document.data)
    return Translation.model_validate(document.data)


@cache
def entries() -> TypeAdapter[AnyEntry]:
    """Return what validates a Swedish entry of any type."""
    return TypeAdapter(Entry)


def paragraphs(body: str) -> tuple[str, ...]:
    """Split Markdown into paragraphs; a line break within a paragraph is a space, except before a list item."""
    found = []
    for block in body.split("\n\n"):
        text = ""
        for row in block.strip().split("\n"):
            row = row.strip()
            text += ("\n" if row.startswith(("- ", "> ")) and text else " " if text else "") + row
        if text:
            found.append(text)
    return tuple(found)
