"""A Teams that nobody here wrote: Microsoft's Agents Playground, and the bot that it talks to. `make test-teams`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest

T = TypeVar("T")
FOLDER = Path(__file__).parent / "playground"
MODULES = FOLDER / "node_modules"
ROOT = FOLDER.parents[1]
WAIT_SECONDS = 60.0
BOT = {"id": "00000000-0000-0000-0000-00000000000011", "name": "Test Bot"}
PERSON = "00000000-0000-0000-0000-0000000000020"
"""Its bot and its person; of the person what Entra ID calls them."""

CHAT, TEAM = "p1", "team-id"


def missing() -> str:
    """Return what there is to do before it can be run; empty for nothing."""
    if shutil.which("node") is None:
        return "needs Node: install it"
    return "" if MODULES.is_dir() else "needs packages from npm: run make test-teams"


_wanted = bool(os.environ.get("VANORT_NEEDS_NODE"))  # where it is set, what is missing is a failure
needs_playground = pytest.mark.skipif(bool(missing()) and not _wanted, reason=missing())
needs_chromium = pytest.mark.skipif(
    shutil.which("chromium") is None and not _wanted, reason="needs a browser: apt-get install chromium"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(found: Callable[[], T], what: str, seconds: float = WAIT_SECONDS) -> T:
    """Return what is found as soon as it is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {seconds:g} seconds")


class Process:
    """A program that runs until `stop`, with its output in a file."""

    def __init__(self, arguments: list[str], log: Path, **environment: str) -> None:
        self.log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                arguments, env={**os.environ, **environment}, stdout=output, stderr=output, cwd=log.parent
            )

    def wait_for(self, url: str) -> None:
        """Wait until an address answers with 200."""

        def answers() -> bool:
            assert self._process.poll() is None, self.log.read_text("utf-8", "replace")
            try:
                return httpx2.get(url, trust_env=False, timeout=5).status_code == 200
            except httpx2.HTTPError:
                return False

        until(answers, url)

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(15)


def serve(port: int, folder: Path, **settings: str) -> Process:
    """Start `vanort serve` for the Playground: without a token, on loopback; its person coordinates."""
    environment = {
        "DATABASE_URL": f"sqlite:///{folder}/vanort.db",
        "VANORT_SECRET_KEY": "a key for tests, of more than 32 bytes",
        "VANORT_KNOWLEDGE": str(ROOT / "knowledge"),
        "VANORT_RETENTION_DAYS": "30",
        "VANORT_DISPOSAL_DECISION": "KS 1",
        "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true",
        "VANORT_COORDINATORS": f"teams={PERSON}",
        "VANORT_COORDINATOR_PLACES": f"teams={TEAM}",
        "PORT": str(port),
    }
    bot = Process([sys.executable, "-m", "bot", "serve"], folder / "bot.log", **environment | settings)
    bot.wait_for(f"http://127.0.0.1:{port}/readyz")
    return bot


class Playground:
    """A running Agents Playground; offline, with its recording.

    Args:
        bot: the address of the bot.
        folder: for its recording and log.
        port: where its page is.
    """

    def __init__(self, bot: str, folder: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._recording = folder / "recording.txt"
        program = ["node", str(MODULES / "@microsoft/m365agentsplayground/cli.js"), "-e", f"{bot}/api/messages"]
        where = ["-c", "msteams", "-p", str(port), "--conversation-id", CHAT]
        self._process = Process(
            [*program, *where, "--disable-telemetry", "--enable-events-recording"],
            folder / "playground.log",
            TEAMSAPPTESTER_BROWSER="none",
            APPLICATION_INSIGHTS_NO_STATSBEAT="1",
            M365_AGENTS_PLAYGROUND_RECORDING_FILE=str(self._recording),
        )
        self._process.wait_for(f"{self.url}/_debug/ping")

    def install(self, conversation: str) -> None:
        """Install the bot in a conversation."""
        self._post(f"/_debug/conversation/{conversation}/installation", {})

    def say(self, conversation: str, text: str, *, mention: bool = False) -> None:
        """Write a message, in a channel with a mention of the bot."""
        tag = f"<at>{BOT['name']}</at>"
        mentions = [{"mentioned": {"id": BOT["id"]}, "text": tag}] if mention else []
        told = {"type": "text", "text": f"{tag} {text}" if mention else text, "textFormat": "plain"}
        sender = {"from": {"id": "user-id-0"}, "mentions": mentions}
        self._post(f"/_conversation/v1/conversations/{conversation}/messages", told | sender)

    def press(self, posted: dict[str, Any], button: dict[str, Any], **inputs: str) -> Any:
        """Press a button of a card, with what stands in its fields; returns what the bot said at once, as recorded."""
        action = {"type": "Action.Execute", "verb": button["verb"], "data": {**button["data"], **inputs}}
        told = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
        conversation = posted["conversation"]
        if conversation == TEAM:  # a message of a channel begins a thread of its own
            conversation = f"{TEAM};messageid={posted['message']}"
        where = {"conversation": {"id": conversation}, "replyToId": posted["message"]}
        return self.invoke({**told, **where, "from": {"id": "user-id-0"}})

    def invoke(self, told: dict[str, Any]) -> Any:
        """Send an invoke; returns what the bot answered, as recorded."""
        before = len(self.told("invoke"))
        self._post("/_conversation/v1/invoke", told)
        return until(lambda: self.told("invoke")[before:], "the invoke")[0]["response"]

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        response = httpx2.post(f"{self.url}{path}", json=body, trust_env=False, timeout=30)
        assert response.status_code < 300, (path, response.status_code, response.text)
        return response.json() if response.content else None

    @property
    def records(self) -> list[dict[str, Any]]:
        """What was recorded, in order, in both directions."""
        if not self._recording.is_file():
            return []
        found = []
        for part in self._recording.read_text("utf-8").split("\n---\n"):
            try:
                found.append(json.loads(part.strip().removesuffix("---")))
            except ValueError:
                continue  # the last one is being written
        return found

    def told(self, kind: str) -> list[dict[str, Any]]:
        """What the Playground told the bot, of a kind of activity."""
        return [r for r in self.records if r["direction"].startswith("Microsoft") and r["activityName"] == kind]

    def cards(self, conversation: str) -> list[dict[str, Any]]:
        """What the bot posted and put in the place of what it posted in a conversation, in the form of `teams_peer`."""
        found = []
        for record in self.records:
            request = record["request"]
            path = request["url"].split("/v3/conversations/")
            if record["direction"].startswith("User") and len(path) == 2 and path[1].startswith(conversation):
                where = path[1].split("/")
                message = where[2] if len(where) > 2 else record["messageId"]
                found.append(
                    {"method": request["method"], "conversation": where[0], "message": message, "body": request["body"]}
                )
        return found

    def next_card(self, conversation: str, after: int) -> dict[str, Any]:
        """Return what the bot does in a conversation after it did so much, as soon as it does."""
        return until(lambda: self.cards(conversation)[after : after + 1], f"card {after + 1} in {conversation}")[0]

    def stop(self) -> None:
        """Stop it."""
        self._process.stop()
