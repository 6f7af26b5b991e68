"""Figures in a sentence: a number, what is counted, and the year that the sentence ties it to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.kb.language import grammar
from bot.kb.lists import Papers
from bot.kb.words import fold
from bot.question import Language
from bot.upkeep.papers.days import days

CLAUSE_CHARS = 90


@dataclass(frozen=True, slots=True)
class Number:
    """A figure. `year` is None where the sentence names none; `what` is the sentence's own words after the number."""

    value: float
    unit: str
    year: int | None
    what: str | None

    def shown(self) -> str:
        """Return number and unit as Swedish writes them: 20 000 invånare, 3,5 procent."""
        whole = f"{self.value:,.0f}" if self.value.is_integer() else f"{self.value:,}"
        return f"{whole.replace(',', ' ').replace('.', ',')} {self.unit}"


# No digit that belongs to a word, a date, a section or another number; a group of three may follow a space.
_NUMBER = re.compile(r"(?<![\w.,:/§–-])(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?:,(\d+))?(?![\w:/]|[–-]\d)")
_UNIT = re.compile(r"\s*(?:(?P<sign>%)|(?P<word>[a-zåäöé]+))")
_YEAR = re.compile(r"(?<![\d:/-])((?:1[89]|20)\d\d)(?![\d:/-])")
_APART = re.compile(
    r"\d{1,2}\s*kap\.?[^§]{0,20}§{1,2}|\d+(?:\s?[a-z])?(?:\s?[-–]\s?\d+)?\s*§{1,2}|§\s?\d+|\b\d{4}:\d+\b|\d+-tal\w*"
)


def numbers(sentence: str, words: Papers) -> Iterator[Number]:
    """Yield the figures of a sentence; days, years, sections, numbers of annexes and of footnotes are none."""
    text = _without_days(sentence)
    empty = {word for language in Language for word in grammar(language).stop}
    years = [(m.start(), int(m[1])) for m in _YEAR.finditer(text)]
    of_years = {fold(word) for word in words.years}
    labels = {fold(word) for word in words.not_figures}
    for m in _NUMBER.finditer(text):
        before = re.findall(r"\w+", text[: m.start()])
        if _is_year(m[0]) or (before and fold(before[-1]) in labels):
            continue
        value = float(f"{re.sub(r'[^0-9]', '', m[1])}.{m[2] or 0}")
        unit = _UNIT.match(text, m.end())
        if unit is not None and fold(unit["word"] or "") in of_years and _YEAR.match(text[unit.end() :].lstrip()):
            unit = None  # "115 000 år 2025"
        if unit is not None:
            said = unit["sign"] or unit["word"]
            if fold(said) in empty:  # "14 av länets 26 kommuner"
                said = _next_unit(text[unit.end() :], empty)
            if said is not None:
                yield Number(value, said, _year(m.start(), years), _clause(text[unit.end() :]))
        elif (counted := _counted(text[: m.start()], words)) is not None:
            yield Number(value, counted[0], _year(m.start(), years), counted[1])


def _without_days(sentence: str) -> str:
    """Blank out days and sections, so that their numbers are no figures; every place stays where it was."""
    text = sentence
    spans = [(start, end) for start, end, _ in days(sentence)] + [m.span() for m in _APART.finditer(sentence)]
    for start, end in spans:
        text = text[:start] + "\u2003" * (end - start) + text[end:]
    return text


def _is_year(number: str) -> bool:
    return _YEAR.fullmatch(number) is not None


def _year(at: int, years: list[tuple[int, int]]) -> int | None:
    """The last year named before the figure, else the first one after it."""
    before = [year for start, year in years if start < at]
    return before[-1] if before else next((year for _, year in years), None)


def _counted(before: str, words: Papers) -> tuple[str, str] | None:
    """What a number at a clause's end counts: the noun after "antalet", and the words that go with it."""
    names = "|".join(re.escape(word) for word in words.counted)
    found = list(re.finditer(rf"\b(?:{names})\s+([a-zåäöé]+)\b", before, re.IGNORECASE))
    if not found:
        return None
    last = found[-1]
    return last[1], " ".join(before[last.start(1) :].split())


def _next_unit(rest: str, empty: Collection[str]) -> str | None:
    """What the clause's next number counts."""
    following = _NUMBER.search(re.split(r"[,.;:()]", rest)[0])
    unit = _UNIT.match(rest, following.end()) if following is not None else None
    said = None if unit is None else unit["sign"] or unit["word"]
    return None if said is None or fold(said) in empty else said


def _clause(rest: str) -> str | None:
    clause = " ".join(re.split(r"[,.;:()]|\s(?:och|and)\s\d", rest.replace("\u2003", " "))[0].split())
    if len(clause) > CLAUSE_CHARS:
        clause = clause[:CLAUSE_CHARS].rsplit(" ", 1)[0]
    return clause or None
