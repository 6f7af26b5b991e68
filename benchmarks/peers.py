"""What a user would pick instead, each in its usual set-up, and the product, behind one interface.

Every method gets the same documents and returns ids with its own score, best first. The scores of different methods are
not comparable; each is only ever compared with itself. bm25s and tantivy are imported where they are used: the growth
benchmark measures one method's memory in a process of its own.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import Stemmer
from rapidfuzz import fuzz, process, utils

from benchmarks.entries import TODAY, Doc
from bot.kb.base import KnowledgeBase
from bot.kb.language import detect
from bot.matching import Match, match
from bot.question import Language

Ranked = list[tuple[str, float]]
_WORD = re.compile(r"\w+")

UNKNOWN_BOOST = 3.0
"""The best of 1, 3 and 5 on the development split with typos."""


class Method(Protocol):
    """A built index that ranks documents for a question."""

    def rank(self, question: str, limit: int = 10) -> Ranked:
        """Return ids and scores, best first."""
        ...


class PlainFts5:
    """SQLite FTS5 as it comes: unicode61, or the trigram tokenizer; the question's words joined with OR."""

    def __init__(self, docs: Iterable[Doc], path: Path | None = None, tokenizer: str = "unicode61") -> None:
        self._trigram = tokenizer == "trigram"
        self._db = sqlite3.connect(path or ":memory:")
        self._db.execute(
            f"create virtual table if not exists doc using fts5(id unindexed, text, tokenize='{tokenizer}')"
        )
        self._db.executemany("insert into doc values (?, ?)", ((d.id, d.text) for d in docs))
        self._db.commit()

    def rank(self, question: str, limit: int = 10) -> Ranked:
        words = _WORD.findall(question.lower())
        if self._trigram:
            words = [w[i : i + 3] for w in words for i in range(len(w) - 2)]
        if not words:
            return []
        wanted = " OR ".join(f'"{w}"' for w in dict.fromkeys(words))
        sql = "select id, -bm25(doc) from doc where doc match ? order by rank limit ?"
        return self._db.execute(sql, (wanted, limit)).fetchall()


class Bm25s:
    """bm25s (Lucene's BM25, its defaults) over Swedish Snowball stems; without its stop words it does better."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        import bm25s

        self._package = bm25s
        self._ids = [d.id for d in docs]
        self._stemmer = Stemmer.Stemmer("swedish")
        self._index = bm25s.BM25()
        self._index.index(self._tokens([d.text for d in docs]), show_progress=False)

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        tokens: list[list[str]] = self._package.tokenize(
            texts, stopwords=None, stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return tokens

    def rank(self, question: str, limit: int = 10) -> Ranked:
        tokens = self._tokens([question])
        if not tokens[0]:
            return []
        found = self._index.retrieve(tokens, k=min(limit, len(self._ids)), show_progress=False)
        pairs = zip(found.documents[0], found.scores[0], strict=True)
        return [(self._ids[n], float(score)) for n, score in pairs if score > 0]


class Tantivy:
    """tantivy with its Swedish stemmer, folded letters, and fuzzy terms (one edit) beside the exact ones.

    A fuzzy term scores a constant 1; a word that the index lacks has nothing else, so it is raised.
    """

    def __init__(self, docs: Iterable[Doc], path: Path | None = None) -> None:
        import tantivy

        self._package = tantivy
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.stemmer("swedish"))
            .filter(tantivy.Filter.ascii_fold())
            .build()
        )
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="folded_swedish")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(path) if path else None)
        self._index.register_tokenizer("folded_swedish", self._analyzer)
        writer = self._index.writer(num_threads=1)
        for doc in docs:
            writer.add_document(tantivy.Document(id=doc.id, text=doc.text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def rank(self, question: str, limit: int = 10) -> Ranked:
        parts = [(self._package.Occur.Should, self._term(t)) for t in dict.fromkeys(self._analyzer.analyze(question))]
        found = self._searcher.search(self._package.Query.boolean_query(parts), limit=limit).hits
        return [(self._searcher.doc(address)["id"][0], score) for score, address in found]

    def _term(self, term: str) -> Any:
        exact = self._package.Query.term_query(self._schema, "text", term)
        if len(term) < 4:
            return exact
        near = self._package.Query.fuzzy_term_query(self._schema, "text", term, distance=1, transposition_cost_one=True)
        if not self._searcher.doc_freq("text", term):
            return self._package.Query.boost_query(near, UNKNOWN_BOOST)
        should = self._package.Occur.Should
        return self._package.Query.boolean_query([(should, exact), (should, near)])


class TokenSet:
    """rapidfuzz alone: token_set_ratio to every short text (to the body where an entry has none), best row counts."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        rows = [(d.id, row) for d in docs for row in (d.rows or (d.body,))]
        self._ids = [key for key, _ in rows]
        self._texts = [utils.default_process(row) for _, row in rows]

    def rank(self, question: str, limit: int = 10) -> Ranked:
        scores = process.cdist([utils.default_process(question)], self._texts, scorer=fuzz.token_set_ratio)[0]
        best: dict[str, float] = {}
        for key, score in zip(self._ids, scores, strict=True):
            best[key] = max(best.get(key, 0.0), float(score))
        return sorted(((k, s) for k, s in best.items() if s > 0), key=lambda pair: -pair[1])[:limit]


class Product:
    """The product's ranked search, without its decision to answer."""

    def __init__(self, base: KnowledgeBase, language: Language | None = None) -> None:
        self._base = base
        self._language = language

    def rank(self, question: str, limit: int = 10) -> Ranked:
        tokens = self._base.search.query(question, self._language or detect(question))
        hits = self._base.search.hits(tokens, question, limit)
        return [(h.entry, 1 / (n + 1)) for n, h in enumerate(hits)]


class ProductMatch:
    """The product's search with its constraints and its confidence, as its answers use it; at most four entries."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def decide(self, question: str) -> Match:
        """Return the product's decision: the entry that answers, or none, and the nearest ones."""
        return match(question, detect(question), self._base, TODAY)

    def rank(self, question: str, limit: int = 10) -> Ranked:
        found = self.decide(question)
        ids = list(dict.fromkeys(([found.entry] if found.entry else []) + list(found.near)))[:limit]
        return [(key, found.confidence if n == 0 else 0.0) for n, key in enumerate(ids)]


PEERS: dict[str, Callable[[Sequence[Doc]], Method]] = {
    "FTS5": PlainFts5,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "rapidfuzz": TokenSet,
}
"""Every peer by its name."""
