"""The core knows no chat platform and no web framework, and `vanort ask` loads none; it reads no clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HEAVY = ("matplotlib", "numpy", "jinja2", "pypdf", "docx", "lxml")
"""What only the coordinator's commands need."""

FORBIDDEN = ("slack_bolt", "slack_sdk", "microsoft_teams", "fastapi", "starlette", "uvicorn", "aiohttp", "sqlalchemy")


@pytest.mark.parametrize(
    "module",
    [
        "bot.question",
        "bot.answer",
        "bot.kb.base",
        "bot.aid",
        "bot.answering",
        "bot.commands.ask",
        "bot.render.slack",
        "bot.render.teams",
    ],
)
def test_no_chat_or_web_package_is_imported(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {FORBIDDEN!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_the_coordinator_draws_and_reads_with_costs_no_answer_any_time() -> None:
    modules = "bot.commands.ask, bot.commands.import_, bot.commands.report, bot.commands.digest"
    code = f"import sys, {modules}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_renderers_import_the_answer_only() -> None:
    renderers = "bot.render.text, bot.render.json, bot.render.slack, bot.render.teams"
    upper = ("bot.kb", "bot.aid", "bot.store", "bot.status", "bot.channels")
    code = f"import sys, {renderers}; print([m for m in sys.modules if m.startswith({upper!r})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_makes_an_index_is_what_its_name_is_made_of() -> None:
    """The cache names an index by the code of bot/kb: nothing else decides what stands in it, but the ground floor."""
    code = "import sys, bot.kb.refresh; print(*(m for m in sys.modules if m.split('.')[0] == 'bot'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    beside = {module for module in done.stdout.split() if not module.startswith("bot.kb")}
    assert beside == {"bot", "bot.question", "bot.answer", "bot.locales"}


def test_a_channel_knows_no_handler() -> None:
    channels = "bot.channels.loopback, bot.channels.slack.opening, bot.channels.teams.opening"
    code = f"import sys, {channels}; print([m for m in sys.modules if m.startswith('bot.runtime.handlers')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


CORE = "bot.question, bot.answer, bot.kb.base, bot.kb.building, bot.kb.load, bot.aid, bot.answering"
OUTSIDE = {
    "date": {"today"},
    "datetime": {"now", "today", "utcnow"},
    "os": {"environ", "environb", "getenv", "getenvb"},
    "time": {"time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"},
}
"""What tells the time or the environment, by the name that it is asked of."""


def asked_outside(source: str) -> Iterator[str]:
    """What a module asks of the clock or the environment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if node.attr in OUTSIDE.get(name, ()):
                yield f"{name}.{node.attr}"
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{n.name}" for n in node.names if n.name in OUTSIDE.get(node.module or "", ()))


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("from datetime import date\nday = date.today()", ["date.today"]),
        ("import datetime\nnow = datetime.datetime.now()", ["datetime.now"]),
        ("import os\nfolder = os.environ['HOME']", ["os.environ"]),
        ("from os import getenv", ["os.getenv"]),
        ("from time import monotonic", ["time.monotonic"]),
        ("def answer(today):\n    return today.year", []),
    ],
)
def test_a_look_at_the_clock_or_the_environment_is_seen(source: str, asked: list[str]) -> None:
    assert list(asked_outside(source)) == asked


def test_the_core_reads_no_clock_and_no_environment() -> None:
    """Nor does anything of the program that it imports."""
    files_of = "print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'bot'), sep='\\n')"
    code = f"import sys, {CORE}; {files_of}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    files = done.stdout.splitlines()
    assert len(files) > 50
    assert {f: found for f in files if (found := list(asked_outside(Path(f).read_text("utf-8"))))} == {}
