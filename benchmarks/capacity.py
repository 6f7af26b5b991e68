"""Print a plan for 290 municipalities with a million staff: how many processes a working day needs.

It measures what one process does (questions a second, as fast as it can), then simulates a day's arrivals through
queues of so many processes. What is assumed stands in constants and in the output; nobody knows it better yet.
"""

from __future__ import annotations

import argparse
import heapq
import math
import os
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.metrics import percentile
from bot.answering import answer
from bot.kb.base import open_base
from bot.question import Question

ROOT = Path(__file__).parent.parent

MUNICIPALITIES = 290
STAFF = 1_000_000
SPREAD = 1.0
"""Of the sizes (log-normal): the largest have some tens of thousands of staff, half have less than two thousand."""
SHARES = {7: 0.08, 8: 0.14, 9: 0.16, 10: 0.13, 11: 0.09, 12: 0.06, 13: 0.12, 14: 0.11, 15: 0.08, 16: 0.03}
"""Of a day's questions, by the hour in which they come."""
BUSY_DAY = 1.5
"""The busiest day of a week, times the mean day."""
TOLD = 10
CURIOUS = 0.02
TOLD_SECONDS = 600.0
"""So many municipalities tell their staff of the bot at nine that morning, and so many ask within ten minutes."""
A_WEEK = (0.02, 0.1, 0.5)
"""Questions a week that a member of staff asks on average: rarely, now and then, often."""
MOST_WAIT_SECONDS = 2.0
"""99 of 100 questions wait less than this before a process takes them up."""
CONNECTIONS = 5
"""Of a process to the database, with the settings as they are delivered."""
BASES = 5
"""Bases that are opened to see how much memory one takes."""
PROCESS_MEGABYTES = 2000
BARE_MEGABYTES = 130
"""What a process may take, and what it takes before it has any knowledge."""
SATURATING = 400
"""Questions that are sent at once to see how many a process answers a second."""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long questions waited before they were taken up: half of them, 99 of 100, the longest; in seconds."""

    median: float
    most_of_them: float
    longest: float


def sizes(seed: int) -> list[int]:
    """Return how many staff each municipality has."""
    draw = random.Random(seed)
    weights = [draw.lognormvariate(0, SPREAD) for _ in range(MUNICIPALITIES)]
    return [round(STAFF * weight / sum(weights)) for weight in weights]


def day(a_week: float, seed: int) -> list[float]:
    """Return the times of a busy day's questions, in seconds from midnight, ascending.

    Args:
        a_week: questions of a member of staff, on average.
    """
    draw = random.Random(seed)
    found: list[float] = []
    for hour, share in SHARES.items():
        rate = STAFF * a_week / 5 * BUSY_DAY * share / 3600
        now = float(hour * 3600)
        while (now := now + draw.expovariate(rate)) < (hour + 1) * 3600:
            found.append(now)
    for size in draw.sample(sizes(seed), TOLD):
        found += [9 * 3600 + draw.uniform(0, TOLD_SECONDS) for _ in range(round(size * CURIOUS))]
    return sorted(found)


def simulate(times: Sequence[float], processes: int, rate: float, seed: int) -> Waited:
    """Let questions through a queue that so many processes empty.

    Args:
        times: when they come, ascending.
        processes: how many there are.
        rate: questions a second that one of them answers; how long one takes varies (exponentially).
    """
    draw = random.Random(seed)
    free = [0.0] * processes
    waits = []
    for at in times:
        start = max(at, heapq.heappop(free))
        heapq.heappush(free, start + draw.expovariate(rate))
        waits.append(start - at)
    return Waited(statistics.median(waits), percentile(waits, 0.99), max(waits))


def needed(times: Sequence[float], rate: float, seed: int) -> int:
    """Return the fewest processes with which 99 of 100 questions wait no longer than they should."""
    processes = 1
    while simulate(times, processes, rate, seed).most_of_them > MOST_WAIT_SECONDS:
        processes += 1
    return processes


def most_a_minute(times: Sequence[float]) -> int:
    """Return how many came in the fullest minute."""
    counts: dict[int, int] = {}
    for at in times:
        counts[int(at // 60)] = counts.get(int(at // 60), 0) + 1
    return max(counts.values())


def measure(port: int) -> float:
    """Return the questions a second that one process answers with client, platform and database beside it."""
    from benchmarks.fleet import fleet, send  # here, since a plan from a given rate starts no database
    from benchmarks.load import questions

    asked = questions()
    with fleet(1, port) as (started, receiver, flow):
        send(started, receiver, flow, asked, [n / 20 for n in range(100)])
        warm = len(flow.sent)
        send(started, receiver, flow, asked, [0.0] * SATURATING)
    assert flow.lost == flow.twice == 0
    came = [at for name, at in flow.answered if int(name[1:]) >= warm]
    return (len(came) - 1) / (came[-1] - came[0])


def base_megabytes() -> float:
    """Return the memory that one municipality's knowledge takes in a process, once it has answered."""
    asked = Question.read("Vilka vänorter har vi?")
    found = []
    for number in range(BASES + 1):
        base = open_base(ROOT / "knowledge").base
        assert base is not None
        answer(asked, base, date(2026, 11, 23))
        found.append(base)
        if number == 0:  # what all bases share is loaded with the first
            before = _resident()
    return (_resident() - before) / BASES


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def deployments(megabytes: float) -> str:
    """Return how many deployments hold all municipalities, in a sentence.

    Args:
        megabytes: that one municipality's knowledge takes; each process of a deployment holds all of its own.
    """
    each = max(1, int((PROCESS_MEGABYTES - BARE_MEGABYTES) / megabytes))
    number = math.ceil(MUNICIPALITIES / each)
    return (
        f"A municipality's knowledge takes {megabytes:.0f} MB in each process. In {PROCESS_MEGABYTES:,} MB there is "
        f"room for {each}: {number} deployments of two processes and a database each, {2 * number} processes in all."
    )


def plan(rate: float, seed: int = 1) -> str:
    """Return the plan as a Markdown table.

    Args:
        rate: questions a second that one process answers.
    """
    rows = [
        "| questions a week and head | a busy day | fullest minute | processes | waiting: half, 99 %, longest "
        "| one fewer | run | connections |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for a_week in A_WEEK:
        times = day(a_week, seed)
        least = needed(times, rate, seed)
        with_all, without = (simulate(times, max(1, n), rate, seed) for n in (least + 1, least))
        rows.append(
            f"| {a_week:g} | {len(times):,} | {most_a_minute(times):,} | {least} | "
            f"{with_all.median:.2f}, {with_all.most_of_them:.2f}, {with_all.longest:.1f} s | "
            f"99 %: {without.most_of_them:.2f} s | {least + 1} | {(least + 1) * CONNECTIONS} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Measure, simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, help="questions a second of one process, instead of measuring it")
    parser.add_argument("--port", type=int, default=21030)
    parser.add_argument("--write", action="store_true", help="write the plan into RESULTS.md")
    options = parser.parse_args()
    rate = options.rate or measure(options.port)
    how = "given" if options.rate else f"measured on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    found = (
        f"One process answers {rate:.1f} questions a second ({how}).\n"
        f"Assumed: {MUNICIPALITIES} municipalities, {STAFF:,} staff; {TOLD} of them tell their staff that morning and "
        f"{CURIOUS:.0%} ask within {TOLD_SECONDS / 60:.0f} minutes; 99 of 100 are to wait less than "
        f"{MOST_WAIT_SECONDS:g} s.\nOne process more is run than is needed, so that one may fail.\n\n{plan(rate)}\n\n"
        f"{deployments(base_megabytes())}"
    )
    if options.write:
        from benchmarks.report import write_section  # here, since it draws, too

        write_section("capacity", f"## Capacity\n\n{found}")
    else:
        print(found)


if __name__ == "__main__":
    main()
