"""Options that several commands share, and how they open the knowledge folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot.kb.base import KnowledgeBase, open_base
from bot.kb.municipality import Municipality
from bot.kb.problem import Problem, faults_of
from bot.locales import phrase
from bot.question import Language
from bot.zones import USUAL_ZONE

MOST_FAULTS = 20
"""So many faults of a folder are listed; `vanort check` lists all."""

FOLDER, LANGUAGE = "vanort.knowledge", "vanort.lang"
"""Under which the context remembers what --knowledge and --lang name, for what goes wrong outside the command."""


def _remembered(name: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def remember(ctx: click.Context, _: click.Parameter, value: Any) -> Any:
        ctx.meta[name] = value
        return value

    return remember


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --knowledge."""
    return click.option(
        "--knowledge",
        type=click.Path(path_type=Path),
        envvar="VANORT_KNOWLEDGE",
        callback=_remembered(FOLDER),
        help="The knowledge folder. Without it: ./knowledge where it stands, else the copy that was installed.",
    )(command)


def today_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --today."""
    return click.option(
        "--today", type=click.DateTime(["%Y-%m-%d"]), help="Answer as if it were this day (YYYY-MM-DD)."
    )(command)


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --lang."""
    return click.option(
        "--lang",
        type=click.Choice([str(x) for x in Language]),
        callback=_remembered(LANGUAGE),
        help="Answer in this language, whatever the question's.",
    )(command)


def language_of(lang: str | None, municipality: Municipality) -> Language:
    """Return the language that --lang names, else the one that the municipality works in."""
    return Language(lang) if lang else municipality.languages[0]


def language_at(lang: str | None, folder: Path) -> Language:
    """Return the language that --lang names, else that of a folder with faults, or Swedish where it tells none."""
    from bot.kb.documents import read_yaml  # only where something is wrong

    if lang:
        return Language(lang)
    file = folder / "municipality.yaml"
    document = read_yaml(folder, file)[0] if file.is_file() else None
    named = document.data.get("languages") if document is not None else None
    first = named[0] if isinstance(named, list) and named else None
    return Language(first) if first in list(Language) else Language.SV


def day(value: Any) -> date:
    """Return the day that --today names, else today in the municipality's time zone, wherever the machine stands."""
    return value.date() if value is not None else datetime.now(zone()).date()


def zone() -> ZoneInfo:
    """Return the municipality's time zone: VANORT_TIME_ZONE, as the server reads it, else the usual one."""
    named = os.environ.get("VANORT_TIME_ZONE") or USUAL_ZONE
    try:
        return ZoneInfo(named)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fault = f"VANORT_TIME_ZONE is wrong: there is no such time zone. Example: VANORT_TIME_ZONE={USUAL_ZONE}"
        raise click.UsageError(fault) from None


def find_folder(given: Path | None) -> Path:
    """Return the knowledge folder: as given, else ./knowledge, else the installed copy."""
    if given is not None:
        return given
    here = Path("knowledge")
    if (here / "municipality.yaml").is_file():
        return here
    return Path(str(files("bot"))) / "_knowledge"


def cache_folder() -> Path | None:
    """Return the folder for built indexes: VANORT_CACHE (empty: none), else the user's cache folder."""
    named = os.environ.get("VANORT_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "vanort"
    except RuntimeError:
        return None


def open_or_exit(given: Path | None, lang: str | None = None) -> KnowledgeBase:
    """Open the knowledge folder; faults are listed and end the command with exit code 1.

    Args:
        given: the folder that --knowledge names.
        lang: the language that --lang names; without it, faults are told in the folder's.
    """
    folder = find_folder(given)
    if not folder.is_dir():
        raise click.UsageError(phrase(language_at(lang, folder), "upkeep.no_folder").format(folder=folder))
    opened = open_base(folder, cache_folder())
    if opened.base is None:
        faults = faults_of(opened.problems)
        language = language_at(lang, folder)
        for problem in faults[:MOST_FAULTS]:
            click.echo(problem_line(problem, language), err=True)
        click.echo(phrase(language, "upkeep.folder_faulty").format(folder=folder, count=len(faults)), err=True)
        sys.exit(1)
    return opened.base


def problem_line(problem: Problem, language: Language) -> str:
    """Return a problem as one line: file:line id what remedy."""
    where = f"{problem.file}:{problem.line}"
    return f"{where}: {problem.id} {problem.what(language)} {problem.remedy(language)}"
