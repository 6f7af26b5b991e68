"""How long Teams waits: an activity in over HTTP until the reply is out, beside a bare echo bot on the same SDK.

Both run as processes of their own and reply to one Bot Connector on loopback, in turns within one run. The bot takes
the activity down, answers it from its knowledge and posts a card; the echo bot posts the text back before it answers
the request. `python -m benchmarks.teams_path [--requests N]` prints a table.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "Är Nuuk vänort?",
    "Får vi skänka en skolbuss till Ukraina?",
    "Which partner towns does Huddinge have?",
    "status",
)
ECHO = """
import os, sys, uvicorn
from fastapi import FastAPI
from microsoft_teams.apps import App, FastAPIAdapter
api = FastAPI()
teams = App(http_server_adapter=FastAPIAdapter(app=api), dangerously_allow_unauthenticated_requests=True)
@teams.on_message
async def echo(context):
    await context.send(context.activity.text)
@api.on_event("startup")
async def start():
    await teams.initialize()
uvicorn.run(api, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""


class Connector:
    """Teams' side: notes when a reply to each conversation came."""

    def __init__(self) -> None:
        self._came: dict[str, float] = {}
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                with outer._changed:
                    outer._came.setdefault(self.path.split("/")[3], time.perf_counter())
                    outer._changed.notify_all()
                body = b'{"id": "1"}'
                self.send_response(201)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait(self, conversation: str) -> float:
        """Return when the reply came."""
        with self._changed:
            assert self._changed.wait_for(lambda: conversation in self._came, 60), conversation
            return self._came[conversation]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, path: str, **environment: str) -> Iterator[str]:
    """Run a bot; gives its address once it answers."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx2.get(url + path, trust_env=False, timeout=5)
                break
            except httpx2.HTTPError:
                assert process.poll() is None, f"{command[:3]} ended"
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(15)


def ask(client: httpx2.Client, bot: str, connector: Connector, conversation: str, text: str) -> tuple[float, float]:
    """Milliseconds until the request is answered, and until the reply is out."""
    activity: dict[str, Any] = {
        "type": "message",
        "id": conversation,
        "text": text,
        "channelId": "msteams",
        "serviceUrl": connector.url,
        "from": {"id": "29:asker", "name": "Alva Ek", "aadObjectId": "asker"},
        "recipient": {"id": "28:bot", "name": "Vänort"},
        "conversation": {"id": conversation, "conversationType": "personal", "tenantId": "t"},
        "channelData": {"tenant": {"id": "t"}},
    }
    started = time.perf_counter()
    response = client.post(f"{bot}/api/messages", json=activity)
    acknowledged = time.perf_counter()
    assert response.status_code == 200, response.text
    return (acknowledged - started) * 1000, (connector.wait(conversation) - started) * 1000


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100, help="of each bot")
    number = parser.parse_args().requests
    connector, ports = Connector(), (free_port(), free_port())
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/vanort.db",
            "VANORT_SECRET_KEY": "a key for measuring, of more than 32 bytes",
            "VANORT_KNOWLEDGE": str(ROOT / "knowledge"),
            "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true",
            "PORT": str(ports[0]),
        }
        bot = running([sys.executable, "-m", "bot", "serve"], ports[0], "/readyz", **settings)
        echo = running([sys.executable, "-W", "ignore", "-c", ECHO, str(ports[1])], ports[1], "/docs")
        with bot as vanort, echo as bare, httpx2.Client(trust_env=False, timeout=60) as client:
            taken: dict[str, list[tuple[float, float]]] = {"Vänort": [], "echo bot on the SDK": []}
            for n in range(number + 10):
                for name, url in zip(taken, (vanort, bare), strict=True):
                    taken[name].append(ask(client, url, connector, f"a:{name[0]}{n}", QUESTIONS[n % len(QUESTIONS)]))
    print(f"{number} activities each, in turns, after 10 to warm up; milliseconds on loopback.\n")
    print("| | request answered, median | 95 % | reply out, median | 95 % |")
    print("|---|---|---|---|---|")
    for name, times in taken.items():
        acknowledged, replied = ([pair[k] for pair in times[10:]] for k in (0, 1))
        figures = [quantile(part, share) for part in (acknowledged, replied) for share in (0.5, 0.95)]
        print(f"| {name} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |")


if __name__ == "__main__":
    main()
