"""`vanort ask --batch`: each question stands above its answer."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from bot.commands.ask import command


def test_each_question_stands_above_its_answer(folder: Path) -> None:
    settings = ["--batch", "-", "--knowledge", str(folder), "--today", "2026-11-23"]
    typed = "Är Kuressaare vår vänort?\n\nHej\n"
    done = CliRunner().invoke(command, settings, input=typed)
    assert done.exit_code == 0
    first, second = done.output.split("\n\n> ")
    assert first.startswith("> Är Kuressaare vår vänort?\nKuressaare ")
    assert second.startswith("Hej\n")
    assert len(second.splitlines()) > 1
