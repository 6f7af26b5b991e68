"""Slack's requests over HTTP."""

from __future__ import annotations

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.slack.reception import Reception
from bot.runtime.intake import TooLarge, read_body

PATH = "/slack/events"
"""Where Slack posts events, commands and presses."""


def routes(app: AsyncApp, reception: Reception) -> list[Route]:
    """Return the HTTP routes."""

    async def events(request: Request) -> Response:
        try:
            body = await read_body(request)
            asked = to_async_bolt_request(request, body)
        except TooLarge:
            reception.refuse()
            return JSONResponse({"error": "too_large"}, 413)
        except (UnicodeDecodeError, ValueError):
            reception.refuse()
            return JSONResponse({"error": "event"}, 400)
        response = await app.async_dispatch(asked)
        if response.status == 401:
            reception.refuse()
        return to_starlette_response(response)

    return [Route(PATH, events, methods=["POST"])]
