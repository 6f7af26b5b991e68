"""Rank the answers of a public FAQ (SweFAQ, development split) with every method: clean, with typos, folded.

Only answers are indexed, so this is harder than a knowledge base with titles and alternate questions.
Run as `python -m benchmarks.quality`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from benchmarks import metrics, perturb
from benchmarks.entries import Doc, Faq, answers_only, shipped, swefaq
from benchmarks.peers import PEERS, Method, PlainFts5, Product
from benchmarks.report import COLOURS, axes, bold_best, save, setting, table, write_section
from bot.question import Language

METRICS = ("in category", "hit@1", "hit@3", "nDCG@10")
TYPO_SEEDS = (1, 2, 3)
CONDITIONS: dict[str, tuple[Callable[[str], str], ...]] = {
    "clean": (str,),
    "typos": tuple(partial(perturb.typos, seed=seed) for seed in TYPO_SEEDS),
    "folded": (perturb.folded,),
}
BESIDE = "FTS5 trigram"
"""Shown, not one of the peers that the product is held to; it is the strongest of what SQLite itself offers."""

Scores = dict[tuple[str, str, str], list[float]]
"""(method, condition, metric) → one value a question."""


def makers() -> dict[str, Callable[[Sequence[Doc]], Method]]:
    """Return every method's constructor by its name, the product first."""
    frame = shipped()
    return {
        "Vänort": lambda docs: Product(answers_only(docs, frame), Language.SV),
        **PEERS,
        BESIDE: lambda docs: PlainFts5(docs, tokenizer="trigram"),
    }


def scores(questions: Sequence[Faq], categories: dict[str, list[Doc]]) -> Scores:
    """Ask every method every question, in one base of all answers."""
    found: Scores = {}
    for name, make in makers().items():
        pooled = make([doc for docs in categories.values() for doc in docs])
        everything = sum(map(len, categories.values()))
        members = {key: {doc.id for doc in docs} for key, docs in categories.items()}
        for condition, changes in CONDITIONS.items():
            values: dict[str, list[float]] = {metric: [] for metric in METRICS}
            for faq in questions:
                each: dict[str, list[float]] = {metric: [] for metric in METRICS}
                for text in (change(faq.question) for change in changes):
                    near = [key for key, _ in pooled.rank(text, everything) if key in members[faq.category]]
                    ranked = [key for key, _ in pooled.rank(text, 10)]
                    each["in category"].append(metrics.hit(near, faq.right, 1))
                    each["hit@1"].append(metrics.hit(ranked, faq.right, 1))
                    each["hit@3"].append(metrics.hit(ranked, faq.right, 3))
                    each["nDCG@10"].append(metrics.ndcg(ranked, faq.right))
                for metric, several in each.items():
                    values[metric].append(metrics.mean(several))
            found |= {(name, condition, metric): numbers for metric, numbers in values.items()}
    return found


def averaged(found: Scores, name: str, conditions: Sequence[str]) -> list[float]:
    """Return one value a question: its mean over the rows of some conditions."""
    columns = [found[name, c, m] for c in conditions for m in METRICS]
    return [metrics.mean(values) for values in zip(*columns, strict=True)]


def _row(label: str, values: dict[str, list[float]]) -> list[str]:
    means = {name: metrics.mean(v) for name, v in values.items()}
    rivals = [name for name in means if name not in ("Vänort", BESIDE)]
    best = max(rivals, key=lambda name: means[name])
    gap = metrics.paired_bootstrap(values["Vänort"], values[best])
    sign = " ✓" if gap.low > 0 else (" ✗" if gap.mean < 0 else "")
    return [label, *bold_best(list(means.values())), best, f"{gap.mean:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]{sign}"]


def main() -> None:
    """Measure, write the section and its drawing."""
    questions, categories = swefaq()
    found = scores(questions, categories)
    names = list(dict.fromkeys(name for name, *_ in found))
    rows = [
        _row(f"{condition}, {metric}", {name: found[name, condition, metric] for name in names})
        for condition in CONDITIONS
        for metric in METRICS
    ]
    groups = {"mean of typos and folded": ("typos", "folded"), "**mean of all rows**": tuple(CONDITIONS)}
    rows += [_row(label, {n: averaged(found, n, chosen) for n in names}) for label, chosen in groups.items()]
    beside = metrics.paired_bootstrap(
        averaged(found, "Vänort", (*CONDITIONS,)), averaged(found, BESIDE, (*CONDITIONS,))
    )
    lost = [
        [m, *(f"{100 * (metrics.mean(found[n, 'clean', m]) - metrics.mean(found[n, 'typos', m])):.1f}" for n in names)]
        for m in METRICS
    ]
    figure, (axis,) = axes(1, 9.0)
    width = 0.8 / len(names)
    for i, name in enumerate(names):
        places = [c + (i - (len(names) - 1) / 2) * width for c in range(len(CONDITIONS))]
        heights = [metrics.mean(averaged(found, name, (c,))) for c in CONDITIONS]
        axis.bar(places, heights, width * 0.92, label=name, color=COLOURS[name])
    axis.set_xticks(range(len(CONDITIONS)), list(CONDITIONS))
    axis.set_ylabel("mean of the four figures")
    axis.set_title("SweFAQ, development split")
    axis.legend(frameon=False, ncols=3, fontsize=8)
    axis.set_ylim(0, 0.9)
    text = f"""## 1. A public FAQ: SweFAQ 2.0, development split

{len(questions)} questions of {len(categories)} categories of Swedish authorities; only the answers are indexed, all
in one base ([licence](data/LICENSE.md)). "In category": the right answer stands before all others of its category.
Typos: one in 30 % of the long words, mean of {len(TYPO_SEEDS)} seeds; folded: å, ä, ö typed as a, a, o. The last column
is Vänort less the best of the four peers of that row, with the 95 % interval of a paired bootstrap over questions:
✓ the interval lies above 0, ✗ below the peer. {BESIDE} stands beside: not a default, but one option away.

{table(["row", *names, "best peer", "Vänort − best peer"], rows)}

Beside {BESIDE} on the mean of all rows: {beside.mean:+.3f} [{beside.low:+.3f}, {beside.high:+.3f}].

Points lost to typos (100 × (clean − typos)):

{table(["", *names], lost)}

{save(figure, "quality")}

{setting()}"""
    write_section("quality", text)


if __name__ == "__main__":
    main()
