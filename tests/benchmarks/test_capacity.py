"""The simulation behind the capacity plan, beside what queueing theory says."""

from __future__ import annotations

import random

import pytest

from benchmarks import capacity


def poisson(rate: float, number: int) -> list[float]:
    draw, now, found = random.Random(3), 0.0, []  # noqa: S311 - a seeded sample
    for _ in range(number):
        now += draw.expovariate(rate)
        found.append(now)
    return found


def test_a_queue_waits_as_long_as_theory_says() -> None:
    """M/M/1: a question waits longer than t with probability ρ·exp(−(μ−λ)t); at ρ = 0.8 the median is 0.47/(μ−λ)."""
    waited = capacity.simulate(poisson(8, 200_000), 1, 10, seed=1)
    assert waited.median == pytest.approx(0.235, rel=0.1)
    assert waited.most_of_them == pytest.approx(2.19, rel=0.1)


def test_processes_that_are_idle_keep_nobody_waiting() -> None:
    assert capacity.simulate([0.0, 100.0, 200.0], 2, 10, seed=1) == capacity.Waited(0, 0, 0)


def test_as_few_processes_are_needed_as_do() -> None:
    times = poisson(25, 20_000)
    least = capacity.needed(times, 10, seed=1)
    assert least == 3
    assert capacity.simulate(times, least - 1, 10, seed=1).most_of_them > capacity.MOST_WAIT_SECONDS


def test_a_day_has_the_questions_that_are_assumed_in_working_hours() -> None:
    times = capacity.day(0.1, seed=1)
    sizes = capacity.sizes(1)
    assert sum(sizes) == pytest.approx(capacity.STAFF, rel=0.001)
    assert len(sizes) == capacity.MUNICIPALITIES
    mean = capacity.STAFF * 0.1 / 5 * capacity.BUSY_DAY
    assert mean < len(times) < mean * 1.2
    assert 7 * 3600 <= times[0] <= times[-1] < 17 * 3600
    assert sum(capacity.SHARES.values()) == pytest.approx(1)
