"""`vanort chat`: the bot in the terminal."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from bot import smalltalk
from bot.answering import answer
from bot.channels.terminal import show
from bot.commands.options import day, folder_option, lang_option, open_or_exit, today_option
from bot.conversation import Memory, remember
from bot.locales import phrase
from bot.question import Language, Question

HISTORY = 500


@click.command(name="chat")
@folder_option
@today_option
@lang_option
def command(knowledge: Path | None, today: Any, lang: str | None) -> None:
    """Talk to the bot; a number chooses among the choices offered, Ctrl-D ends."""
    base = open_or_exit(knowledge)
    fixed = Language(lang) if lang else None
    language = fixed or base.knowledge.municipality.languages[0]
    _read_history()
    click.echo(show(smalltalk.reply(smalltalk.Talk.GREETING, language, base.knowledge)))
    memory = Memory()
    while True:
        try:
            raw = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            click.echo("\n" + phrase(memory.language or language, "chat.goodbye"))
            return
        if not raw.strip():
            continue
        question = Question.read(raw, language=fixed, memory=memory)
        found = answer(question, base, day(today))
        memory = remember(question, found)
        click.echo("\n" + show(found))


def _read_history() -> None:
    """Arrow keys walk through the lines of this session, where the terminal can; nothing is written to disk."""
    with contextlib.suppress(ImportError):
        import readline

        readline.set_history_length(HISTORY)
