"""Plots as SVG that stands in a page: drawn with matplotlib, told by label and pattern and not by colour alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.render.fitting import ELLIPSIS, shorten

WIDTH = 7.2  # inches, of 72 units in the SVG; the page scales it
HEIGHT = 4.3
ROW = 0.42  # inches of a horizontal bar
LABEL_CHARS = 44
INK, GRID = "#1f2933", "#d5dbe1"
STYLE = {
    "svg.fonttype": "none",  # text stays text, in the reader's font
    "font.family": "sans-serif",
    "font.size": 10,
    "text.parse_math": False,  # a question may have two dollar signs in it
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.8,
    "hatch.color": "white",
}
# Each has a contrast of at least 3:1 to white, and differs from its neighbours by pattern too.
LOOKS = (("#14646b", ""), ("#a85f00", "//"), ("#9b2247", "xx"), ("#4b5563", ".."))


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind, with the name that the legend gives them."""

    name: str
    values: Sequence[float]


@matplotlib.rc_context(STYLE)  # type: ignore[arg-type]  # its keys are literals there
def stacked(name: str, told: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """Return columns, one a label, each of the series on top of one another.

    Args:
        name: unique in the page.
        told: the text alternative.
        labels: below the columns.
        series: from the bottom.
        unit: what is counted.
    """
    figure, axes = _canvas(HEIGHT)
    below = [0.0] * len(labels)
    for one, (colour, hatch) in zip(series, LOOKS, strict=False):
        axes.bar(
            range(len(labels)), one.values, 0.72, below, label=one.name, color=colour, hatch=hatch, edgecolor="white"
        )
        below = [low + value for low, value in zip(below, one.values, strict=True)]
    _columns(axes, labels, unit)
    axes.set_ylim(0, max(1.0, *below) * 1.08)
    figure.legend(loc="outside upper left", ncols=len(series), frameon=False, handlelength=1.6)
    return _svg(figure, name, told)


@matplotlib.rc_context(STYLE)  # type: ignore[arg-type]  # its keys are literals there
def line(name: str, told: str, labels: Sequence[str], values: Sequence[float | None], unit: str) -> str:
    """Return a line of percentages with a mark at each; a None leaves a gap. Arguments as for `stacked`."""
    figure, axes = _canvas(HEIGHT * 0.85)
    drawn = [float("nan") if value is None else value for value in values]
    axes.plot(range(len(labels)), drawn, color=LOOKS[0][0], marker="o", linewidth=2.2)
    _columns(axes, labels, unit)
    axes.set_ylim(0, 104)
    return _svg(figure, name, told)


@matplotlib.rc_context(STYLE)  # type: ignore[arg-type]  # its keys are literals there
def bars(name: str, told: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> str:
    """Return horizontal bars, the first on top, each with its sum at its end. Arguments as for `stacked`."""
    figure, axes = _canvas(1.0 + ROW * max(2, len(labels)))
    places = range(len(labels))
    left = [0.0] * len(labels)
    for one, (colour, hatch) in zip(series, (LOOKS[0], LOOKS[1]), strict=False):
        axes.barh(places, one.values, 0.66, left, label=one.name, color=colour, hatch=hatch, edgecolor="white")
        left = [low + value for low, value in zip(left, one.values, strict=True)]
    for place, total in zip(places, left, strict=True):
        axes.annotate(f"{total:g}", (total, place), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set_yticks(list(places), [shorten(label, LABEL_CHARS, f" {ELLIPSIS}") for label in labels])
    axes.set_ylim(max(1.6, len(labels) - 0.4), -0.6)
    axes.set_xlim(0, max(1.0, *left) * 1.1)
    axes.set_xlabel(unit)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    if len(series) > 1:
        figure.legend(loc="outside upper left", ncols=len(series), frameon=False, handlelength=1.6)
    return _svg(figure, name, told)


def _canvas(height: float) -> tuple[Figure, Axes]:
    figure = Figure((WIDTH, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _columns(axes: Axes, labels: Sequence[str], unit: str) -> None:
    step = max(1, len(labels) // 14 + 1) if len(labels) > 14 else 1
    axes.set_xticks(list(range(0, len(labels), step)), list(labels[::step]))
    axes.set_ylabel(unit)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_xlim(-0.6, len(labels) - 0.4)


_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SIZE = re.compile(r' (?:width|height)="[^"]*"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_STYLE = re.compile(r"\s*<style[^>]*>.*?</style>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_USED = re.compile(r'(?:href="|url\()#([^")]*)')


def _svg(figure: Figure, name: str, told: str) -> str:
    """The drawing as an element of a page: one image with a text alternative, and no id that another one has."""
    with matplotlib.rc_context({"svg.hashsalt": name}):
        raw = StringIO()
        figure.savefig(raw, format="svg", metadata={"Date": None})
    text = _STYLE.sub("", _METADATA.sub("", _HEAD.sub("", raw.getvalue())))
    text = _SIZE.sub("", text, count=2)  # the first two are of the whole drawing: the page gives its size
    used = set(_USED.findall(text))
    text = _ID.sub(lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", text)
    for id_ in used:
        text = text.replace(f'"#{id_}"', f'"#{name}-{id_}"').replace(f"url(#{id_})", f"url(#{name}-{id_})")
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(told)}" ', 1).strip()
