"""Figures and dates that an entry tells twice and differently: in two languages, or in its text and in a field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.kb.documents import Key
from bot.kb.entries import Decision, Statistic
from bot.kb.knowledge import Item
from bot.kb.patterns import ACT, QUOTE
from bot.question import Language

_THOUSANDS = re.compile(r"(?<![\w.,])(\d{1,3})(?:[ \u00a0.,]\d{3})+(?![\w])")
_FIGURE = re.compile(r"\d+")
_WRITTEN_DAY = re.compile(r"\b(\d{1,2}) [^\W\d]+ (\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Untranslated:
    """Figures that stand in one language's text and not in another's."""

    language: Language
    other: Language
    figures: tuple[str, ...]


def untranslated(item: Item) -> Iterator[Untranslated]:
    """Yield, for each translation, the figures that stand in only one of it and the Swedish text."""
    swedish = _figures(item.bodies[Language.SV])
    for language, body in item.bodies.items():
        if language is not Language.SV:
            there = _figures(body)
            for missing, one, other in (
                (swedish - there, language, Language.SV),
                (there - swedish, Language.SV, language),
            ):
                if missing:
                    yield Untranslated(one, other, tuple(sorted(missing, key=lambda figure: (len(figure), figure))))


def unsaid(item: Item) -> Iterator[tuple[Key, str]]:
    """Yield (field, its value) where the Swedish text tells another figure or another day than the field."""
    entry, body = item.entry, item.bodies[Language.SV]
    if isinstance(entry, Statistic):
        figures = _figures(body)
        for i, figure in enumerate(entry.values):
            whole = f"{figure.value:g}" if figure.value < 1e6 else f"{figure.value:.0f}"
            if figures and whole.isdigit() and whole not in figures:
                yield ("values", i, "value"), whole
    if isinstance(entry, Decision) and entry.decided_on is not None:
        told = {
            (int(m[2] or m[3]), int(m[1] or m[5])) for text in body for m in _WRITTEN_DAY.finditer(QUOTE.sub(" ", text))
        }
        if told and (entry.decided_on.year, entry.decided_on.day) not in told:
            yield ("decided_on",), entry.decided_on.isoformat()


def _figures(body: tuple[str, ...]) -> set[str]:
    """The figures of a text; a translation adds the number of an act that Swedish readers know by name."""
    text = ACT.sub(" ", QUOTE.sub(" ", "\n".join(body)))
    whole = _THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    return {figure.lstrip("0") or "0" for figure in _FIGURE.findall(whole)}
