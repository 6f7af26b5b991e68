"""What the documentation shows: its files, fenced blocks, commands and words in backticks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from bot.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
FILES = sorted(
    {
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "knowledge" / "README.md",
        ROOT / "examples" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
    }
)

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[\w{}-]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```", re.M | re.S)
_INLINE = re.compile(r"`([^`\n]+)`")
_PROGRAM = re.compile(r"(?:\S*/)?vanort(?= |$)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, without its indentation."""

    file: Path
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line}"


def blocks(*languages: str) -> Iterator[Block]:
    """Yield the fenced blocks of some languages, of all where none is named."""
    for file in FILES:
        text = file.read_text("utf-8")
        for found in _FENCE.finditer(text):
            if not languages or found["language"] in languages:
                indent = found["indent"]
                rows = [row.removeprefix(indent) for row in found["text"].split("\n")]
                line = text.count("\n", 0, found.start()) + 1
                yield Block(file, line, found["language"], "\n".join(rows))


def inline(file: Path) -> Iterator[str]:
    """Yield what stands in backticks outside fenced blocks."""
    yield from _INLINE.findall(_FENCE.sub("", file.read_text("utf-8")))


def commands_in_blocks() -> Iterator[tuple[str, list[str]]]:
    """Yield (place, arguments) of every call of vanort in a fenced block."""
    for block in blocks("console", "sh", "ini", "text", "yaml", ""):
        for row in block.text.split("\n"):
            found = _PROGRAM.search(row)
            if found and (
                row.startswith(("$ ", "vanort ")) or row[: found.start()].endswith((" ", "=")) or found.start() == 0
            ):
                words = shlex.split(row[found.end() :].split(" > ")[0].split(" | ")[0])
                if words and words[0] in COMMANDS:
                    yield block.place, words


def commands_inline() -> Iterator[tuple[str, list[str]]]:
    """Yield (file, words) of every call of vanort in backticks; [brackets] and … are for the reader."""
    for file in FILES:
        for text in inline(file):
            if text.startswith("vanort ") and not text.startswith("vanort COMMAND"):
                plain = re.sub(r"[\[\]…]|\\\|[\w|\\]*", " ", text.removeprefix("vanort "))
                yield str(file.relative_to(ROOT)), shlex.split(plain.replace('"', " "))


def find(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words name, and the words after its name.

    Raises:
        AssertionError: there is no such command.
    """
    command: click.Command = main
    rest = list(words)
    while isinstance(command, click.Group):
        context = click.Context(command)
        if not rest:
            break
        found = command.get_command(context, rest[0])
        assert found is not None, f"there is no command vanort {' '.join(words)}"
        command, rest = found, rest[1:]
    return command, rest


def options(command: click.Command) -> set[str]:
    """Return the names of a command's options."""
    return {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command by its full name, or those of a group."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for below in command.list_commands(context):
        found = command.get_command(context, below)
        assert found is not None
        yield from leaves(found, f"{name} {below}")
