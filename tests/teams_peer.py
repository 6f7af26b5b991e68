"""The other side of the Teams channel: what Teams sends, and a Bot Connector on a port of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import unquote

from serving import Peer

from bot.locales import phrase
from bot.question import Language

T = TypeVar("T")
BOT = "28:bot"
TENANT = "3f2c0000-0000-4000-8000-000000000000"
PERSON, COLLEAGUE = "aad-asker", "aad-colleague"


def activity(kind: str, url: str, **changes: Any) -> dict[str, Any]:
    """An activity in a personal chat, with all that Teams sends."""
    made = {
        "type": kind,
        "id": "1",
        "timestamp": "2026-11-26T11:00:00Z",
        "channelId": "msteams",
        "serviceUrl": url,
        "from": {"id": "29:asker", "name": "Alva Ek", "aadObjectId": PERSON},
        "recipient": {"id": BOT, "name": "Vänort"},
        "conversation": {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "sv-SE",
    }
    return made | changes


def message(text: str, url: str, /, **changes: Any) -> dict[str, Any]:
    """A message that somebody wrote."""
    return activity("message", url, **{"text": text, "textFormat": "plain"} | changes)


def press(button: dict[str, Any], card: str, url: str, *, inputs: dict[str, Any] | None = None, **changes: Any) -> Any:
    """The press of a button of a card, with what stands in the card's fields."""
    action = {"type": "Action.Execute", "verb": button["verb"], "data": {**button["data"], **(inputs or {})}}
    values = {"name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}, "replyToId": card}
    return activity("invoke", url, **{"id": "f:1", **values} | changes)


class BotConnector:
    """Teams' side: keeps every call, and shows what stands in each conversation now.

    Args:
        before: is called with each request before it is recorded, such as to wait.
        respond: gives another status than 201 for a request, which is then not recorded; None for none.
    """

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.before: Callable[[], object] = lambda: None
        self.respond: Callable[[dict[str, Any]], int | None] = lambda _: None
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _call(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"null")
                parts = unquote(self.path).split("/")
                call = {
                    "method": self.command,
                    "conversation": parts[3],
                    "message": parts[5] if len(parts) > 5 else None,
                    "token": self.headers.get("Authorization"),
                    "body": body,
                }
                outer.before()
                status = outer.respond(call) or (201 if self.command == "POST" else 200)
                self._answer(status, {"id": outer._record(call)} if status < 300 else {})

            do_POST = do_PUT = do_DELETE = _call

            def _answer(self, status: int, data: dict[str, Any]) -> None:
                body = json.dumps(data).encode()
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "1")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # who asked gave up

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def _record(self, call: dict[str, Any]) -> str:
        with self._changed:
            self.calls.append(call)
            call["message"] = call["message"] or f"m{len(self.calls)}"
            self._changed.notify_all()
            return str(call["message"])

    def until(self, found: Callable[[], T], seconds: float = 30) -> T:
        """Return what is found as soon as it is there; it is looked for whenever something came."""
        with self._changed:
            assert self._changed.wait_for(found, seconds), self.calls
            return found()

    def cards(self, number: int = 1, *, conversation: str | None = None, method: str = "POST") -> list[dict[str, Any]]:
        """Return the first calls of a kind in a conversation, without the notice of first use, once they came."""

        def found() -> list[dict[str, Any]]:
            return [
                call
                for call in self.calls
                if call["method"] == method
                and conversation in (None, call["conversation"].split(";")[0])
                and not is_first_use(call["body"])
            ]

        return self.until(lambda: found() if len(found()) >= number else [])[:number]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def is_first_use(body: dict[str, Any] | None) -> bool:
    """Tell whether a message is the notice that everybody gets once."""
    told = (body or {}).get("summary", "")
    return any(told.startswith(phrase(language, "privacy.intro").split("{")[0]) for language in Language)


def content(call: dict[str, Any]) -> dict[str, Any]:
    """The card of a call."""
    (attachment,) = call["body"]["attachments"]
    card: dict[str, Any] = attachment["content"]
    return card


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every element, run and action of a card."""
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for key, value in node.items():
            if key != "data":
                yield from parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts(value)


def read(call: dict[str, Any]) -> str:
    """What a person reads on a card."""
    blocks = [part for part in parts(content(call)) if part["type"] == "RichTextBlock"]
    return "\n".join("".join(run["text"] for run in block["inlines"]) for block in blocks)


def button(call: dict[str, Any], wanted: str) -> dict[str, Any]:
    """The button of a title or a verb."""
    found = [part for part in parts(content(call)) if part["type"] == "Action.Execute"]
    return next(part for part in found if wanted in (part["title"], part["verb"]))


class Teams:
    """The server and both sides of it."""

    def __init__(self, peer: Peer, connector: BotConnector) -> None:
        self.peer, self.connector = peer, connector

    def send(self, body: Any, **headers: str) -> Any:
        """Post what Teams posts."""
        raw = {"content": body} if isinstance(body, bytes | str) else {"json": body}
        return self.peer.client.post("/api/messages", headers=headers, **raw)

    def say(self, text: str, number: object = 1, **changes: Any) -> Any:
        """Write a message."""
        return self.send(message(text, self.connector.url, **{"id": str(number)} | changes))

    def happen(self, kind: str, **changes: Any) -> Any:
        """Send an activity of another kind."""
        return self.send(activity(kind, self.connector.url, **changes))

    def press(self, button: dict[str, Any], card: str, number: object = 1, **changes: Any) -> Any:
        """Press a button."""
        return self.send(press(button, card, self.connector.url, **{"id": f"f:{number}"} | changes))


Open = Callable[..., Teams]
