"""The whole path through Slack's HTTP door, beside an echo bot on bare slack-bolt: python -m benchmarks.slack_path.

Three bots, each a process under uvicorn, take the same signed mentions in turn and post to one stand-in for Slack's Web
API that answers at once. Measured is from the event's sending until `chat.postMessage` arrives:

- echo: bare slack-bolt, says back what it was told; nothing survives the death of the process
- echo with insert: the same, with one durable insert of its own (SQLite, synchronous FULL) before it acknowledges
- vanort: inbox, worker, answer, post

Prints milliseconds, median and 95th percentile, and the ratios of medians.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from slack_peer import BOT_TOKEN, SIGNING_SECRET, signed, wait_for  # noqa: E402 - the tests' folder comes first

QUESTION = "Är Nuuk inte vänort längre?"
PEOPLE = 20
"""Who asks, in turn: few, so that who they are is known after the warm-up; enough that nobody is slowed as a flood."""

WARM_UP = PEOPLE
MOST_RATIO = 1.5
TEAM, BOT = "T1", "UBOT"

ECHO = """
import os, sqlite3
from slack_bolt.async_app import AsyncApp
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
import uvicorn

client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
durable = os.environ.get("ECHO_DATABASE")
if durable:
    database = sqlite3.connect(durable, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE taken (id TEXT PRIMARY KEY, body TEXT)")
app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

@app.event("app_mention")
async def mentioned(event, body, say):
    if durable:
        database.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (body["event_id"], str(body)))
    await say(text=event["text"], thread_ts=event["ts"])

handler = AsyncSlackRequestHandler(app)
routes = [Route("/slack/events", handler.handle, methods=["POST"]), Route("/readyz", lambda _: PlainTextResponse("ok"))]
uvicorn.run(Starlette(routes=routes), port=int(os.environ["PORT"]), log_level="warning")
"""


class Api:
    """A stand-in for the Web API: notes when a post arrived, and answers at once."""

    def __init__(self) -> None:
        self._arrived: dict[str, float] = {}
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                now = time.perf_counter()
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                if self.path.endswith("chat.postMessage"):
                    outer.note(_thread(body), now)
                told = {"ok": True, "ts": f"{time.time():.6f}", "channel": "C1", "user_id": BOT, "team_id": TEAM}
                told |= {"user": {"id": "U1", "team_id": TEAM}, "bot_id": "B1"}
                answer = json.dumps(told).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def note(self, thread: str, at: float) -> None:
        with self._changed:
            self._arrived.setdefault(thread, at)
            self._changed.notify_all()

    def wait(self, thread: str) -> float:
        """When the post in a thread arrived."""
        with self._changed:
            assert self._changed.wait_for(lambda: thread in self._arrived, 30), "no answer"
            return self._arrived[thread]


def _thread(body: bytes) -> str:
    from urllib.parse import parse_qs

    if body.startswith(b"{"):
        return str(json.loads(body)["thread_ts"])
    return parse_qs(body.decode())["thread_ts"][0]


@contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """A bot, from its start until its end; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = subprocess.Popen(command, env={**os.environ, **environment, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: _is_up(port), 60)
        yield port
    finally:
        running.terminate()
        running.wait(30)


def _is_up(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


def measure(number: int) -> dict[str, list[float]]:
    """Ask each bot so many times, in turn; returns milliseconds."""
    api = Api()
    common = {
        "SLACK_API_URL": api.url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "VANORT_SECRET_KEY": "a key for this measurement, of more than 32 bytes",
        "PYTHONPATH": str(ROOT),
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=ROOT)))  # on the disk of the checkout
        bare = [sys.executable, "-c", ECHO]
        ports = {
            "echo": stack.enter_context(process(bare, common)),
            "echo with insert": stack.enter_context(process(bare, common | {"ECHO_DATABASE": str(folder / "e.db")})),
            "vanort": stack.enter_context(
                process([sys.executable, "-m", "bot", "serve"], common | {"VANORT_DATA": str(folder)})
            ),
        }
        client = stack.enter_context(httpx2.Client(trust_env=False))
        found: dict[str, list[float]] = {name: [] for name in ports}
        for n in range(WARM_UP + number):
            for name, port in ports.items():
                taken = _ask(client, api, port, f"{1_700_000_000 + n}.{port:06d}", f"C{n}", f"U{n % PEOPLE}")
                if n >= WARM_UP:
                    found[name].append(taken)
    return found


def _ask(client: httpx2.Client, api: Api, port: int, ts: str, channel: str, user: str) -> float:
    """Send a mention; returns the milliseconds until its answer was posted."""
    told = {"type": "app_mention", "user": user, "text": f"<@{BOT}> {QUESTION}", "ts": ts, "channel": channel}
    body: dict[str, Any] = {"type": "event_callback", "team_id": TEAM, "event_id": ts, "event": told}
    raw = json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **signed(raw)}
    began = time.perf_counter()
    response = client.post(f"http://127.0.0.1:{port}/slack/events", content=raw, headers=headers)
    assert response.status_code == 200, response.text
    return (api.wait(ts) - began) * 1000


def main() -> int:
    """Measure, print, and tell by the exit code whether the ratio holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=200, help="questions to each bot")
    found = measure(parser.parse_args().number)
    medians = {name: statistics.median(times) for name, times in found.items()}
    for name, times in found.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:17} median {medians[name]:6.1f} ms   95 % {p95:6.1f} ms")
    ratio = medians["vanort"] / medians["echo with insert"]
    print(f"vanort / echo with insert {ratio:.2f} (at most {MOST_RATIO})")
    print(f"vanort / echo             {medians['vanort'] / medians['echo']:.2f}")
    return 0 if ratio <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
