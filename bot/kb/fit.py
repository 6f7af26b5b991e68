"""How well an entry fits a query: its rows (title, alias, alternate question) compared term by term and by letters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.kb.analysis import PART_FACTOR
from bot.kb.rows import Rows, neighbours
from bot.kb.weights import RANK, score

CONSENSUS = 3
LEAST_SHARE = 0.25
"""A row that explains less than this part of what the best one explains is not compared."""

SMOOTHING = 0.3
"""What is added to the number of rows that hold a term, so that one that none holds does not rule an entry out."""

FINE_ROWS = 6  # rows of an entry that are compared letter by letter
_NOWHERE: Mapping[int, float] = {}
_Scored = tuple[float, bool, float, float, int]


@dataclass(frozen=True, slots=True)
class QueryToken:
    """A token of the query with its weight, whether the base knows it, and the terms that it may match."""

    form: str
    weight: float
    known: bool
    matches: tuple[tuple[str, float], ...]
    topical: bool


class Query:
    """An analysed query, with what is the same for each entry that it is compared with.

    Args:
        tokens: its tokens.
        words: its folded words with single spaces, for the comparison by letters.
    """

    def __init__(self, tokens: Sequence[QueryToken], words: str) -> None:
        self.tokens, self.words = tokens, words
        self.total = sum(token.weight for token in tokens)
        self.pairs = neighbours(words)
        self.known = [token.matches for token in tokens if token.known]
        terms = (token.matches[0][0] for token in tokens)
        self.kinds = [term for term in terms if term.startswith("?")]


class Relevance(NamedTuple):
    """How well FTS5 finds an entry, beside the best candidate of the query; for ranking only, never for a threshold.

    Args:
        whole: BM25 of terms and of 4-grams.
        letters: that of 4-grams alone, on the same scale: the words of a long text tell less than their letters.
    """

    whole: float
    letters: float


@dataclass(frozen=True)
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
        relevance: `Relevance.whole`, or `Relevance.letters` where the body alone fits.
        consensus: mean similarity of the three rows that fit best.
        most: the largest share of the query's weight that one row explains.
        kinds: share of what the query asks for (when, who, how many) that the three best rows ask for too.
        body: what `covered` is, where no row explains anything and the body alone does; else 0.
        order: rapidfuzz token_sort_ratio to the best row, which unlike `letters` minds what either leaves out.
        usual: how usual the query's known terms are in the entry's rows: the mean over terms of the logarithm of the
            share of rows that hold one (naive Bayes), 1 where each row holds each, 0 where none holds any.
        phrased: share of the query's neighbouring words that stand side by side in one of the entry's rows too, in
            either order; one pair more is counted as missed, since a single one tells little.
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
    body: float = 0.0
    usual: float = 0.0
    phrased: float = 0.0

    @cached_property
    def rank(self) -> float:
        """The score that orders the hits of one query, by learned weights."""
        return score({name: getattr(self, name) for name in RANK}, "rank")


def fit(entry: str, rows: Rows, query: Query, relevance: Relevance) -> Hit:
    """Tell how well an entry fits a query.

    Args:
        entry: the entry's id.
        rows: its rows.
        query: the analysed query.
        relevance: how well FTS5 finds it.
    """
    explained, used, covered = _explained(query.tokens, rows)
    scored = _scored(rows, query, explained, used)
    if not scored:
        share = covered / query.total
        return Hit(entry, "", "body", 0.0, 0.0, share, 0.0, 0.0, relevance.letters, body=share)
    scored.sort(reverse=True)
    best = scored[:FINE_ROWS]
    similarity, _, asked, same, row = best[0]
    near = [rows.texts[row] for *_, row in best]
    return Hit(
        entry,
        rows.texts[row],
        rows.kinds[row],
        similarity,
        asked,
        covered / query.total,
        _alike(query.words, near, fuzz.token_set_ratio),
        same,
        relevance.whole,
        consensus=sum(s for s, *_ in best[:CONSENSUS]) / CONSENSUS,
        most=max(map(itemgetter(2), scored)),
        order=_alike(query.words, near, fuzz.token_sort_ratio),
        kinds=_kinds(query, rows, [row for *_, row in best[:CONSENSUS]]),
        usual=_usual(query, rows),
        phrased=len(query.pairs & rows.pairs) / (len(query.pairs) + 1),
    )


def _explained(tokens: Sequence[QueryToken], rows: Rows) -> tuple[dict[int, float], dict[int, float], float]:
    """Return how much each row explains of the query, how much the query of each row, and how much the whole entry."""
    explained: dict[int, float] = {}
    used: dict[int, float] = {}
    told, had = explained.get, used.get
    covered = 0.0
    for token in tokens:
        whole = rows.whole.get(token.matches[0][0], _NOWHERE)
        for row, weight in whole.items():
            used[row] = had(row, 0.0) + weight
            explained[row] = told(row, 0.0) + token.weight
        partly = _partly(token, rows, whole, used)
        for row, share in partly.items():
            explained[row] = told(row, 0.0) + token.weight * share
        covered += token.weight * (1.0 if whole else max(partly.values(), default=0.0))
    return explained, used, covered


def _scored(rows: Rows, query: Query, explained: Mapping[int, float], used: Mapping[int, float]) -> list[_Scored]:
    """Return the similarity of each row that explains a share of the query, with what orders rows that fit alike."""
    found: list[_Scored] = []
    least = LEAST_SHARE * max(explained.values(), default=0.0)
    bodies, totals, total = rows.bodies, rows.totals, query.total
    word_by_word = rows.spelled.get(query.words)
    for row, weight in explained.items():
        if weight < least or row in bodies:
            continue
        share = weight / total
        same = used[row] / totals[row] if row in used else 0.0
        if same > 1.0:
            same = 1.0
        # Of rows that fit alike, the one that is asked word by word counts first.
        found.append((2 * share * same / (share + same), row == word_by_word, share, same, row))
    return found


def _alike(words: str, texts: Sequence[str], scorer: Callable[..., float]) -> float:
    """Return how like the likeliest of some texts is to the query's words, by letters, 0..1."""
    likeness: float = process.extractOne(words, texts, scorer=scorer)[1]
    return likeness / 100


def _partly(token: QueryToken, rows: Rows, whole: Mapping[int, float], used: dict[int, float]) -> dict[int, float]:
    """Return how much of a token each row explains that shares but a part of a compound with it; adds to `used`."""
    (term, _), *parts = token.matches
    shares: dict[int, float] = {}
    for part, factor in parts:
        for row, weight in rows.whole.get(part, _NOWHERE).items():
            if row not in whole:
                shares[row] = shares.get(row, 0.0) + factor
                used[row] = used.get(row, 0.0) + weight * factor
        for row in rows.parts.get(part, ()):
            if row not in whole:
                shares[row] = shares.get(row, 0.0) + factor
    for row in shares:
        shares[row] = min(shares[row], PART_FACTOR)
    for row in rows.parts.get(term, ()):
        if row not in whole:
            shares[row] = PART_FACTOR
    return shares


def _usual(query: Query, rows: Rows) -> float:
    """Return how usual the query's known terms are in an entry's rows, 0..1."""
    if not query.known:
        return 0.0
    number = len(rows.kinds) + 1
    holders = (max(len(rows.whole.get(term, ())) * factor for term, factor in matches) for matches in query.known)
    found = sum(math.log((held + SMOOTHING) / number) for held in holders)
    return 1 - found / len(query.known) / math.log(SMOOTHING / number)


def _kinds(query: Query, rows: Rows, best: Sequence[int]) -> float:
    """Share of the query's question words whose kind one of the best rows asks for too."""
    if not query.kinds:
        return 1.0
    return sum(any(row in rows.whole.get(kind, {}) for row in best) for kind in query.kinds) / len(query.kinds)
