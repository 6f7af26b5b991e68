"""`vanort chat`: the bot in the terminal."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from threading import Timer
from typing import Any

import click

from bot import smalltalk
from bot.answering import answer
from bot.channels.terminal import say, show
from bot.commands.options import day, find_folder, folder_option, lang_option, language_at, open_or_exit, today_option
from bot.conversation import Memory, remember
from bot.locales import phrase
from bot.question import Language, Question

PATIENCE_SECONDS = 1.5
"""Opening takes longer than this only the first time, when the index is built."""


@click.command(name="chat")
@folder_option
@today_option
@lang_option
def command(knowledge: Path | None, today: Any, lang: str | None) -> None:
    """Talk to the bot; a number chooses among the choices offered, Ctrl-D ends."""
    fixed = Language(lang) if lang else None
    opening = phrase(language_at(lang, find_folder(knowledge)), "chat.opening")
    patience = Timer(PATIENCE_SECONDS, click.echo, [opening], {"err": True})
    patience.daemon = True
    patience.start()
    try:
        base = open_or_exit(knowledge, lang)
    finally:
        patience.cancel()
    language = fixed or base.knowledge.municipality.languages[0]
    _enable_line_editing()
    say(show(smalltalk.reply(smalltalk.Talk.GREETING, language, base.knowledge)))
    memory = Memory()
    while True:
        try:
            raw = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            say("\n" + phrase(memory.language or language, "chat.goodbye"))
            return
        if not sys.stdin.isatty():
            say(raw)  # what a person sees of their own typing
        if not raw.strip():
            continue
        question = Question.read(raw, language=fixed, memory=memory)
        found = answer(question, base, day(today))
        memory = remember(question, found)
        say("\n" + show(found))


def _enable_line_editing() -> None:
    """Arrow keys walk through the lines of this session, where the terminal can; nothing is written to disk."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  # `input` uses it once it is imported
