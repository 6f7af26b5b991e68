"""The test channel: signed HTTP in, signed HTTP out. The pattern that the channels of real platforms follow.

Events come as JSON to /loopback/events. Replies are posted as JSON to an address from the settings; asked with GET and
?reference=…, the same address tells whether a reply was posted: {"message": name}, or 404.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import httpx2
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import signing
from bot.question import Choice, Language, Question, clean
from bot.render.json import as_json
from bot.runtime.delivery import Apology, Asked, DeliveryError, Posted, Reply, Sent
from bot.runtime.intake import Intake, TooLarge, read_body
from bot.store import Incoming, Item, StoreError
from bot.tenants import Tenants

NAME = "loopback"
PATH = "/loopback/events"
MOST_TIMEOUT_SECONDS = 10.0
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fact: _Name
    value: _Name


class Event(BaseModel):
    """What comes in: a question, or a choice among the options that an earlier answer offered."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    id: _Name
    workspace: _Name
    conversation: _Name
    user: _Name
    text: str
    language: Language | None = None
    choice: _Choice | None = None


def routes(intake: Intake, tenants: Tenants, secret: bytes, clock: Callable[[], datetime]) -> list[Route]:
    """Return the channel's HTTP route."""

    async def events(request: Request) -> Response:
        try:
            body = await read_body(request)
        except TooLarge:
            return _refused(intake, 413, "too_large")
        timestamp, signature = (request.headers.get(name, "") for name in (signing.TIMESTAMP, signing.SIGNATURE))
        if not signing.is_signed(secret, timestamp, signature, body, clock().timestamp()):
            return _refused(intake, 401, "signature")
        try:
            event = Event.model_validate_json(body)
        except ValidationError:
            return _refused(intake, 400, "event")
        tenant = tenants.of(NAME, event.workspace)
        if tenant is None:
            return _refused(intake, 403, "workspace")
        try:
            new = await intake.accept(_incoming(event, tenant.name))
        except StoreError:
            return JSONResponse({"error": "unavailable"}, 503, {"Retry-After": "1"})
        return JSONResponse({"accepted": True, "repeated": not new})

    return [Route(PATH, events, methods=["POST"])]


def _refused(intake: Intake, status: int, error: str) -> Response:
    intake.refuse(NAME)
    return JSONResponse({"error": error}, status)


def _incoming(event: Event, tenant: str) -> Incoming:
    return Incoming(
        channel=NAME,
        key=f"{event.workspace}/{event.id}",
        conversation=_thread(event.workspace, event.conversation),
        kind="question",
        payload=event.model_dump(mode="json"),
        tenant=tenant,
    )


def _thread(workspace: str, conversation: str) -> str:
    return f"{workspace}/{conversation}"


class LoopbackChannel:
    """Posts replies to one address.

    Args:
        url: where to.
        secret: signs every request.
        timeout_seconds: for each step of a request (to connect, to send, to receive).
    """

    name = NAME

    def __init__(self, url: str, secret: bytes, *, timeout_seconds: float = MOST_TIMEOUT_SECONDS) -> None:
        self._url, self._secret = url, secret
        self._client = httpx2.Client(timeout=timeout_seconds, trust_env=False)

    def asked(self, item: Item) -> Asked:
        """Return what an event asks."""
        event = Event.model_validate(item.payload)
        choice = Choice(event.choice.fact, event.choice.value) if event.choice else None
        question = Question(clean(event.text), event.language, choice=choice, asker=event.user)
        thread = _thread(event.workspace, event.conversation)
        return Asked(question, thread, f"{event.workspace}/{event.id}")

    def deliver(self, item: Item, reply: Reply, reference: str) -> Sent:
        """Post a reply; see `Channel`."""
        event = item.payload
        told: dict[str, Any] = {
            "reference": reference,
            "event": event["id"],
            "workspace": event["workspace"],
            "conversation": event["conversation"],
        }
        if isinstance(reply, Apology):
            told["apology"] = {"text": reply.text, "reference": reply.reference}
        else:
            told["answer"] = as_json(reply, event["text"], event["id"])
        body = json.dumps(told).encode()
        response = self._send("POST", body, content=body)
        if response.status_code >= 500:
            raise DeliveryError(str(response.status_code))
        if response.status_code != 200:
            wait = response.headers.get("Retry-After", "")
            retry_after = float(wait) if wait.isascii() and wait.isdigit() else None
            raise DeliveryError(str(response.status_code), posted=False, retry_after=retry_after)
        return self._read(response, item)

    def find(self, item: Item) -> Sent | None:
        """Ask the receiver; see `Channel`."""
        query = str(httpx2.QueryParams({"reference": item.reference}))
        response = self._send("GET", query.encode(), params={"reference": item.reference})
        if response.status_code == 404:
            return None
        if response.status_code != 200:
            raise DeliveryError(str(response.status_code))
        return self._read(response, item)

    def ready(self) -> bool:
        """Return True: there is no connection to keep."""
        return True

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send(self, method: str, signed: bytes, **options: Any) -> httpx2.Response:
        headers = signing.headers(self._secret, signed, time.time())
        try:
            return self._client.request(method, self._url, headers=headers, **options)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise DeliveryError(type(error).__name__, posted=False) from None
        except httpx2.HTTPError as error:
            raise DeliveryError(type(error).__name__) from None

    def _read(self, response: httpx2.Response, item: Item) -> Sent:
        try:
            name = str(response.json()["message"])
        except (ValueError, KeyError, TypeError):
            raise DeliveryError("response") from None
        return Sent((Posted(name, {"message": name, "conversation": item.payload["conversation"]}),))
