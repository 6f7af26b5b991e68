"""The core knows no chat platform and no web framework, and `vanort ask` loads none."""

from __future__ import annotations

import subprocess
import sys

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


def test_a_channel_knows_no_handler() -> None:
    channels = "bot.channels.loopback, bot.channels.slack.opening, bot.channels.teams.opening"
    code = f"import sys, {channels}; print([m for m in sys.modules if m.startswith('bot.runtime.handlers')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
