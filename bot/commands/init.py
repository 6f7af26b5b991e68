"""`vanort init`: start the knowledge folder of another municipality."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, find_folder, folder_option, lang_option, open_or_exit, problem_line, today_option
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.start import Start, Town, country_code, start


@click.command(name="init")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="The municipality's short name.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice([str(x) for x in Language]), help="Again for one more."
)
@click.option(
    "--town",
    "towns",
    multiple=True,
    metavar="NAME=COUNTRY",
    help="A partner town and its country's code or name; again for one more.",
)
@click.option("--source", help="The title of the document that says which the partner towns are.")
@click.option(
    "--source-date", type=click.DateTime(["%Y-%m-%d"]), help="Its day, for which the towns are told; without it today."
)
@click.option("--no-input", is_flag=True, help="Ask nothing; --name is needed, and --source for towns.")
@folder_option
@today_option
@lang_option
def command(
    target: Path,
    name: str | None,
    languages: tuple[str, ...],
    towns: tuple[str, ...],
    source: str | None,
    source_date: Any,
    no_input: bool,
    knowledge: Path | None,
    today: Any,
    lang: str | None,
) -> None:
    """Write a knowledge folder for another municipality in DIR, with the law and the lists that all share.

    They are taken from the knowledge that comes with the program, or from --knowledge.
    """
    language = Language(lang) if lang else Language.SV
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.UsageError(phrase(language, "upkeep.init_there").format(folder=target))
    given = knowledge or _installed()
    base = open_or_exit(given, str(language))
    now = day(today)
    if no_input and not (name and (source or not towns)):
        raise click.UsageError(phrase(language, "upkeep.init_missing"))
    if not no_input:
        name = name or _prompt("init_name", language)
        languages = languages or tuple(_languages(language))
    asked_towns = tuple(_town(text, base, language) for text in towns)
    if not no_input:
        asked_towns = asked_towns or tuple(_ask_towns(base, language))
        if asked_towns:
            source = source or _prompt("init_source", language)
            source_date = source_date or _ask_day(now, language)
    municipality = base.knowledge.municipality
    asked = Start(
        name=name or "",
        languages=tuple(Language(x) for x in languages) or tuple(Language),
        towns=asked_towns,
        source=source or "",
        source_date=day(source_date) if source_date is not None else now,
        coordinator={lang: municipality.coordinator.of(lang) for lang in Language},
        lawyer={lang: municipality.lawyer.of(lang) for lang in Language},
    )
    if sys.stderr.isatty():
        click.echo(phrase(language, "upkeep.init_trying"), err=True)
    problems = start(target, asked, base, find_folder(given), now)
    for problem in problems:
        click.echo(problem_line(problem, language), err=True)
    if problems:
        click.echo(phrase(language, "upkeep.new_nothing"), err=True)
        sys.exit(1)
    click.echo(phrase(language, "upkeep.init_written").format(folder=target, name=asked.name))


def _installed() -> Path | None:
    """The knowledge that came with the program, where it is installed; else as every command finds it."""
    folder = Path(str(files("bot"))) / "_knowledge"
    return folder if folder.is_dir() else None


def _prompt(key: str, language: Language) -> str:
    return str(click.prompt(phrase(language, f"upkeep.{key}"))).strip()


def _languages(language: Language) -> list[str]:
    known = [str(x) for x in Language]
    while True:
        raw = click.prompt(phrase(language, "upkeep.init_languages"), default=", ".join(known))
        found = [part.strip().lower() for part in raw.split(",") if part.strip()]
        if found and set(found) <= set(known):
            return list(dict.fromkeys(found))
        click.echo(phrase(language, "upkeep.new_choices").format(choices=", ".join(known)))


def _ask_day(now: date, language: Language) -> datetime:
    while True:
        raw = click.prompt(phrase(language, "upkeep.init_source_date"), default=now.isoformat()).strip()
        try:
            return datetime.combine(date.fromisoformat(raw), time())
        except ValueError:
            click.echo(phrase(language, "upkeep.init_no_day").format(text=raw))


def _ask_towns(base: KnowledgeBase, language: Language) -> list[Town]:
    found: list[Town] = []
    while True:
        raw = click.prompt(phrase(language, "upkeep.init_town"), default="", show_default=False).strip()
        if not raw:
            return found
        try:
            found.append(_town(raw, base, language))
        except click.UsageError as fault:
            click.echo(fault.message)


def _town(text: str, base: KnowledgeBase, language: Language) -> Town:
    """Read "Town, country" or "Town=CC"; the country by its name in any language or by its code."""
    name, _, country = (part.strip() for part in re.split("([=,])", text + ",", maxsplit=1))
    code = country_code(country.rstrip(", "), base)
    if not name or code is None:
        raise click.UsageError(phrase(language, "upkeep.init_no_town").format(text=text))
    return Town(name, code)
