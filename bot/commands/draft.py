"""`vanort draft`: a draft entry out of an enquiry that was answered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bot.commands.options import (
    day,
    folder_option,
    lang_option,
    language_of,
    open_or_exit,
    problem_line,
    today_option,
    zone,
)
from bot.commands.own import own_folder
from bot.commands.storage import tenant_folder, tenant_of, tenant_option
from bot.kb.load import load
from bot.locales import phrase
from bot.upkeep.enquiry_draft import enquiry_files
from bot.upkeep.entry_files import write
from bot.upkeep.trial import faults_with


@click.command(name="draft")
@click.argument("enquiry", type=click.IntRange(min=1))
@tenant_option
@folder_option
@today_option
@lang_option
def command(enquiry: int, tenant: str, knowledge: Path | None, today: Any, lang: str | None) -> None:
    """Make a draft entry of the answered enquiry with the number ENQUIRY: its question, and the coordinator's answer.

    The draft is checked but never answers until a person has finished it and removed the line draft: true.
    """
    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    folder = own_folder(knowledge, language)
    with tenant_of(tenant, language) as part:
        found, answered_at = part.enquiries.find(enquiry), part.enquiries.answered_at(enquiry)
    if found is None:
        raise click.UsageError(phrase(language, "upkeep.draft_unknown").format(number=enquiry))
    if not found.answer or not found.question or answered_at is None:
        raise click.UsageError(phrase(language, "upkeep.draft_unanswered").format(number=enquiry))
    taken = {*base.knowledge.items, *load(folder).drafts}
    files = enquiry_files(found, taken, answered_at.astimezone(zone()).date(), day(today))
    faults = faults_with(folder, files)
    if faults:
        for problem in faults:
            click.echo(problem_line(problem, language), err=True)
        click.echo(phrase(language, "upkeep.new_nothing"), err=True)
        sys.exit(1)
    write(folder, files)
    for name in files:
        click.echo(phrase(language, "upkeep.new_written").format(file=folder / name))
    click.echo(phrase(language, "upkeep.draft_next"))
