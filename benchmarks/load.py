"""Print what a load does to two processes on one PostgreSQL: lost, twice, from receipt to answer, memory.

Run it on an idle machine: client, platform and database share its processors. The client is counted too: the time runs
from before an event is sent until its answer has arrived.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import threading
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fleet import Flow, arrivals, fleet, send
from benchmarks.metrics import percentile
from bot.kb.load import load
from bot.upkeep.golden import golden_cases

ROOT = Path(__file__).parent.parent
DIFFERENT = 400
"""Questions that are asked again and again: what a process keeps of words it has met is bounded, but not full before it
has met very many."""
WARM_UP = 2 * DIFFERENT
"""Questions before the measuring, so that each process has met each of them once or so."""
EVERY_SECONDS = 2.0
FLAT = 1.05
"""Memory at the end may be this times that of the first third of the measuring."""
TIMES_MEDIAN = 10


def questions() -> list[str]:
    """Return some of the shipped knowledge's golden questions, as people ask them."""
    knowledge = load(ROOT / "knowledge").knowledge
    assert knowledge is not None
    return random.Random(1).sample([case.question for case in golden_cases(knowledge)], DIFFERENT)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load did.

    Args:
        flow: what was sent and came back, the warming up included.
        took: seconds from receipt to answer, without the warming up.
        memory: of each process in megabytes, at each sampling.
        each: seconds of a processor that a question took in its process.
    """

    flow: Flow
    took: list[float]
    memory: list[list[float]]
    each: float


def measure(rate: float, seconds: float, processes: int, port: int) -> Measured:
    """Let questions come for some seconds, once the processes are warm."""
    asked = questions()
    memory: list[list[float]] = []
    done = threading.Event()
    with fleet(processes, port) as (started, receiver, flow):
        send(started, receiver, flow, asked, [n / rate for n in range(WARM_UP)])

        def sample() -> None:
            while not done.wait(EVERY_SECONDS):
                memory.append(started.memory())

        sampler = threading.Thread(target=sample)
        sampler.start()
        before = started.processor()
        send(started, receiver, flow, asked, arrivals(rate, seconds, seed=1))
        done.set()
        sampler.join()
        took = flow.seconds[WARM_UP:]
        return Measured(flow, took, memory, (started.processor() - before) / (len(flow.sent) - WARM_UP))


def told(found: Measured) -> tuple[str, bool]:
    """Return the figures as text, and whether every limit is kept."""
    flow, took, third = found.flow, found.took, len(found.memory) // 3
    median, last = statistics.median(took), percentile(took, 0.99)
    early, late = (
        [statistics.median(one) for one in zip(*part, strict=True)]
        for part in (found.memory[:third], found.memory[-third:])
    )
    growth = max(b / a for a, b in zip(early, late, strict=True))
    text = (
        f"- lost {flow.lost}, twice {flow.twice}\n"
        f"- from receipt to answer: median {median * 1000:.0f} ms, 95 % {percentile(took, 0.95) * 1000:.0f} ms, "
        f"99 % {last * 1000:.0f} ms = {last / median:.1f} × median (limit {TIMES_MEDIAN}), "
        f"most {max(took) * 1000:.0f} ms\n"
        f"- a question takes {found.each * 1000:.1f} ms of a processor in its process\n"
        f"- memory: {', '.join(f'{a:.0f} → {b:.0f} MB' for a, b in zip(early, late, strict=True))}, "
        f"× {growth:.3f} (limit {FLAT})"
    )
    return text, flow.lost == flow.twice == 0 and last < TIMES_MEDIAN * median and growth <= FLAT


def main() -> None:
    """Measure and print; the exit code is 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=50, help="questions a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--port", type=int, default=21010, help="the first of the processes' ports")
    parser.add_argument("--write", action="store_true", help="write the figures into RESULTS.md")
    options = parser.parse_args()
    found = measure(options.rate, options.seconds, options.processes, options.port)
    text, kept = told(found)
    head = (
        f"{len(found.took):,} questions, {options.rate:g} a second for {options.seconds:g} s, {options.processes} "
        f"processes, PostgreSQL; {os.cpu_count()} cores, which client, platform and database share "
        f"(load {os.getloadavg()[0]:.1f}):"
    )
    if options.write:
        from benchmarks.report import write_section  # here, since it draws, too

        write_section("load", f"## Load\n\n{head}\n\n{text}")
    else:
        print(f"{head}\n{text}")
    raise SystemExit(0 if kept else 1)


if __name__ == "__main__":
    main()
