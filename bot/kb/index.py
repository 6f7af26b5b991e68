"""Build the SQLite index of a knowledge folder with sqlite-utils: derived, read-only once built, thrown away at will.

Tables: `entry` (one an entry), `row` (one a title, alias, question or body of an entry, with its terms), `docs` (FTS5
over the terms of an entry in a language), `grams` (FTS5 over its 4-grams), `term` (in how many entries a term occurs),
`form` and `stem` (the words that the base uses).
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlite_utils
from sqlite_utils.db import Table

from bot.kb.analysis import Token, Vocabulary, analyse, concepts
from bot.kb.knowledge import Item
from bot.kb.language import Grammar, grammar, stem
from bot.kb.words import grams, split
from bot.question import Language

TOKENIZER = "unicode61 remove_diacritics 0 tokenchars '~§:?^$_'"
_TABLES: dict[str, dict[str, type]] = {
    "entry": {"n": int, "id": str},
    "row": {"entry": int, "language": str, "kind": str, "text": str, "terms": str},
    "docs": {"entry": int, "language": str, "names": str, "questions": str, "body": str},
    "grams": {"entry": int, "names": str, "questions": str, "body": str},
    "gram": {"gram": str, "entries": int},
    "term": {"term": str, "entries": int},
    "form": {"form": str},
    "stem": {"stem": str},
    "meta": {"key": str, "value": str},
}
_KEYED = ("entry", "gram", "term", "form", "stem", "meta")

KINDS = ("title", "alias", "question", "body")


@dataclass(frozen=True, slots=True)
class RowText:
    """One searchable text of an entry."""

    entry: str
    language: Language
    kind: str
    text: str


def row_texts(items: Mapping[str, Item]) -> Iterator[RowText]:
    """Yield every text that is indexed; golden questions are not among them."""
    for key, item in items.items():
        for language, words in item.words.items():
            yield RowText(key, language, "title", words.title)
            for alias in words.aliases:
                yield RowText(key, language, "alias", alias)
            for question in words.questions:
                yield RowText(key, language, "question", question)
            yield RowText(key, language, "body", "\n".join(item.bodies[language]))


def vocabulary_of(rows: Iterable[RowText], groups: Iterable[Iterable[str]]) -> Vocabulary:
    """Collect the words that the base uses, and the concepts of its synonym groups."""
    forms: set[str] = set()
    stems: set[str] = set()
    rules: dict[Language, Grammar] = {language: grammar(language) for language in Language}
    for row in rows:
        for word in split(row.text):
            if word not in rules[row.language].stop:
                forms.add(word)
                stems.add(stem(word, row.language))
    listed = [list(group) for group in groups]
    for group in listed:
        for member in group:
            for word in split(member):
                if not any(word in rule.stop for rule in rules.values()):
                    forms.add(word)
                    stems.update(stem(word, language) for language in Language)
    return Vocabulary(frozenset(forms), frozenset(stems), concepts(listed))


def build(
    connection: sqlite3.Connection, items: Mapping[str, Item], groups: Iterable[Iterable[str]], meta: Mapping[str, str]
) -> None:
    """Write the whole index into an empty database.

    Args:
        connection: an open, empty SQLite database; it is committed.
        items: the live entries.
        groups: synonym groups of the knowledge folder.
        meta: what else to keep with the index (its digest, the cached knowledge).
    """
    database = sqlite_utils.Database(connection)

    def tables(name: str) -> Table:
        return Table(database, name)

    for name, columns in _TABLES.items():
        tables(name).create(columns, pk=next(iter(columns)) if name in _KEYED else None)

    texts = list(row_texts(items))
    groups = [list(group) for group in groups]
    vocabulary = vocabulary_of(texts, groups)
    numbers = {key: n for n, key in enumerate(items, start=1)}
    spread: Counter[str] = Counter()
    seen: dict[str, set[str]] = {key: set() for key in items}
    gram_sets: dict[str, set[str]] = {key: set() for key in items}
    rows = []
    docs: dict[tuple[int, Language], dict[str, list[str]]] = {}
    for text in texts:
        tokens = analyse(text.text, text.language, vocabulary)
        seen[text.entry].update(_terms(tokens))
        rows.append(
            {
                "entry": numbers[text.entry],
                "language": str(text.language),
                "kind": text.kind,
                "text": " ".join(split(text.text)) if text.kind != "body" else "",
                "terms": json.dumps([[t.term, round(t.weight, 2), *t.parts] for t in tokens], ensure_ascii=False),
            }
        )
        doc = docs.setdefault((numbers[text.entry], text.language), {kind: [] for kind in KINDS})
        doc[text.kind] += _terms(tokens)
        gram_sets[text.entry].update(gram for word in split(text.text) for gram in grams(word))
        doc.setdefault(f"{text.kind}-grams", []).extend(gram for word in split(text.text) for gram in grams(word))
    for terms in seen.values():
        spread.update(terms)
    tables("entry").insert_all(({"n": n, "id": key} for key, n in numbers.items()))
    tables("row").insert_all(rows)
    tables("row").create_index(["entry"], if_not_exists=True)
    tables("docs").insert_all(
        (
            {
                "entry": n,
                "language": str(lang),
                "names": " ".join(d["title"] + d["alias"]),
                "questions": " ".join(d["question"]),
                "body": " ".join(d["body"]),
            }
            for (n, lang), d in docs.items()
        )
    )
    tables("docs").enable_fts(["names", "questions", "body"], tokenize=TOKENIZER)
    tables("grams").insert_all(
        {
            "entry": n,
            "names": " ".join(d.get("title-grams", []) + d.get("alias-grams", [])),
            "questions": " ".join(d.get("question-grams", [])),
            "body": " ".join(d.get("body-grams", [])),
        }
        for (n, _), d in docs.items()
    )
    tables("grams").enable_fts(["names", "questions", "body"], tokenize=TOKENIZER)
    pieces = Counter(gram for found in gram_sets.values() for gram in found)
    tables("gram").insert_all({"gram": g, "entries": c} for g, c in pieces.items())
    tables("term").insert_all(({"term": t, "entries": c} for t, c in spread.items()))
    tables("form").insert_all({"form": form} for form in sorted(vocabulary.forms))
    tables("stem").insert_all({"stem": root} for root in sorted(vocabulary.stems))
    known = {" ".join(phrase): name for phrase, name in vocabulary.phrases.items()}
    tables("meta").insert_all(
        ({"key": k, "value": v} for k, v in {**meta, "phrases": json.dumps(known, ensure_ascii=False)}.items())
    )
    connection.commit()


def _terms(tokens: Iterable[Token]) -> list[str]:
    return [term for token in tokens for term in (token.term, *token.parts)]
