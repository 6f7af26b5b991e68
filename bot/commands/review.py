"""`vanort review`: what is due for review, and the stamp when it is done."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, lang_option, language_of, open_or_exit, today_option
from bot.commands.own import own_folder
from bot.commands.storage import tenant_folder, tenant_if_any, tenant_option
from bot.kb.knowledge import Knowledge
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.due import NEAR_DAYS, Due, by_use, due_entries, due_rows, old_laws
from bot.upkeep.names import unknown_entry
from bot.upkeep.stamp import a_year_after, stamp


@click.command(name="review")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--days", type=click.IntRange(min=0), default=NEAR_DAYS, show_default=True, help="How far ahead to look.")
@click.option("--done", is_flag=True, help="The entries ID are reviewed: set review_by a year from today.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="With --done: the day that the statements now hold for."
)
@tenant_option
@folder_option
@today_option
@lang_option
def command(
    ids: tuple[str, ...],
    days: int,
    done: bool,
    as_of: Any,
    tenant: str,
    knowledge: Path | None,
    today: Any,
    lang: str | None,
) -> None:
    """List what is past or near its review date, the most used first; or stamp the entries ID as reviewed.

    How often an entry answered lately is known where the store is set up; without it, the longest overdue comes first.
    A review says that the entry still is what its sources say, and moves only review_by. Where the statements were
    compared with a newer source, name the day with --as-of: answers then say "as of" that day.
    """
    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    now = day(today)
    if done:
        until = as_of.date() if as_of is not None else None
        _stamp(ids, base.knowledge, own_folder(knowledge, language), now, until, language)
    elif ids or as_of is not None:
        raise click.UsageError(phrase(language, "upkeep.review_needs_done"))
    else:
        for line in _list(base.knowledge, now, days, _used(tenant, now, language), language):
            click.echo(line)


def _used(tenant: str, today: date, language: Language) -> Counter[str]:
    with tenant_if_any(tenant, language) as part:
        if part is None:
            return Counter()
        from bot.upkeep.asked import use

        return use(part, today)


def _list(knowledge: Knowledge, today: date, days: int, used: Counter[str], language: Language) -> list[str]:
    found = by_use(due_entries(knowledge, today, days), used)
    lines: list[str] = []
    for heading, past in (("review_past", True), ("review_near", False)):
        rows = [_row(due, used, language) for due in found if due.past(today) is past]
        lines += [phrase(language, f"upkeep.{heading}").format(count=len(rows), days=days), *rows] if rows else []
    rows = [f"  {r.by}  {r.file} ({r.count})" for r in due_rows(knowledge, today, days)]
    lines += [phrase(language, "upkeep.review_lists"), *rows] if rows else []
    laws = [f"  {item.entry.as_of}  {item.entry.id}  {item.title(language)}" for item in old_laws(knowledge, today)]
    lines += [phrase(language, "upkeep.review_laws").format(count=len(laws)), *laws] if laws else []
    return lines or [phrase(language, "upkeep.review_nothing").format(days=days)]


def _row(due: Due, used: Counter[str], language: Language) -> str:
    times = used[due.item.entry.id]
    often = f" ({phrase(language, 'upkeep.review_used').format(count=times)})" if times else ""
    return f"  {due.by}  {due.item.entry.id}  {due.item.title(language)}{often}"


def _stamp(
    ids: tuple[str, ...], knowledge: Knowledge, folder: Path, today: date, as_of: date | None, language: Language
) -> None:
    if not ids:
        raise click.UsageError(phrase(language, "upkeep.review_needs_ids"))
    if as_of is not None and as_of > today:
        raise click.UsageError(phrase(language, "upkeep.review_future").format(date=as_of))
    for id_ in ids:
        fault = unknown_entry(id_, knowledge, language)
        if fault is None and knowledge.items[id_].entry.review_by is None:
            fault = phrase(language, "upkeep.review_undated").format(id=id_)
        if fault is not None:
            raise click.UsageError(fault)
    dates = {"review_by": a_year_after(today)} | ({"as_of": as_of} if as_of is not None else {})
    for id_ in ids:
        file = knowledge.items[id_].files[Language.SV]
        missed = stamp(folder / file, dates)
        if missed is not None:
            raise click.ClickException(phrase(language, "upkeep.review_no_line").format(file=file, field=missed))
        told = ", ".join(f"{key}: {value}" for key, value in dates.items())
        click.echo(phrase(language, "upkeep.review_done").format(id=id_, dates=told))
