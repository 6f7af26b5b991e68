"""The test channel: signed HTTP in, signed HTTP out. The pattern that the channels of real platforms follow.

Events come as JSON to /loopback/events. What is shown is posted as JSON to an address from the settings, with an
"action": post, update or delete. Asked with GET and ?reference=…, the same address tells whether a message was posted:
{"message": name}, or 404.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx2
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import signing
from bot.channels.loopback_events import Event, content, request_of, thread
from bot.runtime import requests
from bot.runtime.delivery import DeliveryError, Posted, Sent, retry_after
from bot.runtime.intake import Intake, TooLarge, read_body
from bot.runtime.messages import Outgoing
from bot.runtime.requests import Address
from bot.runtime.surroundings import Opened, Surroundings
from bot.settings import ServerSettings
from bot.store import Incoming, Item, StoreError
from bot.tenants import Tenants

NAME = "loopback"


def open_channel(settings: ServerSettings, around: Surroundings, name: str = NAME) -> Opened | None:
    """Open the channel where the settings turn it on; under another name it is another channel."""
    secret, url = settings.loopback_secret, settings.loopback_url
    if secret is None or url is None:
        return None
    key = secret.get_secret_value().encode()
    channel = LoopbackChannel(url, key, name=name, timeout_seconds=settings.step_timeout)
    return Opened(channel, routes(around.intake, around.tenants, key, around.clock, name))


def routes(
    intake: Intake, tenants: Tenants, secret: bytes, clock: Callable[[], datetime], name: str = NAME
) -> list[Route]:
    """Return the channel's HTTP route."""

    def refused(status: int, error: str) -> Response:
        intake.refuse(name)
        return JSONResponse({"error": error}, status)

    async def events(request: Request) -> Response:
        try:
            body = await read_body(request)
        except TooLarge:
            return refused(413, "too_large")
        timestamp, signature = (request.headers.get(header, "") for header in (signing.TIMESTAMP, signing.SIGNATURE))
        if not signing.is_signed(secret, timestamp, signature, body, clock().timestamp()):
            return refused(401, "signature")
        try:
            event = Event.model_validate_json(body)
        except ValidationError:
            return refused(400, "event")
        tenant = tenants.of(name, event.workspace)
        if tenant is None:
            return refused(403, "workspace")
        try:
            new = await intake.accept(_incoming(event, name, tenant.name))
        except StoreError:
            return JSONResponse({"error": "unavailable"}, 503, {"Retry-After": "1"})
        return JSONResponse({"accepted": True, "repeated": not new})

    return [Route(f"/{name}/events", events, methods=["POST"])]


def _incoming(event: Event, channel: str, tenant: str) -> Incoming:
    return Incoming(
        channel=channel,
        key=f"{event.workspace}/{event.id}",
        conversation=thread(event),
        kind=event.kind,
        payload=event.model_dump(mode="json"),
        tenant=tenant,
    )


class LoopbackChannel:
    """Posts to one address.

    Args:
        url: where to.
        secret: signs every request.
        name: of the channel.
        timeout_seconds: for each step of a request (to connect, to send, to receive).
    """

    def __init__(self, url: str, secret: bytes, *, name: str, timeout_seconds: float) -> None:
        self.name = name
        self._url, self._secret = url, secret
        self._client = httpx2.Client(timeout=timeout_seconds, trust_env=False)

    def read(self, item: Item) -> requests.Request:
        """Return what an event asks for."""
        return request_of(Event.model_validate(item.payload))

    def admits(self, item: Item) -> bool:
        """Tell what the event says."""
        return not Event.model_validate(item.payload).stranger

    def place(self, text: str) -> Address:
        """Return the address of a place, told as WORKSPACE/CONVERSATION."""
        workspace, _, conversation = text.partition("/")
        return {"workspace": workspace, "conversation": conversation, "event": None}

    def post(self, where: Address, message: Outgoing, reference: str) -> Sent:
        """Post a message; see `Channel`."""
        response = self._send_json({"action": "post", "reference": reference, **where, **content(message)})
        return self._read(response, where)

    def find(self, where: Address, message: Outgoing, reference: str, since: datetime) -> Sent | None:
        """Ask the receiver; see `Channel`."""
        query = str(httpx2.QueryParams({"reference": reference}))
        response = self._send("GET", query.encode(), params={"reference": reference})
        if response.status_code == 404:
            return None
        if response.status_code != 200:
            raise DeliveryError(str(response.status_code))
        return self._read(response, where)

    def update(self, address: Address, message: Outgoing) -> Posted | None:
        """Replace a message; see `Channel`."""
        response = self._send_json({"action": "update", **address, **content(message)}, gone=404)
        return Posted(address["message"], address) if response.status_code == 200 else None

    def delete(self, address: Address) -> None:
        """Delete a message; see `Channel`."""
        self._send_json({"action": "delete", **address}, gone=404)

    def ready(self) -> bool:
        """Return True: there is no connection to keep."""
        return True

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send_json(self, told: dict[str, Any], *, gone: int = 200) -> httpx2.Response:
        body = json.dumps(told).encode()
        response = self._send("POST", body, content=body)
        if response.status_code in (200, gone):
            return response
        if response.status_code >= 500:
            raise DeliveryError(str(response.status_code))
        wait = retry_after(response.headers.get("Retry-After", ""))
        raise DeliveryError(str(response.status_code), posted=False, retry_after=wait)

    def _send(self, method: str, signed: bytes, **options: Any) -> httpx2.Response:
        headers = signing.headers(self._secret, signed, time.time())
        try:
            return self._client.request(method, self._url, headers=headers, **options)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise DeliveryError(type(error).__name__, posted=False) from None
        except httpx2.HTTPError as error:
            raise DeliveryError(type(error).__name__) from None

    @staticmethod
    def _read(response: httpx2.Response, where: Address) -> Sent:
        try:
            name = str(response.json()["message"])
        except (ValueError, KeyError, TypeError):
            raise DeliveryError("response") from None
        return Sent((Posted(name, {**where, "message": name}),))
