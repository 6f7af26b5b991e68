"""Build the index of a knowledge folder: as a file in the cache, or in memory."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.kb.cache import UNFINISHED, newest, place, prune
from bot.kb.index import build, create
from bot.kb.knowledge import Knowledge
from bot.kb.problem import faults_of
from bot.kb.refresh import Problems, names, refresh
from bot.kb.texts import item_texts
from bot.kb.vocabulary import synonym_groups

BUILDING_KB = 32_768
"""So much of the index is kept in memory while it is built."""

Connect = Callable[[], sqlite3.Connection]


def build_file(folder: Path, files: Mapping[str, str], cache: Path, key: str) -> tuple[Path | None, Problems]:
    """Build the index of a folder in the cache, out of the latest one under its key where there is one.

    Args:
        folder: the knowledge folder.
        files: its manifest.
        cache: the folder of built indexes; created where it is missing.
        key: whose it is, see `key_of`.

    Returns:
        Where it is, or None where faults keep the folder from going live; and all problems.
    """
    cache.mkdir(parents=True, exist_ok=True)
    target = place(cache, key, files)
    handle, name = tempfile.mkstemp(dir=cache, prefix=UNFINISHED, suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        if (latest := newest(cache, key)) is not None:
            try:
                shutil.copyfile(latest, temporary)
                problems = _refresh_file(temporary, folder, files)
            except sqlite3.Error:
                temporary.write_bytes(b"")  # the latest is damaged: begin anew
                problems = _refresh_file(temporary, folder, files)
        else:
            problems = _refresh_file(temporary, folder, files)
        if faults_of(problems):
            return None, problems
        temporary.replace(target)
        prune(cache, key, target)
    finally:
        temporary.unlink(missing_ok=True)
    return target, problems


def _refresh_file(path: Path, folder: Path, files: Mapping[str, str]) -> Problems:
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma journal_mode = off")  # nobody reads it before it is whole, and in its place
        connection.execute("pragma synchronous = off")
        connection.execute("pragma locking_mode = exclusive")
        connection.execute(f"pragma cache_size = -{BUILDING_KB}")
        return refresh(connection, folder, files)
    finally:
        connection.close()


def build_memory(folder: Path, files: Mapping[str, str]) -> tuple[Connect | None, Problems]:
    """Build the index of a folder in memory; see `build_file`."""
    anchor, connect = _memory()
    problems = refresh(anchor, folder, files)
    return (None if faults_of(problems) else connect), problems


def index_memory(knowledge: Knowledge) -> Connect:
    """Index loaded entries in memory; the entries themselves stay where they are."""
    anchor, connect = _memory()
    create(anchor)
    listed = knowledge.lists.get("synonyms")
    aliases = [[a for words in item.words.values() for a in words.aliases] for item in knowledge.items.values()]
    rows = [
        row.model_dump() for kind in ("countries", "places") for row in getattr(knowledge.lists.get(kind), kind, ())
    ]
    named = names(rows)
    synonyms = listed.groups if listed is not None else ()
    corpus = {key: item_texts(item) for key, item in knowledge.items.items()}
    build(anchor, corpus, lambda says: synonym_groups(synonyms, aliases, named, says))
    return connect


def _memory() -> tuple[sqlite3.Connection, Connect]:
    uri = f"file:vanort-{uuid.uuid4().hex}?mode=memory&cache=shared"
    anchor = sqlite3.connect(uri, uri=True, check_same_thread=False)

    def connect() -> sqlite3.Connection:
        anchor.total_changes  # noqa: B018 - keeps the database alive as long as what reads it
        return sqlite3.connect(uri, uri=True)

    return anchor, connect
