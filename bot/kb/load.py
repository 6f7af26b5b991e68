"""Load a knowledge folder: every fault at once, with file and line; a faulty folder gives no knowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.kb.crosscheck import crosscheck
from bot.kb.documents import Document, model_problems, read_markdown, read_yaml
from bot.kb.entries import AnyEntry, Entry, Translation, Words
from bot.kb.knowledge import Item, Knowledge
from bot.kb.listfiles import read_lists
from bot.kb.lists import FILES
from bot.kb.municipality import Municipality
from bot.kb.problem import Problem, Severity
from bot.question import Language

_ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(Entry)
_FOLDERS_WITHOUT_ENTRIES = ("lists", "aid")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gave: the knowledge, or None where a fault keeps it from going live; all problems; the drafts."""

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]
    drafts: Mapping[str, Item] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that keep the knowledge from going live."""
        return tuple(p for p in self.problems if p.severity is Severity.FAULT)


def knowledge_files(root: Path) -> list[Path]:
    """Return the files that make up a knowledge folder, sorted; README.md and hidden files are not among them."""
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.suffix in (".md", ".yaml", ".yml")
        and path.name != "README.md"
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
    )


def digest(root: Path) -> str:
    """Return a hash of the folder's content: names and bytes."""
    whole = hashlib.sha256()
    for path in knowledge_files(root):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def load(root: Path) -> Loaded:
    """Load, validate and cross-check a knowledge folder.

    Args:
        root: the folder that holds municipality.yaml, lists/, aid/ and the entries.

    Returns:
        The knowledge and its warnings; or no knowledge and every fault.
    """
    if not root.is_dir():
        return Loaded(None, (Problem("VK001", root.name, 1, {"folder": str(root)}),))
    profile, municipality, problems = _municipality(root)
    lists, found = read_lists(root)
    problems += [*found, *_unread(root)]
    read: list[_File] = []
    for path in _entry_files(root):
        one, found = _entry(root, path)
        problems += found
        if one:
            read.append(one)
    written = {path.name.removesuffix(".sv.md") for path in _entry_files(root) if path.name.endswith(".sv.md")}
    items, found = _join(read, written, municipality)
    documents = {d.document.file: d.document for d in read} | ({profile.file: profile} if profile else {})
    details = lists["details"].details if "details" in lists else None if (root / "lists/details.yaml").exists() else {}
    problems += [*found, *crosscheck(items, documents, written, municipality, details)]
    problems.sort(key=lambda p: (p.file, p.line, p.id))
    if municipality is None or any(p.severity is Severity.FAULT for p in problems):
        return Loaded(None, tuple(problems))
    live = {key: item for key, item in items.items() if not item.entry.draft}
    drafts = {key: item for key, item in items.items() if item.entry.draft}
    return Loaded(Knowledge(municipality, live, lists, digest(root)), tuple(problems), drafts)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of an entry, validated by itself."""

    id: str
    language: Language
    words: Words
    document: Document


def _entry_files(root: Path) -> Iterator[Path]:
    for path in knowledge_files(root):
        top = path.relative_to(root).parts[0]
        if path.suffix == ".md" and top not in _FOLDERS_WITHOUT_ENTRIES:
            yield path


def _unread(root: Path) -> Iterator[Problem]:
    """Files that look like knowledge, or were so before they were renamed, and that nothing reads."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_dir() or any(part.startswith(".") for part in parts) or path.name == "README.md":
            continue
        entry = path.suffix == ".md" and parts[0] not in _FOLDERS_WITHOUT_ENTRIES and path.is_file()
        row = (
            path.suffix in (".yaml", ".yml")
            and parts[0] in _FOLDERS_WITHOUT_ENTRIES
            and len(parts) == len(("lists", "x"))
        )
        if not entry and not row and parts != ("municipality.yaml",):
            yield Problem("VK117", path.relative_to(root).as_posix(), 1, {}, Severity.WARNING)


def _municipality(root: Path) -> tuple[Document | None, Municipality | None, list[Problem]]:
    path = root / "municipality.yaml"
    if not path.is_file():
        return None, None, [Problem("VK002", "municipality.yaml", 1)]
    document, problems = read_yaml(root, path)
    if document is None:
        return None, None, problems
    try:
        return document, Municipality.model_validate(document.data), problems
    except ValidationError as fault:
        return document, None, model_problems(fault, document)


def _entry(root: Path, path: Path) -> tuple[_File | None, list[Problem]]:
    name = path.relative_to(root).as_posix()
    stem, _, suffix = path.name.removesuffix(".md").rpartition(".")
    if suffix not in list(Language) or not stem:
        return None, [Problem("VK108", name, 1)]
    document, problems = read_markdown(root, path)
    if document is None:
        return None, problems
    if document.data.get("id", stem) != stem:
        return None, [Problem("VK109", name, document.line(("id",)), {"id": str(document.data["id"]), "stem": stem})]
    if not document.body:
        return None, [Problem("VK110", name, document.body_line)]
    language = Language(suffix)
    try:
        words = (
            _ENTRY.validate_python(document.data)
            if language is Language.SV
            else Translation.model_validate(document.data)
        )
    except ValidationError as fault:
        return None, model_problems(fault, document)
    return _File(stem, language, words, document), []


def _join(
    read: list[_File], written: set[str], municipality: Municipality | None
) -> tuple[dict[str, Item], list[Problem]]:
    """Put an entry's language files together; `written` are the ids that have a Swedish file, faulty or not."""
    problems: list[Problem] = []
    by_id: dict[str, dict[Language, _File]] = {}
    for one in read:
        files = by_id.setdefault(one.id, {})
        if one.language in files:
            values = {"id": one.id, "other": files[one.language].document.file}
            problems.append(Problem("VK111", one.document.file, 1, values))
        else:
            files[one.language] = one
    items: dict[str, Item] = {}
    for key, files in sorted(by_id.items()):
        main = files.get(Language.SV)
        if main is None:
            if key not in written:
                problems += [Problem("VK112", d.document.file, 1, {"id": key}) for d in files.values()]
            continue
        entry: Any = main.words
        wanted = municipality.languages if municipality and not entry.draft else []
        problems += [
            Problem("VK113", main.document.file, 1, {"id": key, "language": lang}, Severity.WARNING)
            for lang in wanted
            if lang not in files
        ]
        items[key] = Item(
            entry,
            {lang: d.words for lang, d in files.items()},
            {lang: _paragraphs(d.document.body) for lang, d in files.items()},
            {lang: d.document.file for lang, d in files.items()},
        )
    return items, problems


def _paragraphs(body: str) -> tuple[str, ...]:
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


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a Swedish entry's front matter, for editors."""
    found = _ENTRY.json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Vänort knowledge entry", **found}


def models() -> dict[str, type[BaseModel]]:
    """Return the other files' models by name, for the exported schemas."""
    return {
        "translation": Translation,
        "municipality": Municipality,
        **{Path(name).stem: m for name, m in FILES.items()},
    }
