"""Grow the base to 1,000, 10,000 and (with --full) 100,000 entries: time a question, build time, memory, file size.

Every figure comes from a process of its own; the times of a question are taken alternately, method by method, in one
process, so that they share whatever else the machine does. Run as `python -m benchmarks.growth [--full]`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.entries import ROOT, Doc, shipped
from benchmarks.metrics import mean, percentile
from benchmarks.peers import PEERS, Method, PlainFts5, ProductMatch, Tantivy
from benchmarks.synthetic import QUESTIONS, asked, made, write_folder
from bot.kb.base import open_base

SIZES = (1_000, 10_000)
LARGEST = 100_000
WARM_UP = 60
ASKED = 300
NAMES = ("Vänort", "FTS5", "bm25s", "tantivy", "rapidfuzz")
LARGE_NAMES = ("Vänort", "FTS5")
FILLING = 120
"""Questions asked before the memory is read: enough to fill what a method keeps."""
EVERY = {"rapidfuzz": 5}
"""A method that compares every text takes so long that it is asked only every so many questions."""


def _docs(place: Path) -> Iterator[Doc]:
    with (place / "docs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            key, rows, body = json.loads(line)
            yield Doc(key, tuple(rows), body)


def opened(name: str, place: Path) -> Method:
    """Open what was built in a place; methods that keep no file are built again."""
    if name == "Vänort":
        found = open_base(place / "knowledge", place / "cache")
        if found.base is None:
            raise SystemExit(f"the made knowledge in {place} has faults: {found.problems[:3]}; mend synthetic.py")
        return ProductMatch(found.base)
    if name == "FTS5":
        return PlainFts5((), place / "fts5.db")
    if name == "tantivy":
        return Tantivy((), place / "tantivy")
    return PEERS[name](list(_docs(place)))


def prepare(place: Path, size: int) -> None:
    """Write the made folder, the same entries as plain documents, and the questions."""
    knowledge = shipped()
    write_folder(place / "knowledge", knowledge, size)
    (place / "tantivy").mkdir()
    with (place / "docs.jsonl").open("w", encoding="utf-8") as lines:
        for entry in made(knowledge, size):
            doc = entry.doc()
            lines.write(json.dumps([doc.id, doc.rows, doc.body], ensure_ascii=False) + "\n")
    questions = asked(knowledge, size, WARM_UP + ASKED)
    (place / "questions.json").write_text(json.dumps(questions), encoding="utf-8")


def build_step(place: Path, name: str) -> dict[str, float]:
    """Build one method's index from the files, and for the product change one entry and open it again."""
    bare = peak_mb()
    started = time.perf_counter()
    files: list[Path] = []
    if name == "FTS5":
        PlainFts5(_docs(place), place / "fts5.db")
        files = [place / "fts5.db"]
    elif name == "tantivy":
        Tantivy(_docs(place), place / "tantivy")
        files = [p for p in (place / "tantivy").rglob("*") if p.is_file()]
    else:
        opened(name, place)
        files = [p for p in (place / "cache").rglob("*") if p.is_file()] if name == "Vänort" else []
    found = {"seconds": time.perf_counter() - started, "mb": peak_mb(), "bare": bare}
    if files:
        found["file"] = sum(p.stat().st_size for p in files) / 1e6
    return found


def change_step(place: Path) -> dict[str, float]:
    """Time opening the product again: unchanged, and after one entry has changed."""
    started = time.perf_counter()
    opened("Vänort", place)
    same = time.perf_counter() - started
    entry = place / "knowledge" / "facts" / "e7.sv.md"
    entry.write_text(entry.read_text("utf-8") + "\nEtt nytt stycke om en brandbil.\n", encoding="utf-8")
    started = time.perf_counter()
    opened("Vänort", place)
    return {"same": same, "changed": time.perf_counter() - started}


def memory_step(place: Path, name: str) -> dict[str, float]:
    """Open what was built, ask some questions, and return the peak of the process."""
    bare = peak_mb()
    method = opened(name, place)
    for text, _ in json.loads((place / "questions.json").read_text("utf-8"))[:FILLING]:
        method.rank(text, 10)
    return {"mb": peak_mb(), "bare": bare}


def time_step(place: Path, names: list[str]) -> dict[str, dict[str, float]]:
    """Ask every method in turn; questions of the warm-up are not asked again."""
    questions = json.loads((place / "questions.json").read_text("utf-8"))
    methods = {name: opened(name, place) for name in names}
    times: dict[str, list[float]] = {name: [] for name in names}
    right: dict[str, list[float]] = {name: [] for name in names}
    for n, (text, key) in enumerate(questions):
        for name, method in methods.items():
            if n % EVERY.get(name, 1):
                continue
            started = time.perf_counter()
            ranked = method.rank(text, 10)
            taken = 1000 * (time.perf_counter() - started)
            if n >= WARM_UP:
                times[name].append(taken)
                if key is not None:
                    right[name].append(float(bool(ranked) and ranked[0][0] == key))
    return {
        name: {
            "median": statistics.median(times[name]),
            "p99": percentile(times[name], 0.99),
            "hit": mean(right[name]),
        }
        for name in names
    }


def peak_mb() -> float:
    """Return this process's highest resident memory so far, in MB.

    VmHWM begins anew with the process; ru_maxrss would carry over the parent's. Elsewhere than on Linux it must do.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text("utf-8").splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # bytes on macOS


def apart(step: str, place: Path, *names: str) -> Any:
    """Run one step in a process of its own and return what it printed."""
    command = [sys.executable, "-m", "benchmarks.growth", "--step", step, str(place), *names]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measured(size: int, names: tuple[str, ...], change: bool) -> dict[str, Any]:
    """Measure every method at one size."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        prepare(place, size)
        found: dict[str, Any] = {"build": {name: apart("build", place, name) for name in names}}
        found["time"] = apart("time", place, *names)
        found["memory"] = {name: apart("memory", place, name) for name in names}
        if change:
            found["change"] = apart("change", place)
        return found


def _report(found: dict[int, dict[str, Any]]) -> str:
    rows, builds = [], []
    for size, figures in found.items():
        plain = figures["time"]["FTS5"]
        for name, times in figures["time"].items():
            build, memory = figures["build"][name], figures["memory"][name]
            ratios = (times["median"] / plain["median"], times["p99"] / plain["p99"])
            rows.append(
                [
                    f"{size:,} {name}",
                    f"{times['median']:.2f}",
                    f"**{ratios[0]:.2f}**",
                    f"{times['p99']:.2f}",
                    f"{ratios[1]:.2f}",
                    f"{times['hit']:.3f}",
                ]
            )
            builds.append(
                [
                    f"{size:,} {name}",
                    f"{build['seconds']:.2f}",
                    f"{build['seconds'] / figures['build']['FTS5']['seconds']:.1f}",
                    f"{build['mb']:.0f}",
                    f"{memory['mb']:.0f}",
                    f"{memory['bare']:.0f}",
                    f"{build['file']:.1f}" if "file" in build else "–",
                ]
            )
    changes = [
        [
            f"{size:,}",
            f"{f['build']['Vänort']['seconds']:.2f}",
            f"{f['change']['same']:.2f}",
            f"{f['change']['changed']:.2f}",
        ]
        for size, f in found.items()
        if "change" in f
    ]
    return "\n\n".join(
        [
            table(["entries, method", "median ms", "× FTS5", "99th pct. ms", "× FTS5", "hit@1"], rows),
            table(["entries, method", "build s", "× FTS5", "MB to build", "MB to serve", "MB bare", "file MB"], builds),
            table(["Vänort, entries", "build s", "open again s", "one file changed s"], changes),
        ]
    )


def _drawing(found: dict[int, dict[str, Any]]) -> str:
    figure, (left, right) = axes(2)
    for name in NAMES:
        sizes = [size for size in found if name in found[size]["time"]]
        style = {"marker": "o", "label": name, "color": COLOURS[name], "lw": 2 if name == "Vänort" else 1.2}
        left.plot(
            sizes, [found[s]["time"][name]["median"] / found[s]["time"]["FTS5"]["median"] for s in sizes], **style
        )
        right.plot(sizes, [found[s]["memory"][name]["mb"] for s in sizes], **style)
    left.set(title="median of a question beside FTS5", xlabel="entries", ylabel="× FTS5", xscale="log", yscale="log")
    right.set(title="memory to serve", xlabel="entries", ylabel="MB", xscale="log", ylim=(0, None))
    left.legend(frameon=False, fontsize=8)
    return save(figure, "growth")


def main(full: bool = False) -> None:
    """Measure, write the section and its drawing."""
    found = {size: measured(size, NAMES, full or size == SIZES[0]) for size in SIZES}
    if full:
        found[LARGEST] = measured(LARGEST, LARGE_NAMES, True)
    missing = "" if full else f" {LARGEST:,} entries: `python -m benchmarks.growth --full`."
    text = f"""## 3. Growth

Entries made from the shipped ones, texts recombined and tied to invented places: a title, {QUESTIONS} questions, a
body. {ASKED} questions after {WARM_UP} of warm-up: two of three name a topic and a place in words that are not
indexed (half of them with typos; hit@1 is theirs), one of three is a golden question without a place.

Vänort is timed with its constraints and its confidence, from question to decision; its build loads and checks the
Markdown files first, the others read finished texts. "MB bare" is the process before it opens anything: interpreter and
the product's imports, for every method.{missing}

{_report(found)}

{_drawing(found)}

{setting()}"""
    write_section("growth", text)


STEPS = {
    "build": lambda place, names: build_step(place, names[0]),
    "change": lambda place, names: change_step(place),
    "memory": lambda place, names: memory_step(place, names[0]),
    "time": time_step,
}

if __name__ == "__main__":
    if "--step" in sys.argv:
        _, _, step, folder, *chosen = sys.argv
        print(json.dumps(STEPS[step](Path(folder), chosen)))
    else:
        from benchmarks.report import COLOURS, axes, save, setting, table, write_section

        main("--full" in sys.argv[1:])
