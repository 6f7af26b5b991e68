"""Find days in a text: 4 oktober 2023, 4 Oct 2023, 2023-10-04."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from bot.kb.words import fold
from bot.locales import phrases
from bot.question import Language

SHORTEST = 3  # letters of an abbreviated month


def days(text: str) -> Iterator[tuple[int, int, date | None]]:
    """Yield start, end and day of every date in a text; None for a day without its year, or one that does not exist."""
    for found in _pattern().finditer(text):
        if found["iso"]:
            year, month, day = (int(part) for part in found["iso"].split("-"))
        else:
            year, month, day = int(found["year"] or 0), _month(found["month"]), int(found["day"])
        yield found.start(), found.end(), _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    start = fold(word).rstrip(".")
    return next(
        i % 12 + 1 for i, name in enumerate(m for lang in Language for m in _months(lang)) if name.startswith(start)
    )


def _months(language: Language) -> list[str]:
    return [fold(name) for name in phrases(language, "dates.months")]


@cache
def _pattern() -> re.Pattern[str]:
    names = {name for language in Language for month in _months(language) for name in (month, month[:SHORTEST])}
    months = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?P<iso>\b(?:1[89]|20)\d\d-\d\d-\d\d\b)|\b(?P<day>\d{{1,2}})\.?\s+(?P<month>{months})\b\.?(?:\s+(?P<year>(?:1[89]|20)\d\d)\b)?",
        re.IGNORECASE,
    )
