"""`vanort status`: the manager's card in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, lang_option, language_of, open_or_exit, today_option
from bot.kb.words import split
from bot.render.json import as_json
from bot.render.text import plain
from bot.status import status_answer


@click.command(name="status")
@click.argument("topic", nargs=-1)
@click.option("--json", "as_object", is_flag=True, help="Print the contract's JSON object.")
@folder_option
@today_option
@lang_option
def command(topic: tuple[str, ...], as_object: bool, knowledge: Path | None, today: Any, lang: str | None) -> None:
    """Show the status card of TOPIC, or the overview."""
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    words = " ".join(topic)
    found = status_answer(tuple(split(words)), language, base.knowledge, day(today))
    if found is None:
        known = ", ".join(t.id for t in base.knowledge.municipality.status)
        raise click.UsageError(f"There is no status topic “{words}”. Choose one of: {known}.")
    click.echo(json.dumps(as_json(found, f"status {words}".strip())) if as_object else plain(found))
