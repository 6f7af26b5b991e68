"""Calls to Teams' Bot Connector from worker threads: the SDK's client is asynchronous and has a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import TimeoutError as CallTimeoutError
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.channels.teams.sdk import (
    AppTokenProvider,
    Client,
    ClientOptions,
    ConversationClient,
    Credentials,
    MessageActivityInput,
    TokenManager,
    httpx,
)
from bot.runtime.delivery import DeliveryError, retry_after

CARD = "application/vnd.microsoft.card.adaptive"
TOOK_NOTHING = frozenset({412, 429, 502, 503, 504})
"""After these Teams wants the same call again; after another 5xx nobody knows what became of it."""

GONE = frozenset({404, 410})
"""The message or the conversation is not there any more."""

_PLACEHOLDER = "DO_NOT_USE_PLACEHOLDER_ID"  # the SDK's, where Teams names no id
T = TypeVar("T")


class Gone(DeliveryError):
    """The message or the conversation is not there any more."""


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: where it is served, its id, and what the bot is called in it."""

    service_url: str
    conversation: str
    bot: str


class Connector:
    """Posts, changes and deletes messages.

    Args:
        credentials: of the bot; None sends no token.
        timeout_seconds: for each step of a request, and for half of all of it.
    """

    def __init__(self, credentials: Credentials | None, *, timeout_seconds: float) -> None:
        self._timeout = timeout_seconds
        self._tokens = AppTokenProvider(TokenManager(credentials)) if credentials else None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="teams-connector", daemon=True)
        self._thread.start()
        self._client = Client(ClientOptions(timeout=timeout_seconds, token=self._token if credentials else None))

    def post(self, place: Place, card: Mapping[str, Any], summary: str) -> str | None:
        """Post a card; returns the message's id, None where Teams told none. Raises: DeliveryError."""

        async def call(api: ConversationClient) -> str:
            return (await api.create_activity(place.conversation, _message(place, card, summary))).id

        name = self._call(place, call)
        return None if name == _PLACEHOLDER else name

    def replace(self, place: Place, message: str, card: Mapping[str, Any], summary: str) -> None:
        """Put a card in the place of one that was posted. Raises: Gone, DeliveryError."""

        async def call(api: ConversationClient) -> None:
            await api.update_activity(place.conversation, message, _message(place, card, summary))

        self._call(place, call)

    def delete(self, place: Place, message: str) -> None:
        """Delete a message that was posted. Raises: Gone, DeliveryError."""

        async def call(api: ConversationClient) -> None:
            await api.delete_activity(place.conversation, message)

        self._call(place, call)

    def close(self) -> None:
        """Close the connections and end the thread."""
        asyncio.run_coroutine_threadsafe(self._client.http.aclose(), self._loop).result(self._timeout)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, place: Place, call: Callable[[ConversationClient], Awaitable[T]]) -> T:
        future = asyncio.run_coroutine_threadsafe(self._run(place.service_url, call), self._loop)
        try:
            return future.result(2 * self._timeout)
        except CallTimeoutError:
            future.cancel()
            raise DeliveryError("timeout") from None

    async def _run(self, service_url: str, call: Callable[[ConversationClient], Awaitable[T]]) -> T:
        try:
            return await call(ConversationClient(service_url, self._client))
        except httpx.HTTPStatusError as error:
            raise _refused(error.response) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise DeliveryError(type(error).__name__, posted=False) from None
        except httpx.HTTPError as error:
            raise DeliveryError(type(error).__name__) from None

    async def _token(self) -> str:
        """Return the token for a call; MSAL keeps it until shortly before it expires."""
        assert self._tokens is not None  # noqa: S101 - else the client has no token to ask for
        try:
            return str(await self._tokens.get_app_token())
        except Exception as error:  # MSAL's and those of its transport have no class in common
            raise DeliveryError(f"token {type(error).__name__}", posted=False) from None


def _refused(response: httpx.Response) -> DeliveryError:
    status = response.status_code
    wait = retry_after(response.headers.get("Retry-After", ""))
    if status in GONE:
        return Gone(str(status), posted=False)
    posted = False if status < 500 or status in TOOK_NOTHING else None
    return DeliveryError(str(status), posted=posted, retry_after=wait)


def _message(place: Place, card: Mapping[str, Any], summary: str) -> MessageActivityInput:
    """A card alone: a text beside it would be shown as a second message."""
    return MessageActivityInput.model_validate(
        {
            "from": {"id": place.bot},
            "conversation": {"id": place.conversation},
            "summary": summary,
            "attachments": [{"contentType": CARD, "content": card}],
        }
    )
