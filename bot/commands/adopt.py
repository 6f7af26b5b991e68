"""`vanort adopt`: add the wording of a gap to an entry."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, lang_option, language_of, open_or_exit, problem_line, today_option
from bot.commands.own import own_folder
from bot.commands.storage import tenant_folder, tenant_of, tenant_option
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language, clean
from bot.upkeep.adopting import Adopted, adopt
from bot.upkeep.asked import no_good_answer
from bot.upkeep.compare_formats import FORMATS
from bot.upkeep.gaps import find_phrase
from bot.upkeep.names import unknown_entry

DAYS = 365
"""How far back the gap's wording is looked for."""


@click.command(name="adopt")
@click.argument("gap")
@click.argument("entry")
@click.option("--as", "reworded", metavar="TEXT", help="Add these words instead: without a name, say.")
@tenant_option
@folder_option
@today_option
@lang_option
def command(
    gap: str, entry: str, reworded: str | None, tenant: str, knowledge: Path | None, today: Any, lang: str | None
) -> None:
    """Add the wording with the id GAP, as `vanort gaps` tells it, to the ways to ask of ENTRY.

    First the golden questions are asked with it, in a copy of the folder. Where one would break, nothing is written and
    the question is told with its old and its new answer; exit code 1.
    """
    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    folder = own_folder(knowledge, language)
    if (fault := unknown_entry(entry, base.knowledge, language)) is not None:
        raise click.UsageError(fault)
    now = day(today)
    wording, asked_in = _wording(gap, reworded, tenant, base, now, language)
    click.echo(phrase(language, "upkeep.adopt_asking").format(wording=wording, id=entry), err=True)
    found = adopt(entry, wording, asked_in, base, folder, now)
    if found.written:
        click.echo(phrase(language, "upkeep.adopt_done").format(wording=wording, file=folder / found.file))
        return
    click.echo(_refused(found, wording, entry, language), err=True)
    sys.exit(1)


def _wording(
    gap: str, reworded: str | None, tenant: str, base: KnowledgeBase, today: Any, language: Language
) -> tuple[str, Language]:
    with tenant_of(tenant, language) as part:
        unanswered, unhelpful = no_good_answer(part, today - timedelta(DAYS))
    found = find_phrase(gap, [*unanswered, *unhelpful])
    if found is None:
        raise click.UsageError(phrase(language, "upkeep.adopt_no_gap").format(gap=gap))
    wording = " ".join(clean(reworded if reworded is not None else found.text).split())
    if "[" in wording or not wording:  # a mask's mark: nobody asks in those words
        raise click.UsageError(phrase(language, "upkeep.adopt_masked").format(wording=wording, gap=gap))
    return wording, Language(found.language)


def _refused(found: Adopted, wording: str, entry: str, language: Language) -> str:
    if found.unwritable:
        return phrase(language, "upkeep.adopt_unwritable").format(file=found.file, wording=wording)
    if found.faults:
        lines = [problem_line(problem, language) for problem in found.faults]
        return "\n".join([*lines, phrase(language, "upkeep.new_nothing")])
    if found.changed_meanwhile:
        return phrase(language, "upkeep.adopt_changed").format(file=found.file)
    if found.reaches:
        return phrase(language, "upkeep.adopt_unreached").format(wording=wording, id=entry, found=found.reaches)
    assert found.broken is not None  # noqa: S101 - what is left of the five
    return f"{FORMATS['text'](found.broken, language)}\n{phrase(language, 'upkeep.adopt_broken')}"
