"""The knowledge base: one checked state of a folder together with its index, opened from files or from a cache."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

import bot
from bot.kb.entries import AnyEntry, Entry, PartnerTown, Translation, Words
from bot.kb.index import build
from bot.kb.knowledge import Item, Knowledge
from bot.kb.load import digest, load
from bot.kb.mentions import Gazetteer, Mentions
from bot.kb.municipality import Municipality
from bot.kb.problem import Problem
from bot.kb.search import Search
from bot.kb.words import split
from bot.question import Language

_ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(Entry)


@dataclass(frozen=True)
class KnowledgeBase:
    """Knowledge and the search over it. Read-only; share it between threads, swap it whole."""

    knowledge: Knowledge
    search: Search
    extras: dict[str, object] = field(default_factory=dict, compare=False, hash=False)
    """What other modules derive from this base and keep with it, by their name."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names that tie an answer to what the question names."""
        return gazetteer(self.knowledge)

    @cached_property
    def _mentions(self) -> dict[str, Mentions]:
        return {}

    def mentions(self, key: str) -> Mentions:
        """Return what an entry names, in all of its texts."""
        found = self._mentions.get(key)
        if found is None:
            item = self.knowledge.items[key]
            said = self.gazetteer.find(_whole_text(item, asked=False))
            named = self.gazetteer.find(_whole_text(item, asked=True))
            # A question may name a town in vain ("or is it Botkyrka?"): only what the entry says ties it to a town.
            found = replace(named, municipalities=said.municipalities, places=said.places, own=said.own)
            self._mentions[key] = found
        return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A base, or None where faults keep the folder from going live; and every problem found (none from a cache)."""

    base: KnowledgeBase | None
    problems: tuple[Problem, ...]


def open_base(folder: Path, cache: Path | None = None) -> Opened:
    """Open a knowledge folder.

    Args:
        folder: the knowledge folder.
        cache: a folder for built indexes, by content; None builds in memory. An unusable cache is passed over.

    Returns:
        The base and the warnings; or no base and every fault.
    """
    name = _cache_name(folder) if cache is not None and folder.is_dir() else None
    if cache is not None and name is not None:
        try:
            return Opened(_from_cache(cache / name), ())
        except (sqlite3.Error, OSError, ValueError, KeyError, AttributeError, ImportError):
            pass  # not there, or not readable: built anew below
    loaded = load(folder)
    if loaded.knowledge is None:
        return Opened(None, loaded.problems)
    if cache is not None and name is not None and not loaded.problems:
        try:
            _write_cache(cache / name, loaded.knowledge)
            return Opened(_from_cache(cache / name), ())
        except (sqlite3.Error, OSError):
            pass  # no place to write: in memory then
    return Opened(in_memory(loaded.knowledge), loaded.problems)


def in_memory(knowledge: Knowledge) -> KnowledgeBase:
    """Build the index of loaded knowledge in memory."""
    uri = f"file:vanort-{uuid.uuid4().hex}?mode=memory&cache=shared"
    anchor = sqlite3.connect(uri, uri=True, check_same_thread=False)
    build(anchor, knowledge.items, synonym_groups(knowledge), {})

    def connect() -> sqlite3.Connection:
        anchor.total_changes  # noqa: B018 - keeps the database alive as long as the search
        return sqlite3.connect(uri, uri=True)

    return KnowledgeBase(knowledge, Search(connect))


def synonym_groups(knowledge: Knowledge) -> list[list[str]]:
    """Return the groups of words that mean the same, the name of each first.

    They are the groups of the folder's lists, the names of each entry, and the names of each country and place that the
    entries speak of.
    """
    listed = knowledge.lists.get("synonyms")
    groups = [list(group) for group in listed.groups] if listed is not None else []
    taken = {" ".join(split(word)) for group in groups for word in group}
    aliases = ([a for words in item.words.values() for a in words.aliases] for item in knowledge.items.values())
    rows = [[name for name in names if len(split(name)) == 1] for names in aliases]
    said = {word for item in knowledge.items.values() for word in split(_whole_text(item, asked=True))}
    rows += [names for names in _geography(knowledge) if any(said.issuperset(split(name)) for name in names)]
    for row in rows:
        names = [name for name in dict.fromkeys(row) if " ".join(split(name)) not in taken]
        if len(names) > 1:
            groups.append(names)
            taken.update(" ".join(split(name)) for name in names)
    return groups


def _geography(knowledge: Knowledge) -> Iterator[list[str]]:
    """Yield the names of each country and place of the folder's lists."""
    if (table := knowledge.lists.get("countries")) is not None:
        for row in table.countries:
            yield [row.sv, row.en, *row.names, *row.people]
    if (atlas := knowledge.lists.get("places")) is not None:
        for place in atlas.places:
            yield [place.name, *place.names]


def gazetteer(knowledge: Knowledge) -> Gazetteer:
    """Build the gazetteer from the folder's lists of municipalities, countries and places."""
    own = {tuple(split(name)) for name in (knowledge.municipality.name, *knowledge.municipality.names)}
    listed = knowledge.lists.get("municipalities")
    names_of_towns = {tuple(split(name)): name for name in listed.municipalities} if listed is not None else {}
    countries: dict[tuple[str, ...], str] = {}
    if (table := knowledge.lists.get("countries")) is not None:
        for row in table.countries:
            for name in (row.sv, row.en, *row.names, *row.people):
                countries.setdefault(tuple(split(name)), row.code)
    places: dict[tuple[str, ...], str] = {}
    if (atlas := knowledge.lists.get("places")) is not None:
        for place in (*atlas.places, *atlas.occupied):
            for name in (place.name, *place.names):
                places.setdefault(tuple(split(name)), place.name)
    for item in knowledge.items.values():
        if isinstance(item.entry, PartnerTown):
            names = [alias for words in item.words.values() for alias in words.aliases]
            known = next((places[key] for n in names if (key := tuple(split(n))) in places), item.entry.id)
            places |= {tuple(split(name)): known for name in names}
    return Gazetteer(
        {k: v for k, v in names_of_towns.items() if k not in own},
        {k: v for k, v in countries.items() if k},
        {k: v for k, v in places.items() if k},
        frozenset(listed.ordinary) if listed is not None else frozenset(),
        frozenset(own),
    )


def _whole_text(item: Item, *, asked: bool) -> str:
    parts: list[str] = []
    for language, words in item.words.items():
        parts += [words.title, *words.aliases, *item.bodies[language], *(words.questions if asked else ())]
    country = getattr(item.entry, "country", None)
    return "\n".join(parts) + (f"\n{country}" if country else "")


def _cache_name(folder: Path) -> str:
    code = hashlib.sha256(bot.__version__.encode())
    for path in sorted(Path(bot.__file__).parent.glob("**/*")):
        if path.suffix in (".py", ".toml") and "channels" not in path.parts and "store" not in path.parts:
            stat = path.stat()
            code.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return f"{digest(folder)[:24]}-{code.hexdigest()[:12]}.db"


def _write_cache(path: Path, knowledge: Knowledge) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    try:
        connection = sqlite3.connect(temporary)
        build(connection, knowledge.items, synonym_groups(knowledge), {"knowledge": _dump(knowledge)})
        connection.close()
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _from_cache(path: Path) -> KnowledgeBase:
    if not path.is_file():
        raise FileNotFoundError(path)
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True)

    connection = connect()
    (raw,) = connection.execute("select value from meta where key = 'knowledge'").fetchone()
    connection.close()
    return KnowledgeBase(_restore(raw), Search(connect))


def _dump(knowledge: Knowledge) -> str:
    return json.dumps(
        {
            "municipality": knowledge.municipality.model_dump(mode="json"),
            "items": {key: _dump_item(item) for key, item in knowledge.items.items()},
            "lists": {
                key: [f"{type(model).__module__}:{type(model).__qualname__}", model.model_dump(mode="json")]
                for key, model in knowledge.lists.items()
            },
            "digest": knowledge.digest,
        },
        ensure_ascii=False,
    )


def _dump_item(item: Item) -> dict[str, Any]:
    others = {lang: words.model_dump(mode="json") for lang, words in item.words.items() if lang is not Language.SV}
    return {
        "entry": item.entry.model_dump(mode="json"),
        "words": others,
        "bodies": dict(item.bodies),
        "files": dict(item.files),
    }


def _restore(raw: str) -> Knowledge:
    data = json.loads(raw)
    return Knowledge(
        Municipality.model_validate(data["municipality"]),
        {key: _restore_item(item) for key, item in data["items"].items()},
        {key: _model(name).model_validate(value) for key, (name, value) in data["lists"].items()},
        data["digest"],
    )


def _restore_item(data: dict[str, Any]) -> Item:
    entry = _ENTRY.validate_python(data["entry"])
    words: dict[Language, Words] = {Language.SV: entry}
    words |= {Language(lang): Translation.model_validate(value) for lang, value in data["words"].items()}
    bodies = {Language(lang): tuple(paragraphs) for lang, paragraphs in data["bodies"].items()}
    return Item(entry, words, bodies, {Language(lang): file for lang, file in data["files"].items()})


def _model(name: str) -> type[BaseModel]:
    module, _, qualname = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), qualname)
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        raise ValueError(name)
    return found
