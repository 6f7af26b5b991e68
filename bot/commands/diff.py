"""`vanort diff`: which questions the edited files answer otherwise than they were answered at a revision."""

from __future__ import annotations

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, find_folder, folder_option, lang_option, language_of, open_or_exit, today_option
from bot.commands.storage import tenant_folder, tenant_of, tenant_option
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.compare import compare
from bot.upkeep.compare_formats import FORMATS
from bot.upkeep.history import GitError, NoRepository, extract


@click.command(name="diff")
@click.argument("rev", default="HEAD")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", help="markdown goes into a pull request."
)
@click.option("--logged", type=click.IntRange(min=1), metavar="DAYS", help="Ask also what people asked, masked.")
@click.option("--all", "everything", is_flag=True, help="Ask also the ways to ask of entries that are the same.")
@tenant_option
@folder_option
@today_option
@lang_option
def command(
    rev: str,
    form: str,
    logged: int | None,
    everything: bool,
    tenant: str,
    knowledge: Path | None,
    today: Any,
    lang: str | None,
) -> None:
    """Compare the answers of the knowledge folder with those at the git revision REV (HEAD: the last commit).

    Asks every golden question and title before and after, and the ways to ask of the entries that differ (of all, where
    lists or municipality.yaml differ). Exit code 1 where a golden question that passed at REV fails now. With --logged,
    the questions of the last DAYS days are asked too, as the log has them.
    """
    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    folder = find_folder(knowledge)
    now = day(today)
    with tempfile.TemporaryDirectory() as place:
        try:
            before = extract(folder, rev, Path(place))
            found = compare(
                before,
                folder,
                now,
                lambda count: _patience(count, language),
                logged=_asked(logged, tenant, now, language),
                everything=everything,
            )
        except NoRepository:
            raise click.UsageError(phrase(language, "upkeep.diff_no_git").format(folder=folder)) from None
        except GitError as fault:
            told = phrase(language, "upkeep.diff_no_revision").format(folder=folder, rev=rev, reason=fault)
            raise click.UsageError(told) from None
        except ValueError:
            raise click.UsageError(phrase(language, "upkeep.diff_faulty").format(folder=folder, rev=rev)) from None
    click.echo(FORMATS[form](found, language))
    sys.exit(1 if found.broken else 0)


def _asked(days: int | None, tenant: str, today: date, language: Language) -> list[str]:
    """The questions that people asked in the last days, each once, the newest first."""
    if days is None:
        return []
    from bot.upkeep.asked import MOST_READ  # with the store, which the workflow of a pull request has not

    with tenant_of(tenant, language) as part:
        return [logged.text for logged in part.questions.since(today - timedelta(days), limit=MOST_READ)]


def _patience(count: int, language: Language) -> None:
    click.echo(phrase(language, "upkeep.diff_asking").format(count=count), err=True)
