"""Slack's side of Socket Mode on loopback: a websocket that sends envelopes and takes their acknowledgements."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from typing import Any

from aiohttp import WSMsgType, web


class Sockets:
    """A websocket server in a thread; `url` is what apps.connections.open tells."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._open: list[web.WebSocketResponse] = []
        self.acknowledged: list[dict[str, Any]] = []
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._runner, port = self._call(self._start())
        self.url = f"ws://127.0.0.1:{port}/link"

    def send(self, kind: str, payload: dict[str, Any]) -> str:
        """Send an envelope over the newest socket; returns its id."""
        envelope = f"envelope-{next(self._numbers)}"
        told = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        self._call(self._open[-1].send_str(json.dumps(told)))
        return envelope

    def wait_for_connections(self, number: int, seconds: float = 30) -> None:
        """Wait until so many sockets have been opened in all."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.connections >= number, seconds), self.connections

    def answer(self, envelope: str, seconds: float = 30) -> dict[str, Any]:
        """The acknowledgement of an envelope, as soon as it is there."""

        def found() -> dict[str, Any] | None:
            return next((told for told in self.acknowledged if told.get("envelope_id") == envelope), None)

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, seconds), self.acknowledged
            return found() or {}

    def drop(self) -> None:
        """Close every socket, as Slack does from time to time."""
        for one in list(self._open):
            self._call(one.close())

    def close(self) -> None:
        self.drop()
        self._call(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _call(self, what: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(30)

    async def _start(self) -> tuple[web.AppRunner, int]:
        app = web.Application()
        app.router.add_get("/link", self._link)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, runner.addresses[0][1]

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        opened = web.WebSocketResponse()
        await opened.prepare(request)
        await opened.send_str(json.dumps({"type": "hello"}))
        with self._changed:
            self._open.append(opened)
            self.connections += 1
            self._changed.notify_all()
        async for message in opened:
            if message.type is WSMsgType.TEXT:
                with self._changed:
                    self.acknowledged.append(json.loads(message.data))
                    self._changed.notify_all()
        self._open.remove(opened)
        return opened
