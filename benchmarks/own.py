"""Ask the shipped knowledge in other words than it holds, with the right entry there and removed.

Out of sample: questions kept apart, of which no index holds any and from which nothing was learned. In sample: golden
questions, which are never indexed either but were chosen with the index in sight, and from which the weights were
learned. Run as `python -m benchmarks.own`; `--full` asks more.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks import apart, metrics
from benchmarks.entries import Doc, docs_of, shipped
from benchmarks.peers import PEERS, Method, ProductMatch
from benchmarks.perturb import folded, keywords, typos
from benchmarks.report import COLOURS, axes, bold_best, save, setting, table, write_section
from bot.kb.base import in_memory
from bot.kb.knowledge import Knowledge
from bot.kb.weights import CONFIDENCE, RANK
from bot.upkeep.golden import golden_cases

SAMPLE = 600
FOLDS = 5
"""Entries are removed a fifth at a time: one base a fold, asked the questions of what it lacks."""
SHARE = 0.9
BARE = 3
NAMES = ("Vänort", *PEERS)

VARIANTS: dict[str, Callable[[str], str]] = {
    "sentences": str,
    "sentences, typos": typos,
    "sentences, folded": folded,
    "keywords": keywords,
    "keywords, typos": lambda q: typos(keywords(q)),
    "title keywords, typos": lambda q: typos(folded(keywords(q, most=BARE))),
}
HELD_OUT: dict[str, Callable[[str], str]] = {
    f"held out: {name}": VARIANTS[name] for name in ("sentences", "sentences, typos", "keywords", "keywords, typos")
}
ALL = {**HELD_OUT, **VARIANTS}
TITLES = "title keywords, typos"
"""Asked of entries' titles, which are indexed: what people type who know what they look for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one method made of one question.

    Args:
        top: the entry that stands first, or None.
        score: its score.
        right: whether it is the right entry.
        related: whether it is an entry that the right one names as related, or the other way round.
        answered: whether the product answers with it by its own limits; a peer has none and always answers.
        back: whether the product asks back between several.
    """

    top: str | None
    score: float
    right: bool
    related: bool = False
    answered: bool = True
    back: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One method on one variant: with the right entry there, and without it."""

    there: list[Asked]
    removed: list[Asked]


def questions(knowledge: Knowledge, full: bool) -> dict[str, list[tuple[str, str]]]:
    """Return for each variant the questions as typed, each with its right entry."""
    golden = [(case.question, case.entry) for case in golden_cases(knowledge) if case.reach]
    titles = [(words.title, key) for key, item in knowledge.items.items() for words in item.words.values()]
    held = [(q.text, q.entry) for q in apart.to_measure()]
    rng = random.Random(11)
    if not full:
        golden, titles, held = (rng.sample(pairs, min(SAMPLE, len(pairs))) for pairs in (golden, titles, held))
    found = {name: [(change(text), key) for text, key in held] for name, change in HELD_OUT.items()}
    return found | {
        name: [(change(text), key) for text, key in (titles if name == TITLES else golden)]
        for name, change in VARIANTS.items()
    }


def folds(keys: Sequence[str]) -> list[frozenset[str]]:
    """Split the entries by lot into FOLDS parts."""
    mixed = list(keys)
    random.Random(5).shuffle(mixed)
    return [frozenset(mixed[n::FOLDS]) for n in range(FOLDS)]


def kin(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return for each entry those that it names as related and those that name it."""
    found = {key: set(item.entry.related) for key, item in knowledge.items.items()}
    for key, item in knowledge.items.items():
        for other in item.entry.related:
            found.setdefault(other, set()).add(key)
    return {key: frozenset(others) for key, others in found.items()}


def build(name: str, knowledge: Knowledge, left_out: frozenset[str] = frozenset()) -> Method:
    """Build one method over the knowledge without some entries."""
    items = {key: item for key, item in knowledge.items.items() if key not in left_out}
    if name == "Vänort":
        return ProductMatch(in_memory(replace(knowledge, items=items)))
    docs: list[Doc] = docs_of(items)
    return PEERS[name](docs)


def ask(method: Method, text: str, right: str, kin: frozenset[str] = frozenset()) -> Asked:
    """Ask one question and keep what stands first; `kin` are the entries related to the right one."""
    if isinstance(method, ProductMatch):
        found = method.decide(text)
        top = found.entry or next(iter(found.near), None)
        back = found.entry is not None and bool(found.rivals)
        return Asked(top, found.confidence, top == right, top in kin, found.entry is not None and not back, back)
    ranked = method.rank(text, 1)
    if not ranked:
        return Asked(None, -1.0, False, answered=False)
    top, score = ranked[0]
    return Asked(top, score, top == right, top in kin)


def run(name: str, knowledge: Knowledge, asked: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, Run]:
    """Ask one method everything, with the right entry there and, fold by fold, without it."""
    whole = build(name, knowledge)
    near = kin(knowledge)
    found = {
        variant: Run([ask(whole, text, key, near[key]) for text, key in pairs], []) for variant, pairs in asked.items()
    }
    for part in folds(list(knowledge.items)):
        without = build(name, knowledge, part)
        for variant, pairs in asked.items():
            found[variant].removed.extend(ask(without, text, key, near[key]) for text, key in pairs if key in part)
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """One working point: shares of answered, of wrong among the answered, and of answers given without the entry."""

    answered: float
    wrong: float
    false: float


def at_share(found: Run, share: float) -> Point:
    """Return the working point at which a method answers that share, or as many as it can."""
    limit = max(metrics.threshold_at([a.score for a in found.there], share), 0.0)
    return at_limit(found, limit)


def at_limit(found: Run, limit: float) -> Point:
    """Return the working point of answering from a score on."""
    given = [a for a in found.there if a.top is not None and a.score >= limit]
    false = [a.top is not None and a.score >= limit for a in found.removed]
    wrong = metrics.mean([float(not a.right) for a in given])
    return Point(len(given) / len(found.there), wrong, metrics.mean([float(f) for f in false]))


def _ranking(runs: dict[str, dict[str, Run]]) -> str:
    rows = []
    for variant in ALL:
        values = {name: [float(a.right) for a in runs[name][variant].there] for name in NAMES}
        best = max(PEERS, key=lambda name: metrics.mean(values[name]))
        gap = metrics.paired_bootstrap(values["Vänort"], values[best])
        sign = " ✓" if gap.low > 0 else (" ✗" if gap.mean < 0 else "")
        cells = bold_best([metrics.mean(values[name]) for name in NAMES])
        rows.append([variant, *cells, best, f"{gap.mean:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]{sign}"])
    return table(["hit@1", *NAMES, "best peer", "Vänort − best peer"], rows)


def _working_points(runs: dict[str, dict[str, Run]]) -> str:
    rows = []
    for variant in ALL:
        points = {name: at_share(runs[name][variant], SHARE) for name in NAMES}
        for label, figure in (("wrong", "wrong"), ("answered without the entry", "false")):
            cells = [
                f"{100 * getattr(points[name], figure):.1f}"
                + (f" (at {100 * points[name].answered:.0f})" if points[name].answered < SHARE - 0.005 else "")
                for name in NAMES
            ]
            rows.append([f"{variant}: {label}", *cells])
        aurocs = [
            metrics.auroc([a.score for a in r.there], [a.score for a in r.removed])
            for r in (runs[name][variant] for name in NAMES)
        ]
        rows.append([f"{variant}: AUROC", *bold_best(aurocs)])
    return table(["at 90 % answered, %", *NAMES], rows)


def _own_limits(ours: dict[str, Run]) -> str:
    """The product as it ships: what it answers, asks back and gets wrong by its own limits."""
    rows = []
    for variant, found in ours.items():
        given = [a for a in found.there if a.answered]
        shares = (
            len(given) / len(found.there),
            metrics.mean([float(a.back) for a in found.there]),
            metrics.mean([float(not a.right) for a in given]),
            metrics.mean([float(a.related) for a in given]),
            metrics.mean([float(a.answered) for a in found.removed]),
            metrics.mean([float(a.answered and a.related) for a in found.removed]),
        )
        rows.append([variant, *(f"{100 * share:.1f}" for share in shares)])
    head = ["by its own limits, %", "answered", "asked back", "wrong of answered", "(by a related entry)"]
    head += ["answered without the entry", "(by a related entry)"]
    return table(head, rows)


def _near_misses(knowledge: Knowledge) -> str:
    """How often a question that an entry must not answer reaches it all the same."""
    near = [case for case in golden_cases(knowledge) if not case.reach]
    method = build("Vänort", knowledge)
    found = [ask(method, case.question, case.entry) for case in near]
    misled = metrics.mean([float(a.answered and a.right) for a in found])
    return f"Near misses (n = {len(near)}) answered with the very entry that must not: {100 * misled:.1f} %."


def _drawing(runs: dict[str, dict[str, Run]]) -> tuple[str, str]:
    figure, (left, middle, right) = axes(3)
    for axis, variant in ((left, "held out: sentences"), (middle, "held out: keywords, typos")):
        for name in NAMES:
            points = metrics.curve([(a.score, a.right) for a in runs[name][variant].there])
            axis.plot(*zip(*points, strict=True), label=name, color=COLOURS[name], lw=2 if name == "Vänort" else 1.2)
        axis.set(title=variant, xlabel="share answered", ylabel="precision", xlim=(0, 1), ylim=(0.3, 1.01))
    left.legend(frameon=False, fontsize=8, loc="lower left")
    edges = [n / 10 for n in range(11)]
    ours = [runs["Vänort"][variant] for variant in HELD_OUT]
    there = [(a.score, a.right) for r in ours for a in r.there if a.top is not None]
    mixed = there + [(a.score, False) for r in ours for a in r.removed if a.top is not None]
    right.plot([0, 1], [0, 1], color="#999999", lw=1, ls=":")
    rows = []
    for label, scored, style in (
        ("entry there", there, "-"),
        ("half of the questions without their entry", mixed, "--"),
    ):
        bins = metrics.reliability(scored, edges)
        right.plot(
            [b.confidence for b in bins], [b.right for b in bins], style, marker="o", color="#0b5394", label=label
        )
        sure = [good for score, good in scored if score >= 0.9]
        cells = [
            f"{metrics.calibration_error(bins):.3f}",
            f"{metrics.mean([float(g) for g in sure]):.3f}",
            str(len(sure)),
        ]
        rows.append([label, *cells])
    right.set(title="Vänort: reliability, held out", xlabel="confidence", ylabel="share right", ylim=(0, 1.01))
    right.legend(frameon=False, fontsize=8, loc="upper left")
    head = ["reliability of the confidence", "calibration error", "right at confidence ≥ 0.9", "n"]
    return save(figure, "own"), table(head, rows)


def main(full: bool = False) -> None:
    """Measure, write the section and its drawing."""
    knowledge = shipped()
    asked = questions(knowledge, full)
    runs = {name: run(name, knowledge, asked) for name in NAMES}
    drawing, reliable = _drawing(runs)
    weights = len(RANK) + len(CONFIDENCE)
    text = f"""## 2. The knowledge base asked in other words

{len(knowledge.items)} entries. **Held out** is out of sample: {len(asked["held out: sentences"])} of
{len(apart.to_measure())} questions kept apart, from which nothing was learned. The rest is **in sample**:
{len(asked["sentences"])} golden questions, which are never indexed either but were chosen with the index in sight and
from which the {weights} weights of ranking and confidence were learned (with the other half of the questions kept
apart), and {len(asked[TITLES])} titles, which are indexed. Keywords: the question's words without function
words, shuffled; title keywords: the {BARE} longest words of a title, shuffled, å, ä, ö folded; typos: one in 30 % of
the long words, at least one. Peers index titles, aliases, alternate questions and bodies as one text an entry
(rapidfuzz: row by row). Each method's score is its confidence. Where a neighbouring entry would do as well it still
counts as wrong, for all methods alike.

{_ranking(runs)}

Each method at the threshold from which on it answers 90 % of the variant's questions: wrong entries among its answers,
and questions answered all the same when their entry is removed (a fifth of the entries at a time); "at" where it finds
fewer. AUROC: how well the score tells there from removed.

{_working_points(runs)}

{_own_limits(runs["Vänort"])}

{_near_misses(knowledge)}

{reliable}

{drawing}

{setting()}"""
    write_section("own", text)


if __name__ == "__main__":
    main("--full" in sys.argv[1:])
