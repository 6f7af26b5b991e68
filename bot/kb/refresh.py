"""Bring an index to the state of a knowledge folder: only the files that changed are read and indexed anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.db import Table

from bot.kb.claims import Claim, crosscheck
from bot.kb.index import build, create, update
from bot.kb.load import folder_problems, in_order
from bot.kb.manifest import digest_of
from bot.kb.parts import MUNICIPALITY, Part, entry_id, read_part
from bot.kb.problem import Problem, faults_of, packed, unpacked
from bot.kb.tables import Reader
from bot.kb.texts import Corpus, Text, texts
from bot.kb.uses import Grouping
from bot.kb.vocabulary import synonym_groups
from bot.question import Language

Problems = tuple[Problem, ...]


def refresh(connection: sqlite3.Connection, folder: Path, files: Mapping[str, str]) -> Problems:
    """Bring an index to the state of a folder.

    Args:
        connection: an empty database, or an index of an earlier state; it is committed.
        folder: the knowledge folder.
        files: its manifest.

    Returns:
        All problems. Where one is a fault, the index is unfinished.
    """
    if not folder.is_dir():
        return folder_problems(folder, files)
    reader = Reader(lambda: connection)
    fresh = reader.value("select 1 from sqlite_master where name = 'file'") is None
    if fresh:
        create(connection)
    known = dict(reader.rows("select path, hash from file"))
    read = [name for name, one in files.items() if known.get(name) != one]
    gone = [name for name in known if known[name] != files.get(name)]
    changed = {entry_id(name) for name in (*read, *gone)} - {""}
    stored = _StoredCorpus(reader)
    old = {} if fresh else {key: stored[key] for key in changed if key in stored}
    _forget(connection, gone)
    _keep(connection, ((read_part(folder, name), files[name]) for name in read))
    problems = in_order(folder_problems(folder, files), _problems(reader))
    if not faults_of(problems):
        if fresh:
            build(connection, stored, _grouping(reader))
        else:
            update(connection, stored, changed, old, _grouping(reader))
        meta = {"problems": packed(problems), "digest": digest_of(files)}
        connection.executemany("insert or replace into meta values (?, ?)", meta.items())
    connection.commit()
    return problems


def _forget(connection: sqlite3.Connection, files: Iterable[str]) -> None:
    for name in files:
        connection.execute("delete from file where path = ?", (name,))
        connection.execute("delete from claim where file = ?", (name,))


def _keep(connection: sqlite3.Connection, parts: Iterable[tuple[Part, str]]) -> None:
    """Write what files give."""
    table = Table(sqlite_utils.Database(connection), "file")
    claims: list[Claim] = []

    def rows() -> Iterator[dict[str, object]]:
        for part, hashed in parts:
            claims.extend(part.claims)
            yield {
                "path": part.file,
                "hash": hashed,
                "kind": part.kind,
                "id": part.id,
                "language": part.language,
                "draft": int(getattr(part.model, "draft", False)),
                "data": part.model.model_dump_json() if part.model is not None else None,
                "body": json.dumps(part.body, ensure_ascii=False),
                "problems": packed(part.problems),
            }

    table.insert_all(rows())
    connection.executemany("insert into claim values (?, ?, ?, ?, ?, ?, ?)", claims)


def _problems(reader: Reader) -> list[Problem]:
    """Every problem of the files kept: each by itself, and all together."""
    found = [p for (raw,) in reader.rows("select problems from file where problems != '[]'") for p in unpacked(raw)]
    profile = _kept(reader, MUNICIPALITY)
    details = reader.rows("select data from file where kind = 'details' and id = ''").fetchone()
    claims = map(Claim._make, reader.rows("select * from claim order by kind, name, id, file, line, detail"))
    kinds = json.loads(details[0])["details"] if details and details[0] else None if details else ()
    languages = [Language(x) for x in profile["languages"]] if profile else ()
    codes = {row["code"] for row in _kept(reader, "countries").get("countries", ())} or None
    return found + crosscheck(claims, languages, kinds, codes)


def _kept(reader: Reader, kind: str) -> dict[str, Any]:
    """The content of a list as it was kept; empty where it is missing or faulty."""
    raw = reader.value("select data from file where kind = ? and id = ''", kind)
    found: dict[str, Any] = json.loads(raw) if raw is not None else {}
    return found


def _grouping(reader: Reader) -> Grouping:
    synonyms = _kept(reader, "synonyms").get("groups", ())
    aliases: dict[str, list[str]] = {}
    sql = (
        "select c.id, c.detail from claim c join file f on f.id = c.id and f.language = 'sv' and not f.draft "
        "where c.kind = 'alias' order by c.id, c.file, c.line, c.name"
    )
    for key, alias in reader.rows(sql):
        aliases.setdefault(key, []).append(alias)
    rows = [row for kind in ("countries", "places") for row in _kept(reader, kind).get(kind, ())]
    named = names(rows)
    return lambda says: synonym_groups(synonyms, aliases.values(), named, says)


def names(rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Return the names of each country and place of the lists."""
    first = ("sv", "en", "name")
    return [[row[key] for key in first if key in row] + row["names"] + row.get("people", []) for row in rows]


class _StoredCorpus(Corpus):
    """The texts of the live entries, read from the files kept."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getitem__(self, key: str) -> list[Text]:
        sql = "select language, draft, data, body from file where id = ? order by path"
        rows = self._reader.rows(sql, key).fetchall()
        if not any(language == Language.SV and not draft for language, draft, _, _ in rows):
            raise KeyError(key)
        found: list[Text] = []
        for language, _, data, body in rows:
            words = json.loads(data)
            said = texts(Language(language), words["title"], words["aliases"], words["questions"], json.loads(body))
            found += said
        return found

    def __iter__(self) -> Iterator[str]:
        sql = "select id from file where language = 'sv' and not draft order by id"
        yield from [key for (key,) in self._reader.rows(sql)]

    def __len__(self) -> int:
        return sum(1 for _ in self)
