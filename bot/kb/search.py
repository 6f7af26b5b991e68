"""Ranked search: FTS5 finds candidate entries, terms and rapidfuzz rank them, and each hit tells how well it fits."""

from __future__ import annotations

import heapq
import json
import math
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.kb.analysis import PART_FACTOR, Token, Vocabulary, analyse
from bot.kb.language import grammar
from bot.kb.typos import Corrector
from bot.kb.weights import RANK, score
from bot.kb.words import grams, split
from bot.question import Language

CANDIDATES = 16
CONSENSUS = 3
FINE_ROWS = 6  # rows of an entry that are compared letter by letter
TERMS_WEIGHT = 0.5  # measured on public FAQ data, see benchmarks/
GRAMS_WEIGHT = 1.0
POSTINGS = 1500
LEAST_TERMS = 4
MOST_MENDED = 24  # unknown words that are corrected; a text of more is no question with typos


@dataclass(frozen=True, slots=True)
class QueryToken:
    """A token of the query with its weight, whether the base knows it, and the terms that it may match."""

    form: str
    weight: float
    known: bool
    matches: tuple[tuple[str, float], ...]
    topical: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """How well an entry fits a query; every feature lies in 0..1.

    Args:
        entry: the entry's id.
        row: the row that fits best, as written.
        kind: what that row is (title, alias, question).
        similarity: weighted agreement of the terms of query and row, both ways.
        asked: share of the query's weight that the best row explains.
        covered: share of the query's weight that the whole entry explains.
        letters: rapidfuzz token_set_ratio to the best row.
        same: share of the row's weight that the query explains.
        relevance: BM25 beside the best candidate of this query; for ranking only, never for a threshold.
        consensus: mean similarity of the three rows that fit best.
        most: the largest share of the query's weight that one row explains.
        kinds: share of what the query asks for (when, who, how many) that the three best rows ask for too.
        order: rapidfuzz token_sort_ratio to the best row, which unlike `letters` minds what either leaves out.
    """

    entry: str
    row: str
    kind: str
    similarity: float
    asked: float
    covered: float
    letters: float
    same: float
    relevance: float
    consensus: float = 0.0
    most: float = 0.0
    order: float = 0.0
    kinds: float = 1.0

    @property
    def rank(self) -> float:
        """The score that orders the hits of one query, by learned weights."""
        return score({name: getattr(self, name) for name in RANK}, "rank")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one entry, turned around: which rows hold a term, and with what weight."""

    kinds: list[str]
    texts: list[str]
    totals: list[float]
    whole: dict[str, dict[int, float]]  # term → row → weight
    parts: dict[str, set[int]]  # part of a compound → rows


class Search:
    """Searches one built index; safe to use from several threads (one connection each)."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._local = threading.local()
        connection = self._connection()
        self._ids: dict[int, str] = dict(connection.execute("select n, id from entry"))
        self._spread: dict[str, int] = dict(connection.execute("select term, entries from term"))
        meta = dict(connection.execute("select key, value from meta where key = 'phrases'"))
        phrases = {tuple(k.split(" ")): v for k, v in json.loads(meta["phrases"]).items()}
        forms = frozenset(form for (form,) in connection.execute("select form from form"))
        stems = frozenset(root for (root,) in connection.execute("select stem from stem"))
        self.vocabulary = Vocabulary(forms, stems, phrases)
        self._pieces: dict[str, int] = dict(connection.execute("select gram, entries from gram"))
        small = {w for lang in Language for w in (*grammar(lang).stop, *grammar(lang).light)}
        self._corrector = Corrector(forms | small)  # a misspelt function word is no rare word
        self._rows: dict[int, _Rows] = {}
        self._rarest = math.log(1 + len(self._ids))

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of a term over entries; an unknown term weighs as the rarest."""
        return math.log(1 + len(self._ids) / max(1, self._spread.get(term, 1)))

    def query(self, text: str, language: Language) -> list[QueryToken]:
        """Analyse a query; words that the base does not know are corrected to near ones that it knows."""
        tokens = analyse(text, language, self.vocabulary)
        if any(self._unknown(t) for t in tokens):
            # Bare keywords do not tell their language: the one in which the base knows more of them is taken.
            other = Language.EN if language is Language.SV else Language.SV
            second = analyse(text, other, self.vocabulary)
            if self._strangeness(second) < self._strangeness(tokens):
                tokens, language = second, other
        if any(self._unknown(t) for t in tokens):
            tokens = analyse(self._mend(text, tokens), language, self.vocabulary)
        found: dict[str, QueryToken] = {}
        for token in tokens:
            known = not self._unknown(token)
            matches: list[tuple[str, float]] = [(token.term, 1.0)]
            if token.parts:
                matches += [(part, PART_FACTOR / len(token.parts)) for part in token.parts]
            weight = token.weight * (self.idf(token.term) if known else self._rarest)
            topical = token.weight == 1.0
            found.setdefault(token.term, QueryToken(token.form, weight, known, tuple(matches), topical))
        return list(found.values())

    def _unknown(self, token: Token) -> bool:
        known = token.term in self._spread or (bool(token.parts) and all(part in self._spread for part in token.parts))
        return not known

    def _strangeness(self, tokens: Sequence[Token]) -> float:
        """Share of a text's weight that the base does not know."""
        total = sum(t.weight for t in tokens)
        return sum(t.weight for t in tokens if self._unknown(t)) / total if total else 1.0

    def _mend(self, text: str, tokens: Sequence[Token]) -> str:
        unknown = [t.form for t in tokens if self._unknown(t)][:MOST_MENDED]
        near = {form: found[0] for form in unknown if (found := self._corrector.nearest(form))}
        return " ".join(near.get(word, word) for word in split_keeping_sections(text))

    def hits(self, tokens: Sequence[QueryToken], text: str, limit: int = 10) -> list[Hit]:
        """Rank entries for an analysed query, best first.

        Args:
            tokens: from `query`.
            text: the query as written, for the comparison by letters.
            limit: how many hits to return.
        """
        if not any(t.known for t in tokens):
            return []
        total = sum(t.weight for t in tokens)
        words = split(text)
        relevance = self._relevance(tokens, words)
        best = heapq.nlargest(max(CANDIDATES, limit), relevance, key=lambda n: relevance[n])
        joined = " ".join(words)
        found = [self._hit(n, tokens, total, joined, relevance[n]) for n in best]
        found.sort(key=lambda h: -h.rank)
        return found[:limit]

    def _relevance(self, tokens: Sequence[QueryToken], words: Sequence[str]) -> dict[int, float]:
        """Return BM25 of terms and of 4-grams, each as a share of its best, added up with the measured weights."""
        terms = _rarest((term for t in tokens for term, _ in t.matches), self._spread)
        pieces = _rarest((gram for word in words for gram in grams(word)), self._pieces)
        found: dict[int, float] = {}
        for table, wanted, weight in (("docs", terms, TERMS_WEIGHT), ("grams", pieces, GRAMS_WEIGHT)):
            if not wanted:
                continue
            rows = self._connection().execute(
                f"select d.entry, bm25({table}_fts, 3.0, 2.0, 1.0) as score from {table}_fts f "  # noqa: S608 - two fixed names
                f"join {table} d on d.rowid = f.rowid where {table}_fts match ? order by score limit ?",
                (_any(wanted), 4 * CANDIDATES),
            )
            scores: dict[int, float] = {}
            for number, bm25 in rows:
                scores[number] = max(scores.get(number, 0.0), -bm25)
            top = max(scores.values(), default=0.0) or 1.0
            for number, bm25 in scores.items():
                found[number] = found.get(number, 0.0) + weight * bm25 / top
        return found

    def _hit(self, number: int, tokens: Sequence[QueryToken], total: float, words: str, relevance: float) -> Hit:
        rows = self._load(number)
        explained: dict[int, float] = {}
        used: dict[int, float] = {}
        covered = 0.0
        for token in tokens:
            shares = _shares(token, rows, used)
            if shares:
                covered += token.weight * max(shares.values())
            for row, share in shares.items():
                explained[row] = explained.get(row, 0.0) + token.weight * share
        scored: list[tuple[float, float, float, int]] = []
        for row, weight in explained.items():
            if rows.kinds[row] != "body":
                asked = weight / total
                same = min(1.0, used.get(row, 0.0) / rows.totals[row]) if rows.totals[row] else 0.0
                scored.append((2 * asked * same / (asked + same) if same else 0.0, asked, same, row))
        entry = self._ids[number]
        if not scored:
            return Hit(entry, "", "body", 0.0, 0.0, covered / total, 0.0, 0.0, relevance)
        best = heapq.nlargest(FINE_ROWS, scored)
        similarity, asked, same, row = best[0]
        return Hit(
            entry,
            rows.texts[row],
            rows.kinds[row],
            similarity,
            asked,
            covered / total,
            max(fuzz.token_set_ratio(words, rows.texts[r]) for *_, r in best) / 100,
            same,
            relevance,
            consensus=sum(s for s, *_ in best[:CONSENSUS]) / CONSENSUS,
            most=max(asked for _, asked, *_ in scored),
            order=max(fuzz.token_sort_ratio(words, rows.texts[r]) for *_, r in best) / 100,
            kinds=_kinds(tokens, rows, [r for *_, r in best[:CONSENSUS]]),
        )

    def _load(self, number: int) -> _Rows:
        rows = self._rows.get(number)
        if rows is not None:
            return rows
        rows = _Rows([], [], [], {}, {})
        cursor = self._connection().execute("select kind, text, terms from row where entry = ?", (number,))
        for i, (kind, text, raw) in enumerate(cursor):
            total = 0.0
            for term, factor, *parts in json.loads(raw):
                weight = factor * self.idf(term)
                holders = rows.whole.setdefault(term, {})
                if i not in holders:
                    holders[i] = weight
                    total += weight
                for part in parts:
                    rows.parts.setdefault(part, set()).add(i)
            rows.kinds.append(kind)
            rows.texts.append(text)
            rows.totals.append(total)
        self._rows[number] = rows
        return rows


def _shares(token: QueryToken, rows: _Rows, used: dict[int, float]) -> dict[int, float]:
    """Return how much of a token each row explains (1 the term itself, less by parts of a compound).

    `used` collects, for each row, the weight of its terms that the query explains.
    """
    term, _ = token.matches[0]
    exact = rows.whole.get(term, {})
    for row, weight in exact.items():
        used[row] = used.get(row, 0.0) + weight
    shares: dict[int, float] = {}
    for part, factor in token.matches[1:]:
        for row, weight in rows.whole.get(part, {}).items():
            if row not in exact:
                shares[row] = shares.get(row, 0.0) + factor
                used[row] = used.get(row, 0.0) + weight * factor
        for row in rows.parts.get(part, ()):
            if row not in exact:
                shares[row] = shares.get(row, 0.0) + factor
    for row in rows.parts.get(term, ()):
        shares[row] = PART_FACTOR
    for row in shares:
        shares[row] = min(shares[row], PART_FACTOR)
    shares.update(dict.fromkeys(exact, 1.0))
    return shares


def _kinds(tokens: Sequence[QueryToken], rows: _Rows, best: Sequence[int]) -> float:
    """Share of the query's question words whose kind one of the best rows asks for too."""
    asked = [t.matches[0][0] for t in tokens if t.matches[0][0].startswith("?")]
    if not asked:
        return 1.0
    return sum(any(row in rows.whole.get(kind, {}) for row in best) for kind in asked) / len(asked)


def _rarest(wanted: Iterable[str], spread: Mapping[str, int]) -> list[str]:
    """Return the wanted terms that the index has, rarest first, up to a number of postings.

    What the rarest terms find is what BM25 ranks first; the bound keeps a query's cost flat as the base grows.
    """
    found: list[str] = []
    postings = 0
    for term in sorted({t for t in wanted if t in spread}, key=lambda t: (spread[t], t)):
        postings += spread[term]
        if postings > POSTINGS and len(found) >= LEAST_TERMS:
            break
        found.append(term)
    return found


def _any(terms: Iterable[str]) -> str:
    """Write an FTS5 query that any of the terms satisfies; every term is a quoted string, so nothing is syntax."""
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms))


def split_keeping_sections(text: str) -> list[str]:
    """Split a text into folded words but keep "5:4" and "§" where they stand, for a second analysis."""
    words: list[str] = []
    for chunk in text.split():
        if any(c in chunk for c in "§:"):
            words.append(chunk.casefold())
        else:
            words += split(chunk)
    return words
