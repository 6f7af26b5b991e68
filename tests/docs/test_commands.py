"""Every command in the documentation is the program's, and every command of the program is documented."""

from __future__ import annotations

import re

import pytest

from bot.cli import COMMANDS
from bot.settings import KNOWN_ELSEWHERE, names
from docs.documents import (
    FILES,
    ROOT,
    commands_in_blocks,
    commands_inline,
    find,
    inline,
    leaves,
    options,
)

PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
SHARED = {"--knowledge", "--today", "--lang", "--help", "-h"}


@pytest.mark.parametrize(("place", "words"), list(commands_in_blocks()))
def test_a_call_in_a_block_is_understood(place: str, words: list[str]) -> None:
    command, rest = find(words)
    command.make_context(words[0], rest, resilient_parsing=False).close()


@pytest.mark.parametrize(("place", "words"), list(commands_inline()))
def test_a_call_in_a_sentence_names_a_command_and_its_options(place: str, words: list[str]) -> None:
    command, rest = find(words)
    named = {word.partition("=")[0] for word in rest if word.startswith("--")}
    assert named <= options(command) | SHARED, f"{place}: vanort {' '.join(words)}"


@pytest.mark.parametrize("top", COMMANDS)
def test_every_command_and_every_option_of_it_is_documented(top: str) -> None:
    command, _ = find([top])
    for name, leaf in leaves(command, f"vanort {top}"):
        assert (leaf.help or "").strip(), name
        rows = [row for row in PAGE.splitlines() if row.startswith("|") and re.search(rf"`{name}[ `]", row)]
        assert rows, f"{name} is not in docs/commands.md"
        told = set(re.findall(r"--[a-z-]+", " ".join(rows)))
        if "the same" in rows[0]:
            told |= set(re.findall(r"--[a-z-]+", PAGE))
        own = {option for option in options(leaf) if option.startswith("--")}
        assert own - SHARED <= told, f"{name} in docs/commands.md"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_named_is_one(file) -> None:  # type: ignore[no-untyped-def]
    known = {*names(), *KNOWN_ELSEWHERE}
    prefixes = {name.partition("_")[0] + "_" for name in known if "_" in name}
    for word in re.findall(r"\b[A-Z]+(?:_[A-Z0-9]+)+\b", file.read_text("utf-8")):
        if word.startswith(tuple(prefixes)):
            assert word in known, f"{word} in {file}"


def test_the_table_of_dependencies_is_that_of_the_package() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in project["dependencies"]}
    text = (ROOT / "README.md").read_text("utf-8")
    table = text[text.index("## Dependencies") : text.index("| Extra |")]
    rows = re.findall(r"^\| ([A-Za-z0-9, -]+) \| ", table, re.M)
    found = {name.lower() for row in rows for name in row.split(", ")} - {"package"}
    assert found == wanted
    for extra, packages in project["optional-dependencies"].items():
        row = re.search(rf"^\| `{extra}` \| (.*) \|$", text, re.M)
        assert row, extra
        told = {re.sub(r" \(.*", "", name) for name in re.sub(r"\([^)]*\)", "", row[1]).replace(" ,", ",").split(", ")}
        assert {name.strip() for name in told} == {re.split(r"[\[<>=~! ]", line)[0] for line in packages}


def test_make_targets_in_the_documentation_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for file in FILES:
        for text in inline(file):
            if text.startswith("make ") and (found := re.match(r"make ([a-z-]+)", text)):
                assert found[1] in targets, f"{text} in {file}"


def test_every_problem_of_the_check_is_documented() -> None:
    from bot.locales import _table
    from bot.question import Language

    text = (ROOT / "docs" / "knowledge-format.md").read_text("utf-8")
    known = {name for name in _table(Language.SV)["check"] if name.startswith("VK")}
    assert set(re.findall(r"VK\d{3}", text)) == known


def test_a_target_that_has_the_name_of_a_folder_is_made_all_the_same() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = " ".join(re.findall(r"^\.PHONY: (.*)$", text, re.M)).split()
    targets = set(re.findall(r"^([a-z-]+):", text, re.M))
    assert {name for name in targets if (ROOT / name).exists()} <= set(phony)
