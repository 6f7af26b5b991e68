"""An answer's sources in words: no date twice, and the day that the answer holds for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Source
from bot.locales import phrase, phrases
from bot.question import Language
from bot.render.fitting import some


def joined(sources: Sequence[Source]) -> list[Source]:
    """Return the sources with those of one title, date and address as one that names all their references."""
    refs: dict[tuple[str, date | None, str | None], list[str]] = {}
    for source in sources:
        found = refs.setdefault((source.title, source.date, source.url), [])
        if source.ref and source.ref not in found:
            found.append(source.ref)
    return [Source(title, ", ".join(found) or None, day, url) for (title, day, url), found in refs.items()]


def day_text(source: Source) -> str | None:
    """Return a source's date; None where it has none, or where its title or reference tells it already."""
    if source.date is None or _tells(f"{source.title}\n{source.ref or ''}", source.date):
        return None
    return str(source.date)


def source_lines(answer: Answer, most: int | None = None) -> list[str]:
    """Return a line that names the sources and one with the day the answer holds for; none where it has no sources.

    Args:
        answer: the answer.
        most: so many sources are named, the others counted; None for all.
    """
    if not answer.sources:
        return []
    found = joined(answer.sources)
    parts = [", ".join(filter(None, (s.title, s.ref, day_text(s), s.url))) for s in found]
    named = "; ".join(some(parts, most or len(parts), phrase(answer.language, "card.more")))
    return [f"{phrase(answer.language, 'answer.source')}: {named}", *holds(answer)]


def holds(answer: Answer) -> list[str]:
    """Return the line that tells the day an answer holds for; of a status card none, whose rows tell their own."""
    if answer.as_of is None or answer.topic is not None:
        return []
    return [phrase(answer.language, "answer.holds").format(date=answer.as_of)]


def _tells(text: str, day: date) -> bool:
    """Tell whether a text holds a date, in digits or with the month in words of any language."""
    months = "|".join(re.escape(phrases(language, "dates.months")[day.month - 1]) for language in Language)
    written = rf"{day}|{day.day}\s+({months})\s+{day.year}|({months})\s+{day.day},?\s+{day.year}"
    return re.search(rf"(?<!\d)({written})(?!\d)", text, re.IGNORECASE) is not None
