"""The other side of the Slack channel: the emulator of tests/emulator, people who write there, and signed requests.

Run by hand against `make slack`, it is a chat: what you type is asked in a channel, what is answered is printed.
"""

from __future__ import annotations

import hmac
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from slack_sdk import WebClient

EMULATOR = Path(__file__).parent / "emulator"
SIGNING_SECRET = "the signing secret of the tests"  # noqa: S105 - of the tests only
BOT_TOKEN = "xoxb-vanort"  # noqa: S105 - the emulator's
WAIT_SECONDS = 30.0
T = TypeVar("T")


def missing() -> str | None:
    """What keeps the emulator from running here, in a sentence."""
    if shutil.which("node") is None:
        return "Node is missing, so nothing was tested against the Slack emulator. Install Node 20 or newer."
    if not (EMULATOR / "node_modules" / "emulate").is_dir():
        return "The Slack emulator is not installed, so nothing was tested against it. Run: make test-slack"
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def signed(body: bytes, *, secret: str = SIGNING_SECRET, now: float | None = None) -> dict[str, str]:
    """Slack's headers for a body, signed now or at another time."""
    timestamp = str(int(time.time() if now is None else now))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def wait_for(found: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
    """Return what is found as soon as it is something; polls, since Slack tells nobody what was posted."""
    end = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < end, f"not found in {seconds} seconds"
        time.sleep(0.02)
    return result


class Emulator:
    """A Slack on loopback.

    Args:
        app: the address that events go to.
        scopes: of the bot's token.
    """

    def __init__(self, app: str, scopes: list[str], *, port: int | None = None) -> None:
        self.port = port or free_port()
        command = ["node", "slack.mjs", str(self.port), app, SIGNING_SECRET, " ".join(scopes)]
        environment = {"PATH": os.environ["PATH"]}
        self._process = subprocess.Popen(
            command, cwd=EMULATOR, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        self.url: str = told["url"]
        self.team: str = told["team"]
        self.users: dict[str, str] = told["users"]
        self.channels: dict[str, str] = told["channels"]
        self.bot: str = told["bot"]
        self.client: dict[str, str] = told["client"]

    def as_(self, name: str) -> WebClient:
        """A client of a person's."""
        return WebClient(f"xoxp-{name}", base_url=self.url)

    def say(self, name: str, channel: str, text: str, **more: Any) -> str:
        """Write as a person; returns the message's name."""
        return str(
            self.as_(name).chat_postMessage(channel=self.channels.get(channel, channel), text=text, **more)["ts"]
        )

    def ask(self, name: str, channel: str, text: str, **more: Any) -> str:
        """Write as a person and mention the bot."""
        return self.say(name, channel, f"<@{self.bot}> {text}", **more)

    def direct(self, name: str) -> str:
        """The direct message between a person and the bot."""
        return str(self.as_(name).conversations_open(users=[self.bot])["channel"]["id"])

    def replies(self, channel: str, ts: str, name: str = "anna") -> list[dict[str, Any]]:
        """What the bot wrote in a thread."""
        read = self.as_(name).conversations_replies(channel=self.channels.get(channel, channel), ts=ts)
        return [message for message in read["messages"] if message["user"] == self.bot]

    def wait(self, channel: str, ts: str, number: int = 1, name: str = "anna") -> list[dict[str, Any]]:
        """What the bot wrote in a thread, as soon as that is so many messages."""
        return wait_for(lambda: found if len(found := self.replies(channel, ts, name)) >= number else [])

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
