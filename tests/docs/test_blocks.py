"""What can run in the documentation is run, and what cannot is at least read by who reads it in earnest."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from bot.answering import answer
from bot.channels.terminal import show
from bot.cli import main
from bot.kb.base import KnowledgeBase
from bot.kb.load import load
from bot.kb.problem import Severity
from bot.question import Question
from bot.upkeep.check import check
from docs.documents import ROOT, Block, blocks

RUN = ("ask", "status", "show", "aid", "schema", "review")
"""Commands that need nothing but the knowledge, write nothing, and end at once."""


def sessions() -> list[tuple[str, list[str], list[str]]]:
    """(place, arguments, the lines shown after it) of each command in a console block that can be run."""
    import shlex

    found = []
    for block in blocks("console"):
        shown: list[str] = []
        for row in block.text.rstrip("\n").split("\n"):
            if row.startswith("$ "):
                shown = []
                words = shlex.split(row.removeprefix("$ ").split(" > ")[0])
                if words[0] == "vanort" and words[1] in RUN and "--done" not in words:
                    found.append((block.place, words[1:], shown))
            elif row and not row.startswith("> "):
                shown.append(row)
    return found


@pytest.mark.parametrize(("place", "words", "shown"), sessions())
def test_a_session_goes_as_it_is_shown(
    place: str, words: list[str], shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, f"{place}: {done.output}"
    for row in shown:
        for part in filter(None, (part.strip() for part in row.split("…"))):
            assert part in done.output, f"{place}: {row}"


def talks() -> list[tuple[str, str, str]]:
    """(file, question, the lines shown after it) of each line with > in a console block."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^> ", block.text, flags=re.M)[1:]:
            question, _, shown = part.partition("\n")
            found.append((block.place, question, shown.split("\n$ ")[0]))
    return found


@pytest.mark.parametrize(
    ("place", "question", "shown"), [talk for talk in talks() if not talk[0].startswith("examples")]
)
def test_a_talk_goes_as_it_is_shown(place: str, question: str, shown: str, base: KnowledgeBase, today: date) -> None:
    told = " ".join(click.unstyle(show(answer(Question.read(question), base, today))).split())
    for part in filter(None, (" ".join(part.split()) for part in re.split(r"…|\n", shown))):
        assert part in told, f"{place}: {part!r} is not in {told!r}"


@pytest.mark.parametrize("block", list(blocks("yaml")), ids=lambda block: block.place)
def test_yaml_is_yaml(block: Block) -> None:
    yaml.safe_load(block.text)


@pytest.mark.parametrize("block", list(blocks("python")), ids=lambda block: block.place)
def test_python_is_python(block: Block) -> None:
    compile(block.text, block.place, "exec")


@pytest.mark.parametrize("block", list(blocks("sh")), ids=lambda block: block.place)
def test_shell_is_shell(block: Block) -> None:
    subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)


@pytest.mark.parametrize("block", list(blocks("ini")), ids=lambda block: block.place)
def test_units_and_environment_files_are_read(block: Block) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(block.text if block.text.startswith("[") else "[environment]\n" + block.text)
    assert parser.sections()


def test_the_procfile_is_the_one_shown() -> None:
    shown = next(block.text for block in blocks("text") if block.text.startswith("release:"))
    assert shown.strip() == (ROOT / "Procfile").read_text("utf-8").strip()


@pytest.mark.parametrize("block", list(blocks("markdown")), ids=lambda block: block.place)
def test_an_entry_that_is_shown_has_no_faults(block: Block, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    key = re.search(r"^id: (\S+)", block.text, re.M)
    assert key is not None
    for language in ("sv", "en"):
        for there in folder.rglob(f"{key[1]}.{language}.md"):
            there.unlink()
    for shown in (each for each in blocks("markdown") if each.file == block.file and key[0] in each.text):
        language = "sv" if re.search("^type: ", shown.text, re.M) else "en"
        (folder / "facts" / f"{key[1]}.{language}.md").write_text(shown.text, "utf-8")
    loaded = load(folder)
    assert [f"{p.file}:{p.line} {p.id} {dict(p.values)}" for p in loaded.faults] == []


def test_the_coordinators_example_can_be_followed_to_a_check_without_faults(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))
    swedish, english = (block.text for block in blocks("markdown") if block.file.parent.name == "knowledge")
    (folder / "decisions" / "council-decision-2024.sv.md").write_text(swedish, "utf-8")
    (folder / "decisions" / "council-decision-2024.en.md").write_text(english, "utf-8")
    for language in ("sv", "en"):
        (folder / "decisions" / f"council-decision-unknown.{language}.md").unlink()
    named = [problem for problem in load(folder).faults if problem.id == "VK201"]
    for file in {problem.file for problem in named}:
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace("council-decision-unknown", "council-decision-2024"), "utf-8")
    assert named
    left = [p for p in check(folder, date(2026, 11, 23)).problems if p.severity is Severity.FAULT]
    assert [f"{p.file}:{p.line} {p.id}" for p in left] == []


def test_the_fault_that_is_shown_to_the_coordinator_is_what_the_check_says(tmp_path: Path) -> None:
    entry = next(block for block in blocks("markdown") if block.file.parent.name == "knowledge")
    shown = next(row for block in blocks("console") for row in block.text.split("\n") if ": fel VK123 " in row)
    folder = Path(shutil.copytree(ROOT / "tests" / "data" / "exempelby", tmp_path / "knowledge"))
    wrong = entry.text.replace("as_of: 2024-02-12", "as_of: i februari")
    (folder / "decisions" / "council-decision-2024.sv.md").write_text(wrong, "utf-8")
    done = CliRunner().invoke(main, ["check", "--knowledge", str(folder)])
    assert shown.partition(" …")[0] in done.output
