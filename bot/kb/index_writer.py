"""Write entries and words into the tables of an index, and keep the counts of their terms."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import sqlite_utils
from sqlite_utils.db import Table

from bot.kb.analysis import Token, analyse
from bot.kb.language import stem
from bot.kb.stored import StoredVocabulary
from bot.kb.tables import MOST_LANGUAGES, SEARCHED, Reader, any_of, doc_id, doc_ids
from bot.kb.texts import Text
from bot.kb.uses import Groups, Uses
from bot.kb.vocabulary import Vocabulary
from bot.kb.words import fold, grams, words_of
from bot.question import Language

KINDS = {"title": "names", "alias": "names", "question": "questions", "body": "body"}
"""The kinds of texts of an entry, each with the column in which it is searched."""

CHUNK = 200
"""Entries written at once."""


class IndexWriter:
    """Writes entries into the index tables and keeps the counts of their terms and 4-grams."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._database = sqlite_utils.Database(connection)
        self._vocabulary = vocabulary
        self._terms: Counter[str] = Counter()
        self._grams: Counter[str] = Counter()
        self._waiting: dict[str, list[dict[str, object]]] = {"entry": [], "docs": [], "grams": []}
        self._pieces = _Pieces()

    def write_words(self, uses: Uses, phrases: Mapping[tuple[str, ...], str], groups: Groups) -> None:
        """Write the counts of forms and stems, how new forms divide, the phrases and groups."""
        self._add_up("stem", "uses", uses.stems)
        self._connection.executemany(
            "insert into form (form, said, uses) values (?, ?, ?) "
            "on conflict (form) do update set said = said + excluded.said, uses = uses + excluded.uses",
            ((form, uses.said[form], count) for form, count in uses.forms.items()),
        )
        self._connection.execute("delete from form where uses <= 0")
        rows = ((" ".join(words), concept) for words, concept in phrases.items())
        self._connection.executemany("insert or ignore into phrase values (?, ?)", rows)
        value = json.dumps(groups, ensure_ascii=False)
        self._connection.execute("insert or replace into meta values ('groups', ?)", (value,))
        self._divide(row[0] for row in self._connection.execute("select form from form where back is null").fetchall())

    def _divide(self, forms: Iterable[str]) -> list[str]:
        """Write how forms divide; return them."""
        found = list(forms)
        rows = (
            (form[::-1], *(" ".join(self._vocabulary.parts(form, lang)) for lang in (Language.SV, Language.EN)), form)
            for form in found
        )
        self._connection.executemany("update form set back = ?, sv = ?, en = ? where form = ?", rows)
        return found

    def divide_anew(self, news: Iterable[str], reader: Reader) -> set[str]:
        """Divide anew the forms that hold new or lost words; return the entries with one that divides otherwise."""
        near: dict[str, tuple[str, str]] = {}
        for word in news:
            # What stems to a word begins with it but for a last letter (happy, happi).
            piece = word[:-1] if len(word) > 3 else word
            rows = reader.rows("select form, sv, en from form where instr(form, ?) and length(form) >= 7", piece)
            near |= {form: (sv, en) for form, sv, en in rows}
        vocabulary = StoredVocabulary(reader, trust=False)
        self._vocabulary = vocabulary
        self._divide(near)
        other = {
            form
            for form, before in near.items()
            if before != tuple(" ".join(vocabulary.parts(form, lang)) for lang in (Language.SV, Language.EN))
        }
        self._vocabulary = StoredVocabulary(reader)
        roots = {stem(form, lang) for form in other for lang in Language}
        if not roots:
            return set()
        sql = "select distinct id from docs_fts f join entry on n = f.rowid / ? where docs_fts match ?"
        return {key for (key,) in reader.rows(sql, MOST_LANGUAGES, any_of(roots))}

    def add(self, number: int, key: str, found: Sequence[Text]) -> None:
        """Index an entry."""
        tokens: dict[tuple[object, ...], int] = {}  # term, weight and parts, as `rows` refers to them
        rows: list[list[object]] = []
        terms: dict[Language, dict[str, list[str]]] = {}
        pieces: dict[Language, dict[str, list[str]]] = {}
        every_term: set[str] = set()
        every_word: set[str] = set()
        for text in found:
            low = fold(text.text)
            words = words_of(low)
            own = analyse(text.text, text.language, self._vocabulary)
            column = KINDS[text.kind]
            held = _terms(own)
            every_term.update(held)
            every_word.update(words)
            terms.setdefault(text.language, {}).setdefault(column, []).extend(held)
            pieces.setdefault(text.language, {}).setdefault(column, []).extend(map(self._pieces.__getitem__, words))
            packed = dict.fromkeys((t.term, t.weight, *t.parts) for t in own)
            numbers = [tokens.setdefault(token, len(tokens)) for token in packed]
            rows.append([text.kind, "" if text.kind == "body" else " ".join(words), numbers])
        value = json.dumps({"tokens": list(tokens), "rows": rows}, ensure_ascii=False, separators=(",", ":"))
        self._waiting["entry"].append({"n": number, "id": key, "rows": value})
        for name, by_language in (("docs", terms), ("grams", pieces)):
            for language, columns in by_language.items():
                said = {column: " ".join(columns.get(column, ())) for column in SEARCHED}
                self._waiting[name].append({"id": doc_id(number, language), **said})
        self._terms.update(every_term)
        self._grams.update(set().union(*map(grams, every_word)))
        if len(self._waiting["entry"]) >= CHUNK:
            self._flush()

    def remove(self, number: int) -> None:
        """Take an entry out of the index."""
        (raw,) = self._connection.execute("select rows from entry where n = ?", (number,)).fetchone()
        self._terms.subtract({str(t) for term, _, *parts in json.loads(raw)["tokens"] for t in (term, *parts)})
        span = doc_ids(number)
        gone = self._connection.execute("select names, questions, body from grams where id between ? and ?", span)
        self._grams.subtract({gram for row in gone for said in row for gram in said.split()})
        for name in ("docs", "grams"):
            self._connection.execute(f"delete from {name} where id between ? and ?", span)  # noqa: S608 - fixed names
        self._connection.execute("delete from entry where n = ?", (number,))

    def finish(self) -> None:
        """Write what waits and the counts, and commit."""
        self._flush()
        self._add_up("term", "entries", self._terms)
        self._add_up("gram", "entries", self._grams)
        self._connection.commit()

    def _flush(self) -> None:
        for name, rows in self._waiting.items():
            Table(self._database, name).insert_all(rows)
            rows.clear()

    def _add_up(self, name: str, column: str, counts: Mapping[str, int]) -> None:
        """Add to the counts of a table; what is at nothing goes."""
        self._connection.executemany(
            f"insert into {name} ({name}, {column}) values (?, ?) "  # noqa: S608 - fixed names
            f"on conflict ({name}) do update set {column} = {column} + excluded.{column}",
            sorted((key, count) for key, count in counts.items() if count),
        )
        self._connection.execute(f"delete from {name} where {column} <= 0")  # noqa: S608 - fixed names


class _Pieces(dict[str, str]):
    """The 4-grams of each word, as they are written; made when they are first asked for."""

    def __missing__(self, word: str) -> str:
        found = self[word] = " ".join(grams(word))
        return found


def _terms(tokens: Iterable[Token]) -> list[str]:
    return [term for token in tokens for term in (token.term, *token.parts)]
