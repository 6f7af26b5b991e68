"""The tables of an index, and reading from one out of several threads."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

from bot.question import Language

TOKENIZER = "unicode61 remove_diacritics 0 tokenchars '~§:?^$_'"
TABLES: dict[str, dict[str, type]] = {
    # what the folder's files give, each by itself
    "file": {
        "path": str, "hash": str, "kind": str, "id": str, "language": str, "draft": int, "data": str, "body": str,
        "problems": str,
    },
    "claim": {"kind": str, "name": str, "id": str, "file": str, "line": int, "detail": str, "draft": int},
    # the live entries: `rows` holds their tokens and texts as JSON
    "entry": {"n": int, "id": str, "rows": str},
    # what FTS5 searches, one row an entry and language (see doc_id): terms, and 4-grams of letters
    "docs": {"id": int, "names": str, "questions": str, "body": str},
    "grams": {"id": int, "names": str, "questions": str, "body": str},
    # in how many entries a term, a 4-gram, a word, a stem occurs (`uses`: or group of synonyms); how words divide
    "term": {"term": str, "entries": int},
    "gram": {"gram": str, "entries": int},
    "form": {"form": str, "back": str, "said": int, "uses": int, "sv": str, "en": str},
    "stem": {"stem": str, "uses": int},
    # the phrases of the synonym groups
    "phrase": {"words": str, "concept": str},
    "meta": {"key": str, "value": str},
}  # fmt: skip
KEYS = {name: next(iter(columns)) for name, columns in TABLES.items() if name != "claim"}
SEARCHED = ("names", "questions", "body")

_LANGUAGES = list(Language)
MOST_LANGUAGES = 16


def doc_id(number: int, language: Language) -> int:
    """Return the row of an entry's texts in one language."""
    return number * MOST_LANGUAGES + _LANGUAGES.index(language)


def in_language(language: Language) -> str:
    """Return the SQL condition that a row holds texts in a language."""
    return f"rowid % {MOST_LANGUAGES} = {_LANGUAGES.index(language)}"


def doc_ids(number: int) -> tuple[int, int]:
    """Return the first and the last row that an entry's texts can have."""
    return number * MOST_LANGUAGES, (number + 1) * MOST_LANGUAGES - 1


def entry_number(doc: int) -> int:
    """Return the number of the entry to which a row belongs."""
    return doc // MOST_LANGUAGES


class Reader:
    """Reads one index from any thread: a connection each, since SQLite's must not be shared."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._local = threading.local()

    def rows(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Run a query."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection.execute(sql, values)

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.rows(sql, *values).fetchone()
        return None if found is None else found[0]


def listed(values: Iterable[Any]) -> str:
    """Return values as the argument of `in (select value from json_each(?))`."""
    return json.dumps(list(values), ensure_ascii=False)


def any_of(terms: Iterable[str]) -> str:
    """Write an FTS5 query that any of the terms satisfies; every term is a quoted string, so nothing is syntax."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms))
