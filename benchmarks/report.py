"""Write the figures of one script into RESULTS.md, and its drawing beside it; other scripts' sections are kept."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "vanort"  # equal figures give equal files
from matplotlib import pyplot as plt  # noqa: E402 - the backend must be chosen first

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
ORDER = ("quality", "own", "growth", "path", "load", "capacity", "notes")
"""Sections in their order; `notes` (what was tried and did not pay) is written by hand and kept."""
COLOURS = {
    "Vänort": "#0b5394",
    "FTS5": "#b45f06",
    "bm25s": "#38761d",
    "tantivy": "#741b47",
    "rapidfuzz": "#7f7f7f",
    "FTS5 trigram": "#e0a458",
}
_HEAD = """# Search, measured beside what a user would pick instead

Written by `make bench`, but for the section "notes"; edit nothing else by hand. All methods of a table ran side by side
on the same entries and questions; read the ratios and differences, not the bare figures.
"""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are figures."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def bold_best(values: Sequence[float], digits: int = 3) -> list[str]:
    """Return the values as text, the highest in bold."""
    best = max(round(v, digits) for v in values)
    return [f"**{v:.{digits}f}**" if round(v, digits) == best else f"{v:.{digits}f}" for v in values]


def setting() -> str:
    """Return one line on machine and versions, since times hold for these only."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("bm25s", "tantivy", "rapidfuzz", "sqlite-utils"))
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}, {os.cpu_count()} cores."


def write_section(name: str, text: str) -> None:
    """Replace one script's section of RESULTS.md."""
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    found = dict(re.findall(r"<!-- (\w+) -->\n(.*?)\n<!-- /\1 -->", old, re.DOTALL))
    found[name] = text.strip()
    parts = [f"<!-- {key} -->\n{found[key]}\n<!-- /{key} -->" for key in ORDER if key in found]
    RESULTS.write_text("\n\n".join([_HEAD.strip(), *parts]) + "\n", encoding="utf-8")
    print(text)


def axes(columns: int, width: float = 5.2, height: float = 3.8) -> tuple[Any, list[Any]]:
    """Return a figure and its axes side by side, without frames above and right."""
    figure, found = plt.subplots(1, columns, figsize=(width * columns, height), squeeze=False)
    for axis in found[0]:
        axis.spines[["top", "right"]].set_visible(False)
        axis.grid(visible=True, alpha=0.25)
    return figure, list(found[0])


def save(figure: Any, name: str) -> str:
    """Write the drawing and return the Markdown that shows it."""
    path = HERE / "plots" / f"{name}.svg"
    path.parent.mkdir(exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    path.write_text("\n".join(line.rstrip() for line in path.read_text("utf-8").splitlines()) + "\n", encoding="utf-8")
    return f"![{name}](plots/{name}.svg)"
