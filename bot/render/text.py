"""An answer as plain text, as a screen reader would read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Kind, Source
from bot.locales import phrase

LISTED = (Kind.CONDITION, Kind.EXAMPLE)


def plain(answer: Answer) -> str:
    """Return the whole answer as plain text: the answer first, then conditions, warnings, choices, sources and date."""
    language = answer.language
    blocks: list[str] = []
    for paragraph in answer.paragraphs:
        text = f"- {paragraph.text}" if paragraph.kind in LISTED else paragraph.text
        joins = paragraph.kind in LISTED and blocks and blocks[-1].rsplit("\n", 1)[-1].startswith("- ")
        if joins:
            blocks[-1] += "\n" + text
        else:
            blocks.append(text)
    if answer.clarify is not None:
        options = "\n".join(f"{n}. {o.label}" for n, o in enumerate(answer.clarify.options, start=1))
        blocks.append(f"{options}\n{phrase(language, 'answer.choices')}.")
    if answer.suggestions:
        near = "\n".join(f"{n}. {s.title}" for n, s in enumerate(answer.suggestions, start=1))
        blocks.append(f"{phrase(language, 'answer.nearest')}:\n{near}")
    if answer.topic is None:
        blocks += source_lines(answer)
    return "\n\n".join(blocks)


def sectioned(text: str, sections: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return a text with lists under it, each a heading and its lines."""
    lists = ["\n".join([f"{heading}:", *(f"- {line}" for line in lines)]) for heading, lines in sections]
    return "\n\n".join([text, *lists])


def source_lines(answer: Answer) -> list[str]:
    """Return the line that names sources and the day the answer holds for; empty where the answer has neither."""
    if not answer.sources:
        return []
    named = "; ".join(source_text(s) for s in joined(answer.sources))
    as_of = f" ({phrase(answer.language, 'answer.as_of').format(date=answer.as_of)})" if answer.as_of else ""
    return [f"{phrase(answer.language, 'answer.source')}: {named}{as_of}"]


def joined(sources: Sequence[Source]) -> list[Source]:
    """Return the sources with those of one title, date and address as one that names all their references."""
    refs: dict[tuple[str, date | None, str | None], list[str]] = {}
    for source in sources:
        found = refs.setdefault((source.title, source.date, source.url), [])
        if source.ref and source.ref not in found:
            found.append(source.ref)
    return [Source(title, ", ".join(found) or None, day, url) for (title, day, url), found in refs.items()]


def source_text(source: Source) -> str:
    """Return a source as one line: title, reference, date, address."""
    parts = [source.title, source.ref, str(source.date) if source.date else None, source.url]
    return ", ".join(part for part in parts if part)
