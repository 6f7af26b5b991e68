"""The rows of an entry (title, alias, alternate question, body), turned around: which rows hold a term, how heavy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one entry.

    Args:
        kinds: what each row is (title, alias, question, body).
        texts: each row's folded words; "" for a body.
        totals: the weight of all terms of each row.
        bodies: the numbers of the rows that are bodies.
        spelled: the row that is spelled just so; of several, the last.
        whole: the weight of a term in each row that holds it.
        parts: the rows that hold a term as part of a compound.
        pairs: words that stand side by side in a row; see `neighbours`.
    """

    kinds: list[str]
    texts: list[str]
    totals: list[float]
    bodies: set[int]
    spelled: dict[str, int]
    whole: dict[str, dict[int, float]]
    parts: dict[str, set[int]]
    pairs: set[tuple[str, str]]


def read_rows(raw: str, idf: Callable[[str], float]) -> Rows:
    """Read the rows of an entry as the index keeps them.

    Args:
        raw: JSON of the table `entry`.
        idf: the inverse document frequency of a term.
    """
    data = json.loads(raw)
    rows = Rows([], [], [], set(), {}, {}, {}, set())
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
        if kind == "body":
            rows.bodies.add(i)
        rows.kinds.append(kind)
        rows.texts.append(text)
        rows.spelled[text] = i
        rows.pairs.update(neighbours(text))
        rows.totals.append(total)
    return rows


def neighbours(words: str) -> set[tuple[str, str]]:
    """Return the words that stand side by side, each pair in alphabetical order.

    Args:
        words: folded, with single spaces.
    """
    return {(a, b) if a < b else (b, a) for a, b in pairwise(words.split())}
