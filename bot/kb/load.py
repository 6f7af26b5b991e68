"""Load a knowledge folder: every fault at once, with file and line; a faulty folder gives no knowledge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.kb.claims import crosscheck
from bot.kb.entries import Translation, Words
from bot.kb.knowledge import Item, Knowledge
from bot.kb.lists import FILES, PAPERS, Countries, Details
from bot.kb.manifest import all_files, digest_of, manifest
from bot.kb.municipality import Municipality
from bot.kb.parts import MUNICIPALITY, Part, entries, read_part
from bot.kb.problem import Problem, Reason, Severity, faults_of
from bot.question import Language

_PAIR = ("aid/words.yaml", "aid/sentences.yaml")
NO_DETAILS = Details(details={})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gave: the knowledge, or None where a fault keeps it from going live; all problems; the drafts."""

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]
    drafts: Mapping[str, Item] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that keep the knowledge from going live."""
        return faults_of(self.problems)


def load(root: Path) -> Loaded:
    """Load, validate and cross-check a knowledge folder.

    Args:
        root: the folder that holds municipality.yaml, lists/, aid/ and the entries.

    Returns:
        The knowledge and its warnings; or no knowledge and every fault.
    """
    if not root.is_dir():
        return Loaded(None, folder_problems(root, ()))
    files = manifest(root)
    parts = [read_part(root, name) for name in files]
    municipality = next((p.model for p in parts if isinstance(p.model, Municipality)), None)
    listed = next((p.model for p in parts if p.kind == "details"), NO_DETAILS)
    countries = next((p.model for p in parts if isinstance(p.model, Countries)), None)
    claims = sorted(claim for part in parts for claim in part.claims)
    problems = in_order(
        folder_problems(root, files),
        [p for part in parts for p in part.problems],
        crosscheck(
            claims,
            municipality.languages if municipality is not None else (),
            listed.details if isinstance(listed, Details) else None,
            countries.by_code if countries is not None else None,
        ),
    )
    if municipality is None or faults_of(problems):
        return Loaded(None, problems)
    lists = {part.kind: part.model for part in parts if not part.id and part.model is not municipality and part.model}
    items = _items(parts)
    live = {key: item for key, item in items.items() if not item.entry.draft}
    drafts = {key: item for key, item in items.items() if item.entry.draft}
    return Loaded(Knowledge(municipality, live, lists, digest_of(files)), problems, drafts)


def folder_problems(root: Path, files: Iterable[str]) -> tuple[Problem, ...]:
    """Return what is wrong with which files a folder holds.

    Args:
        root: the knowledge folder.
        files: those that are read, as paths below it.
    """
    if not root.is_dir():
        return (Problem("VK001", root.name, 1, {"folder": str(root)}),)
    there = set(files)
    problems = [Problem("VK117", name, 1, {}, Severity.WARNING) for name in all_files(root) if name not in there]
    if f"{MUNICIPALITY}.yaml" not in there:
        problems.append(Problem("VK002", f"{MUNICIPALITY}.yaml", 1))
    for one, other in (_PAIR, _PAIR[::-1]):
        if one in there and other not in there:
            problems.append(Problem("VK136", one, 1, {"other": other}))
    return (*problems, *_missing_lists(there))


def _missing_lists(there: Collection[str]) -> Iterator[Problem]:
    """Lists that the answers on aid read; a folder that never had any, nor aid/, is small on purpose."""
    aid = any(name in there for name in _PAIR)
    for name in FILES:
        if name in there or name in _PAIR:
            continue
        if aid and name != PAPERS:
            yield Problem("VK139", name, 1, {"file": name})
        elif aid:
            yield Problem("VK317", name, 1, {"file": name, "reason": Reason("without_papers")}, Severity.WARNING)
    if not aid and any(name in there for name in FILES):
        yield Problem("VK317", _PAIR[0], 1, {"file": _PAIR[0], "reason": Reason("without_aid")}, Severity.WARNING)


def in_order(*problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order in which they are shown: by file and line."""
    return tuple(sorted((p for some in problems for p in some), key=lambda p: (p.file, p.line, p.id)))


def _items(parts: Iterable[Part]) -> dict[str, Item]:
    """Put the language files of each entry together."""
    by_id: dict[str, list[Part]] = {}
    for part in parts:
        if part.id:
            by_id.setdefault(part.id, []).append(part)
    found = {}
    for key, files in sorted(by_id.items()):
        entry: Any = next(p.model for p in files if p.language == Language.SV)
        words: dict[Language, Words] = {Language(p.language): p.model for p in files if isinstance(p.model, Words)}
        bodies = {Language(p.language): p.body for p in files}
        found[key] = Item(entry, words, bodies, {Language(p.language): p.file for p in files})
    return found


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a Swedish entry's front matter, for editors."""
    found = entries().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Vänort knowledge entry", **found}


def models() -> dict[str, type[BaseModel]]:
    """Return the other files' models by name, for the exported schemas."""
    return {
        "translation": Translation,
        "municipality": Municipality,
        **{Path(name).stem: m for name, m in FILES.items()},
    }
