"""The figures of merit that the benchmarks report."""

from __future__ import annotations

import math

import pytest

from benchmarks import metrics


def test_hit_counts_only_the_first_places() -> None:
    assert metrics.hit(["b", "a"], "a", 1) == 0
    assert metrics.hit(["b", "a"], "a", 2) == 1
    assert metrics.hit([], "a", 3) == 0


def test_ndcg_falls_with_the_rank_and_ends_at_the_depth() -> None:
    assert metrics.ndcg(["a", "b"], "a") == 1
    assert metrics.ndcg(["b", "a"], "a") == pytest.approx(1 / math.log2(3))
    assert metrics.ndcg([*"bcdefghijk", "a"], "a") == 0


def test_bootstrap_is_sure_of_a_constant_gap_and_unsure_of_none() -> None:
    ours = [1.0, 0.0] * 30
    better = metrics.paired_bootstrap([value + 0.1 for value in ours], ours)
    assert (better.low, better.mean, better.high) == pytest.approx((0.1, 0.1, 0.1))
    assert better.sure
    mixed = metrics.paired_bootstrap(ours, [0.0, 1.0] * 30)
    assert mixed.low < 0 < mixed.high
    assert not mixed.sure


def test_bootstrap_pairs_questions_instead_of_comparing_means() -> None:
    # Unpaired, a gap of 0.05 would drown in the spread of the questions.
    theirs = [float(n % 2) for n in range(100)]
    assert metrics.paired_bootstrap([value + 0.05 for value in theirs], theirs).low > 0.04


def test_bootstrap_refuses_different_questions() -> None:
    with pytest.raises(ValueError, match="2 and 1 values"):
        metrics.paired_bootstrap([1.0, 0.0], [1.0])


@pytest.mark.parametrize(
    ("positive", "negative", "wanted"),
    [([0.9, 0.8], [0.1, 0.2], 1.0), ([0.1], [0.9], 0.0), ([0.5, 0.5], [0.5], 0.5), ([0.9, 0.3], [0.6], 0.5)],
)
def test_auroc_is_the_share_of_pairs_in_order(positive: list[float], negative: list[float], wanted: float) -> None:
    assert metrics.auroc(positive, negative) == pytest.approx(wanted)


def test_threshold_answers_at_least_the_share() -> None:
    scores = [n / 10 for n in range(1, 11)]
    assert metrics.threshold_at(scores, 0.9) == pytest.approx(0.2)
    assert metrics.threshold_at(scores, 0.05) == pytest.approx(1.0)
    assert metrics.threshold_at([0.5, 0.5, 0.1], 0.4) == pytest.approx(0.5)


def test_curve_takes_equal_scores_together() -> None:
    scored = [(0.9, True), (0.5, False), (0.5, True), (0.1, False)]
    assert metrics.curve(scored) == [(0.25, 1.0), (0.75, pytest.approx(2 / 3)), (1.0, 0.5)]


def test_reliability_bins_and_error() -> None:
    bins = metrics.reliability([(0.9, True), (0.95, False), (1.0, True), (0.1, False)], [0.0, 0.5, 1.0])
    assert [b.count for b in bins] == [1, 3]
    assert bins[1].right == pytest.approx(2 / 3)
    assert metrics.calibration_error(bins) == pytest.approx((0.1 + 3 * (0.95 - 2 / 3)) / 4)


def test_percentile_is_the_nearest_rank() -> None:
    assert metrics.percentile([float(n) for n in range(1, 101)], 0.99) == 99
    assert metrics.percentile([3.0, 1.0, 2.0], 0.5) == 2
    with pytest.raises(ValueError, match="no values"):
        metrics.percentile([], 0.5)
