"""`vanort show`: one entry as it stands in the files, with its sources, its stage and its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, find_folder, folder_option, lang_option, language_of, open_or_exit, today_option
from bot.kb.entries import Decision
from bot.kb.knowledge import Item
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.history import GitError, NoRepository, changes
from bot.upkeep.names import unknown_entry


@click.command(name="show")
@click.argument("entry")
@folder_option
@today_option
@lang_option
def command(entry: str, knowledge: Path | None, today: Any, lang: str | None) -> None:
    """Show the entry with the id ENTRY: text, sources, stage, dates, and what git knows of its files."""
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    fault = unknown_entry(entry, base.knowledge, language)
    if fault is not None:
        raise click.UsageError(fault)
    item = base.knowledge.items[entry]
    for line in [*_text(item, language, day(today)), "", *_history(item, find_folder(knowledge), language)]:
        click.echo(line)


def _text(item: Item, language: Language, today: date) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return phrase(language, f"upkeep.show_{key}").format(**values)

    entry = item.entry
    yield item.title(language)
    yield f"{entry.id} ({entry.type}, {entry.status})"
    yield ""
    yield "\n\n".join(item.body(language))
    yield ""
    yield phrase(language, "answer.as_of").format(date=entry.as_of).capitalize()
    if entry.review_by is not None:
        yield say("overdue" if item.stale(today) else "review", date=entry.review_by)
    if entry.valid_from is not None or entry.valid_until is not None:
        yield say("valid", start=entry.valid_from or "…", end=entry.valid_until or "…")
    if isinstance(entry, Decision):
        told = [say("stage", stage=entry.stage), entry.body, entry.outcome, entry.decided_on, entry.dnr]
        yield ", ".join(str(value) for value in told if value is not None)
    for source in entry.sources:
        told = [source.title, source.ref, source.issuer, source.date, source.url]
        yield f"{phrase(language, 'answer.source')}: {', '.join(str(value) for value in told if value is not None)}"
        if source.quote is not None:
            yield f"  ”{source.quote}”"
    if entry.related:
        yield say("related", ids=", ".join(entry.related))
    yield say("files", files=", ".join(item.files.values()))


def _history(item: Item, folder: Path, language: Language) -> Iterator[str]:
    try:
        found = changes(folder, list(item.files.values()))
    except NoRepository:
        yield phrase(language, "upkeep.show_no_repository")
        return
    except GitError as fault:
        yield phrase(language, "upkeep.show_no_git").format(reason=fault)
        return
    yield phrase(language, "upkeep.show_history" if found else "upkeep.show_no_history")
    for change in found:
        yield f"  {change.day}  {change.commit}  {change.subject}"
