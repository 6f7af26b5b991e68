"""The other side of the loopback channel: sends signed events, and receives the answers on a port of its own.

Run by hand against `make serve`, it is a chat: what you type is asked, what is answered is printed.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx2

from bot.channels import signing

T = TypeVar("T")
SECRET = b"a secret of the loopback channel, for tests"
WAIT_SECONDS = 30.0


def event(number: object, text: str, **changes: Any) -> dict[str, Any]:
    """An event; each in a conversation of its own unless `changes` says otherwise."""
    values = {"id": f"e{number}", "workspace": "w", "conversation": f"c{number}", "user": "u1", "text": text}
    return values | changes


def signed(body: bytes, *, secret: bytes = SECRET, now: float | None = None) -> dict[str, str]:
    """Headers that sign a body, now or at another time."""
    return signing.headers(secret, body, time.time() if now is None else now)


class Receiver:
    """A platform that keeps every post, also those that repeat a reference: it does not hide what is posted twice.

    `posts` are answers and apologies, `others` are cards and notices, each with what it shows now; `changes` are the
    updates and deletions as they came.

    Args:
        before: is called with each request before it is recorded, such as to wait.
        after: is called with each request after it was recorded and before it is answered.
        respond: gives another status than 200 for a post, which is then not recorded; None for none.
    """

    def __init__(
        self,
        *,
        before: Callable[[], None] = lambda: None,
        after: Callable[[], None] = lambda: None,
        respond: Callable[[dict[str, Any]], int | None] = lambda _: None,
        port: int = 0,
    ) -> None:
        self.before, self.after, self.respond = before, after, respond
        self.posts: list[dict[str, Any]] = []
        self.others: list[dict[str, Any]] = []
        self.changes: list[dict[str, Any]] = []
        self.finds = 0
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self._refused(body):
                    return
                post = json.loads(body)
                outer.before()
                status = outer.respond(post)
                if status is None:
                    status = outer._record(post)
                    outer.after()
                self._answer(status, {"message": f"m-{post['reference']}"} if "reference" in post else {})

            def do_GET(self) -> None:
                query = urlsplit(self.path).query
                if self._refused(query.encode()):
                    return
                wanted = parse_qs(query)["reference"][0]
                with outer._changed:
                    outer.finds += 1
                    known = any(post["reference"] == wanted for post in (*outer.posts, *outer.others))
                self._answer(200 if known else 404, {"message": f"m-{wanted}"} if known else {})

            def _refused(self, body: bytes) -> bool:
                given = (self.headers.get(name, "") for name in (signing.TIMESTAMP, signing.SIGNATURE))
                if signing.is_signed(SECRET, *given, body, time.time()):
                    return False
                self._answer(401, {})
                return True

            def _answer(self, status: int, data: dict[str, Any]) -> None:
                body = json.dumps(data).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # who asked was killed

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: object) -> None:
                pass  # who asked was killed

        self._server = Quiet(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/answers"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def _record(self, post: dict[str, Any]) -> int:
        with self._changed:
            self._changed.notify_all()
            if post["action"] == "post":
                (self.posts if {"answer", "apology"} & set(post) else self.others).append(post)
                return 200
            self.changes.append(post)
            for posts in (self.posts, self.others):
                for number, there in enumerate(posts):
                    if f"m-{there['reference']}" == post["message"]:
                        # What was posted keeps its place; what it shows is replaced.
                        new = {**post, "action": "post", "reference": there["reference"]}
                        posts[number : number + 1] = [new] if post["action"] == "update" else []
                        return 200
            return 404

    def until(self, done: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
        """Return what is found as soon as it is there; it is looked for whenever something came."""
        with self._changed:
            assert self._changed.wait_for(done, seconds), (self.posts, self.others)
            return done()

    def wait(self, done: Callable[[list[dict[str, Any]]], bool], seconds: float = WAIT_SECONDS) -> list[dict[str, Any]]:
        """Return the posts as soon as they fulfil a condition, and at the latest after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: done(self.posts), seconds)
            return list(self.posts)

    def first(self, number: int = 1, seconds: float = WAIT_SECONDS) -> list[dict[str, Any]]:
        """Return the posts as soon as there are so many."""
        return self.wait(lambda posts: len(posts) >= number, seconds)

    def times(self) -> Counter[str]:
        """How often each event was answered."""
        with self._changed:
            return Counter(post["event"] for post in self.posts)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _chat(url: str, port: int) -> None:
    receiver = Receiver(port=port)
    print(f"Answers come to {receiver.url}. Ctrl-D ends.")  # noqa: T201 - a program to be run by hand
    for line in iter(sys.stdin.readline, ""):
        before = len(receiver.posts)
        body = json.dumps(event(time.time_ns(), line, conversation="by-hand")).encode()
        response = httpx2.post(url, content=body, headers=signed(body))
        if response.status_code != 200:
            print(response.status_code, response.text)  # noqa: T201
            continue
        for post in receiver.first(before + 1)[before:]:
            print(f"{(post.get('answer') or post['apology'])['text']}\n")  # noqa: T201


if __name__ == "__main__":
    _chat(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/loopback/events", 8001)
