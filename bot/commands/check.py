"""`vanort check`: every fault of the knowledge folder, with file, line and remedy, and what is worth a look."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.commands.options import day, find_folder, folder_option, lang_option, language_at, today_option
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.check import check
from bot.upkeep.formats import FORMATS, as_json, as_lines


@click.command(name="check")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", help="github annotates a pull request."
)
@click.option("--all", "each", is_flag=True, help="Tell every warning by itself, also where many are of one kind.")
@click.option("--json", "as_object", is_flag=True, help="The same as --format json.")
@folder_option
@today_option
@lang_option
def command(form: str, each: bool, as_object: bool, knowledge: Path | None, today: object, lang: str | None) -> None:
    """Check the knowledge folder and ask its golden questions.

    Exit code 1 where there are faults; warnings (reviews due, hard texts, contradictions and so on) leave it 0.
    """
    folder = find_folder(knowledge)
    language = language_at(lang, folder)
    chosen = as_lines if each and form == "text" else FORMATS[form]
    result = check(folder, day(today), lambda count: _patience(count, language))
    click.echo((as_json if as_object else chosen)(result, folder, language))
    sys.exit(1 if result.faults else 0)


def _patience(count: int, language: Language) -> None:
    """Tell a person who waits at a terminal what takes the time."""
    if sys.stderr.isatty():
        click.echo(phrase(language, "upkeep.check_asking").format(count=count), err=True)
