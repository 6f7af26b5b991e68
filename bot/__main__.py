"""`python -m bot` is the command `vanort`."""

from bot.cli import run

run()
