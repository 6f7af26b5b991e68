"""Write the SQLite index with sqlite-utils: whole, or the entries that changed and those that their words touch.

The index is derived, read-only once written, and thrown away at will.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

import sqlite_utils
from sqlite_utils.db import Table

from bot.kb.index_writer import IndexWriter
from bot.kb.stored import StoredVocabulary
from bot.kb.tables import KEYS, SEARCHED, TABLES, TOKENIZER, Reader, listed
from bot.kb.texts import Corpus
from bot.kb.uses import Grouping, Uses
from bot.kb.vocabulary import ListedVocabulary, concepts


def create(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty database."""
    database = sqlite_utils.Database(connection)
    for name, columns in TABLES.items():
        Table(database, name).create(columns, pk=KEYS.get(name))
    Table(database, "entry").create_index(["id"], unique=True)
    Table(database, "file").create_index(["id"])
    Table(database, "file").create_index(["kind"])
    Table(database, "claim").create_index(["kind", "name"])
    Table(database, "claim").create_index(["file"])
    Table(database, "form").create_index(["back"])
    for name in ("docs", "grams"):
        Table(database, name).enable_fts(SEARCHED, tokenize=TOKENIZER, create_triggers=True)


def build(connection: sqlite3.Connection, corpus: Corpus, grouping: Grouping) -> None:
    """Index every entry; the index tables must be empty.

    Args:
        connection: a database with the tables; it is committed.
        corpus: the texts of the live entries.
        grouping: makes the synonym groups.
    """
    uses = Uses()
    for found in corpus.values():
        uses.count(found, 1)
    groups = grouping(uses.says)
    uses.count_groups(groups, 1)
    phrases = concepts(groups)
    writer = IndexWriter(connection, ListedVocabulary(uses.forms, uses.stems, phrases))
    writer.write_words(uses, phrases, groups)
    for number, (key, found) in enumerate(corpus.items(), start=1):
        writer.add(number, key, found)
    writer.finish()
    for name in ("docs", "grams"):  # one tree each: a search need not look every term up in many
        Table(sqlite_utils.Database(connection), name).optimize()
    connection.commit()


def update(
    connection: sqlite3.Connection, corpus: Corpus, changed: Iterable[str], old: Corpus, grouping: Grouping
) -> None:
    """Index changed entries anew, and the others whose words divide otherwise since.

    Args:
        connection: an index; it is committed.
        corpus: the texts of the live entries as they are now.
        changed: ids of entries that were added, changed or deleted.
        old: the texts of those that the index holds, as they were.
        grouping: makes the synonym groups as they are now; other phrases than before, and everything is indexed anew.
    """
    reader = Reader(lambda: connection)
    uses = Uses(reader)
    for key in changed:
        uses.count(old.get(key, ()), -1)
        uses.count(corpus.get(key, ()), 1)
    groups = grouping(uses.says)
    phrases = concepts(groups)
    if {tuple(words.split(" ")): concept for words, concept in reader.rows("select * from phrase")} != phrases:
        clear(connection)
        build(connection, corpus, grouping)
        return
    uses.count_groups(json.loads(reader.value("select value from meta where key = 'groups'")), -1)
    uses.count_groups(groups, 1)
    news = uses.news(reader)
    writer = IndexWriter(connection, StoredVocabulary(reader))
    writer.write_words(uses, {}, groups)
    touched = {*changed, *writer.divide_anew(news, reader)}
    sql = "select id, n from entry where id in (select value from json_each(?))"
    numbers = dict(reader.rows(sql, listed(touched)))
    following = (reader.value("select max(n) from entry") or 0) + 1
    for key in sorted(touched):
        if key in numbers:
            writer.remove(numbers[key])
        if key in corpus:
            writer.add(numbers.get(key, following), key, corpus[key])
            following += key not in numbers
    writer.finish()


def clear(connection: sqlite3.Connection) -> None:
    """Empty the tables that `build` fills."""
    for name in ("entry", "docs", "grams", "term", "gram", "form", "stem", "phrase", "meta"):
        connection.execute(f"delete from {name}")  # noqa: S608 - fixed names
