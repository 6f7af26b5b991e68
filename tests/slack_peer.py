"""The other side of the Slack channel: the emulator of tests/emulator, people who write there, and signed requests.

Run by hand (`make slack`), it starts bot and emulator: what you type is asked in a channel, the answers are printed.
"""

from __future__ import annotations

import hmac
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from slack_sdk import WebClient

EMULATOR = Path(__file__).parent / "emulator"
MANIFEST = Path(__file__).parents[1] / "bot" / "channels" / "slack" / "manifest.json"
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
        self.earlier: frozenset[str] = frozenset()  # what another test's bot had posted before the present one began
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


class Interactions:
    """What Slack posts when people use commands, buttons and forms: the emulator has none of these.

    Args:
        emulator: whose ids are used, and which issues the trigger ids.
        response_url: where answers for one person go.
    """

    def __init__(self, emulator: Emulator, response_url: str) -> None:
        self._slack, self._url = emulator, response_url

    def command(self, name: str, text: str, channel: str = "fragor") -> bytes:
        """/vanort TEXT"""
        told = {
            "command": "/vanort",
            "text": text,
            "team_id": self._slack.team,
            "channel_id": self._slack.channels.get(channel, channel),
            "user_id": self._slack.users[name],
            "user_name": name,
            "trigger_id": self.trigger(name),
            "response_url": self._url,
        }
        return urlencode(told).encode()

    def press(self, name: str, message: dict[str, Any], action: str, channel: str = "fragor", **more: Any) -> bytes:
        """A press of the button whose action id begins so, or of one side of the feedback (`vote`)."""
        element = button(message["blocks"], action)
        vote = more.pop("vote", None)
        if vote is not None:
            element = element["positive_button" if vote == "up" else "negative_button"] | {
                "action_id": element["action_id"]
            }
        ephemeral = "ts" not in message
        container = {
            "type": "message",
            "message_ts": message.get("ts", "1.1"),
            "channel_id": self._slack.channels.get(channel, channel),
            "is_ephemeral": ephemeral,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        pressed = {key: element[key] for key in ("action_id", "value", "text") if key in element}
        told = {
            "type": "block_actions",
            "container": container,
            "actions": [{"type": "button", "block_id": "b", "action_ts": f"{time.time():.6f}"} | pressed],
            "response_url": self._url,
            "message": None if ephemeral else message,
        }
        return self._payload(name, channel, told | more)

    def submit(self, name: str, view: dict[str, Any], text: str | None, channel: str = "fragor", **more: Any) -> bytes:
        """A form, filled in."""
        state = {"values": {"text": {"text": {"type": "plain_text_input", "value": text}}}}
        told = {"type": "view_submission", "view": {"id": f"V{time.time_ns()}"} | view | {"state": state}}
        return self._payload(name, None, told | more)

    def shortcut(self, name: str, message: dict[str, Any], channel: str = "fragor") -> bytes:
        """The shortcut on a message."""
        told = {
            "type": "message_action",
            "callback_id": "ask_about_message",
            "message": message,
            "message_ts": message["ts"],
            "response_url": self._url,
        }
        return self._payload(name, channel, told)

    def trigger(self, name: str) -> str:
        """A trigger id, which opens a form within seconds."""
        client = WebClient(BOT_TOKEN, base_url=self._slack.url)
        made = client.api_call("views.generateTriggerId", json={"user_id": self._slack.users[name]})
        return str(made["trigger_id"])

    def _payload(self, name: str, channel: str | None, told: dict[str, Any]) -> bytes:
        user = {"id": self._slack.users[name], "username": name, "name": name, "team_id": self._slack.team}
        whole = {"team": {"id": self._slack.team}, "user": user, "trigger_id": self.trigger(name)} | told
        if channel is not None:
            whole["channel"] = {"id": self._slack.channels.get(channel, channel)}
        return urlencode({"payload": json.dumps(whole)}).encode()


def button(blocks: list[dict[str, Any]], action: str) -> dict[str, Any]:
    """The element whose action id begins so."""
    elements = [element for block in blocks for element in block.get("elements", []) if "action_id" in element]
    return next(element for element in elements if element["action_id"].startswith(action))


def _try(port: int = 8000, emulator_port: int = 4003) -> int:
    """Run bot and emulator together: what is typed is asked in a channel, what is answered is printed."""
    if (reason := missing()) is not None:
        print(reason)  # noqa: T201 - a program to be run by hand
        return 1
    scopes = json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
    slack = Emulator(f"http://127.0.0.1:{port}", scopes, port=emulator_port)
    people = slack.users
    settings = {
        "VANORT_SECRET_KEY": os.environ.get("VANORT_SECRET_KEY", "only-for-development-on-this-machine"),
        "PORT": str(port),
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": slack.url,
        "VANORT_COORDINATORS": f"slack={people['samordnaren']}",
        "VANORT_COORDINATOR_PLACES": f"slack={slack.channels['samordning']}",
    }
    with open("slack.log", "a") as log:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], env={**os.environ, **settings}, stdout=log, stderr=log
        )
    print(f"Slack: {slack.url.removesuffix('api/')} (its channels and messages). Ask here; Ctrl-D ends.")  # noqa: T201
    try:
        wait_for(lambda: _listens(port))
        thread = None
        for line in iter(sys.stdin.readline, ""):
            more = {} if thread is None else {"thread_ts": thread}
            thread = thread or slack.ask("anna", "fragor", line)
            if more:
                before = len(slack.replies("fragor", thread))
                slack.ask("anna", "fragor", line, **more)
            else:
                before = 0
            for message in slack.wait("fragor", thread, before + 1)[before:]:
                print(f"{message['text']}\n")  # noqa: T201
    finally:
        bot.terminate()
        bot.wait(30)
        slack.close()
    return 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(_try())
