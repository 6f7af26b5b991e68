"""The folder that a command may write in: never the copy that was installed with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from bot.commands.options import find_folder
from bot.locales import phrase
from bot.question import Language


def own_folder(given: Path | None, language: Language) -> Path:
    """Return the knowledge folder to write in.

    Raises:
        click.UsageError: only the installed copy was found; an upgrade would overwrite what is written there.
    """
    folder = find_folder(given)
    if folder.resolve().is_relative_to(Path(str(files("bot"))).resolve()):
        raise click.UsageError(phrase(language, "upkeep.not_own").format(folder=folder))
    return folder
