"""The outgoing edge to Slack: forwards calls to the emulator, and answers in its place where a test wants a fault.

It also is what Slack's `response_url`s lead to.
"""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Answer = tuple[int, dict[str, str], dict[str, Any]]
"""Status, headers, body."""


class Edge:
    """Args:
    api: the Web API that calls are forwarded to.
    before, after: called with the method before a call is forwarded, and before its answer is given.
    """

    def __init__(
        self,
        api: str,
        *,
        before: Callable[[str], None] = lambda _: None,
        after: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._api, self.before, self.after = api, before, after
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.instead: dict[str, list[Answer | None]] = defaultdict(list)
        self.always: dict[str, Callable[[dict[str, Any]], Answer | None]] = {}
        self.responses: list[dict[str, Any]] = []
        self.respond_status = 200
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                if self.path.startswith("/respond"):
                    outer._note(lambda: outer.responses.append(json.loads(body)))
                    self._answer(outer.respond_status, {}, b"ok")
                    return
                method = self.path.removeprefix("/api/")
                told = _parsed(body, self.headers.get("Content-Type", ""))
                outer._note(lambda: outer.calls.append((method, told)))
                outer.before(method)
                status, headers, answer = outer._instead(method, told) or outer._forward(method, body, self.headers)
                outer.after(method)
                self._answer(status, headers, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

            def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Type", "application/json")
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

        self._server = Quiet(("127.0.0.1", 0), Handler)
        address = f"http://127.0.0.1:{self._server.server_port}"
        self.url, self.response_url = f"{address}/api/", f"{address}/respond"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def made(self, method: str) -> list[dict[str, Any]]:
        """The calls of a method so far."""
        with self._changed:
            return [told for name, told in self.calls if name == method]

    def wait(self, found: Callable[[], Any], seconds: float = 30) -> Any:
        """Return what is found as soon as it is something."""
        with self._changed:
            assert self._changed.wait_for(found, seconds), (self.calls, self.responses)
            return found()

    def answered(self, number: int = 1) -> list[dict[str, Any]]:
        """What came to the response_url, as soon as it is so much."""
        return self.wait(lambda: self.responses if len(self.responses) >= number else None)

    def called(self, method: str, number: int = 1) -> list[dict[str, Any]]:
        """The calls of a method, as soon as there are so many."""
        return self.wait(lambda: found if len(found := self.made(method)) >= number else None)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _note(self, what: Callable[[], None]) -> None:
        with self._changed:
            what()
            self._changed.notify_all()

    def _instead(self, method: str, told: dict[str, Any]) -> Answer | None:
        planned = self.instead[method].pop(0) if self.instead[method] else None
        return planned or (self.always[method](told) if method in self.always else None)

    def _forward(self, method: str, body: bytes, headers: Any) -> tuple[int, dict[str, str], bytes]:
        kept = {name: headers[name] for name in ("Content-Type", "Authorization") if name in headers}
        request = urllib.request.Request(self._api + method, body, kept)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
                return response.status, {}, response.read()
        except urllib.error.HTTPError as error:
            return error.code, {}, error.read()


def _parsed(body: bytes, kind: str) -> dict[str, Any]:
    if "json" in kind and body:
        told: dict[str, Any] = json.loads(body)
        return told
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
