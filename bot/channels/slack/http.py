"""Slack's requests over HTTP: nothing of a request is read before its signature is known to be right."""

from __future__ import annotations

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.signing import is_timestamp
from bot.channels.slack.reception import Reception
from bot.runtime.intake import TooLarge, read_body

PATH = "/slack/events"
"""Where Slack posts events, commands and presses."""

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What is raised where a body is no event: Bolt looks into it without asking what it is."""


def routes(app: AsyncApp, reception: Reception, signing_secret: str) -> list[Route]:
    """Return the HTTP routes."""
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        try:
            body = await read_body(request)
        except TooLarge:
            return _refused(reception, 413, "too_large")
        try:
            if not _is_signed(verifier, request.headers, body):
                return _refused(reception, 401, "signature")
            asked = to_async_bolt_request(request, body)
        except UNREADABLE:
            return _refused(reception, 400, "event")
        return to_starlette_response(await app.async_dispatch(asked))

    return [Route(PATH, events, methods=["POST"])]


def _refused(reception: Reception, status: int, error: str) -> Response:
    reception.refuse()
    return JSONResponse({"error": error}, status)


def _is_signed(verifier: SignatureVerifier, headers: Headers, body: bytes) -> bool:
    """Tell whether Slack signed a body in the last minutes.

    The SDK stumbles over headers of another form. Raises: UnicodeDecodeError.
    """
    timestamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not (is_timestamp(timestamp) and signature.isascii()):
        return False
    return verifier.is_valid(body, timestamp, signature)
