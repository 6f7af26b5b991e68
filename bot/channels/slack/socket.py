"""Socket Mode: events over a websocket that the bot opens, where Slack cannot reach the host.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode. Slack gives each event to one of up to ten sockets.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

PING_SECONDS = 10.0
SILENT_SECONDS = 60.0
"""A socket that was not heard of for so long, pongs included, is given up, whatever it says of itself."""

CHECK_SECONDS = 5.0
_log = structlog.get_logger("vanort")


class Socket:
    """Keeps one socket open.

    Args:
        app: handles what comes.
        token: of the app, with connections:write.
        api_url: of the Web API.
        proxy: an HTTP proxy to go through.
        monotonic: seconds that only grow.
    """

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        *,
        api_url: str,
        proxy: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._token, self._api_url, self._proxy = app, token, api_url, proxy
        self._monotonic = monotonic
        self._client: SocketModeClient | None = None

    @property
    def connected(self) -> bool:
        """Whether the socket is open, as far as is known."""
        session = self._client.current_session if self._client else None
        return session is not None and not session.closed

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the socket open; entering does not wait for Slack, which may be away."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping

    async def _keep(self) -> None:
        while True:
            handler = AsyncSocketModeHandler(
                self._app,
                self._token,
                web_client=AsyncWebClient(base_url=self._api_url, proxy=self._proxy),
                proxy=self._proxy,
                ping_interval=PING_SECONDS,
            )
            self._client = handler.client
            connect: Any = handler.connect_async  # untyped in the SDK, as close_async
            connecting = asyncio.create_task(connect())  # it tries until it is closed
            try:
                await self._watch(handler.client)
                _log.warning("socket_silent")
            finally:
                connecting.cancel()
                with contextlib.suppress(Exception):  # what broke it may break its closing
                    await cast(Any, handler).close_async()

    async def _watch(self, client: SocketModeClient) -> None:
        """Return once a socket has been silent for too long: the SDK's own reconnecting is known to fall silent."""
        heard, pong = self._monotonic(), client.last_ping_pong_time
        while self._monotonic() - heard < SILENT_SECONDS:
            await asyncio.sleep(CHECK_SECONDS)
            session = client.current_session
            tasks = (client.message_receiver, client.message_processor, client.current_session_monitor)
            runs = all(task is not None and not task.done() for task in tasks)
            if session is not None and not session.closed and runs and client.last_ping_pong_time != pong:
                heard, pong = self._monotonic(), client.last_ping_pong_time
