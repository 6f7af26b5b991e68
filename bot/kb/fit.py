"""How well an entry fits a query: its rows (title, alias, alternate question) compared term by term and by letters."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.kb.analysis import PART_FACTOR
from bot.kb.weights import RANK, score

CONSENSUS = 3
FINE_ROWS = 6  # rows of an entry that are compared letter by letter


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
        body: what `covered` is, where no row explains anything and the body alone does; else 0.
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
    body: float = 0.0

    @property
    def rank(self) -> float:
        """The score that orders the hits of one query, by learned weights."""
        return score({name: getattr(self, name) for name in RANK}, "rank")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one entry, turned around: which rows hold a term, and with what weight."""

    kinds: list[str]
    texts: list[str]
    totals: list[float]
    whole: dict[str, dict[int, float]]  # term → row → weight
    parts: dict[str, set[int]]  # part of a compound → rows


def read_rows(raw: str, idf: Callable[[str], float]) -> Rows:
    """Read the rows of an entry as the index keeps them."""
    data = json.loads(raw)
    rows = Rows([], [], [], {}, {})
    tokens = [(term, factor * idf(term), parts) for term, factor, *parts in data["tokens"]]
    for i, (kind, text, held) in enumerate(data["rows"]):
        total = 0.0
        for number in held:
            term, weight, parts = tokens[number]
            holders = rows.whole.setdefault(term, {})
            if i not in holders:
                holders[i] = weight
                total += weight
            for part in parts:
                rows.parts.setdefault(part, set()).add(i)
        rows.kinds.append(kind)
        rows.texts.append(text)
        rows.totals.append(total)
    return rows


def fit(entry: str, rows: Rows, tokens: Sequence[QueryToken], words: str, relevance: float) -> Hit:
    """Tell how well an entry fits a query.

    Args:
        entry: the entry's id.
        rows: its rows.
        tokens: the analysed query.
        words: the query's folded words, for the comparison by letters.
        relevance: BM25 beside the best candidate.
    """
    total = sum(t.weight for t in tokens)
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
    if not scored:
        share = covered / total
        return Hit(entry, "", "body", 0.0, 0.0, share, 0.0, 0.0, relevance, body=share)
    # Of rows that fit alike, the one that is asked word by word counts first.
    best = heapq.nlargest(FINE_ROWS, scored, key=lambda s: (s[0], rows.texts[s[3]] == words, s))
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


def _shares(token: QueryToken, rows: Rows, used: dict[int, float]) -> dict[int, float]:
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


def _kinds(tokens: Sequence[QueryToken], rows: Rows, best: Sequence[int]) -> float:
    """Share of the query's question words whose kind one of the best rows asks for too."""
    asked = [t.matches[0][0] for t in tokens if t.matches[0][0].startswith("?")]
    if not asked:
        return 1.0
    return sum(any(row in rows.whole.get(kind, {}) for row in best) for kind in asked) / len(asked)
