"""The HTTP route /api/messages: checks who calls, takes the activity down, and answers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.teams import NAME
from bot.channels.teams.access import Access, NoKeys, Refusal
from bot.channels.teams.activity import Activity
from bot.channels.teams.presses import INVOKE
from bot.channels.teams.reading import Unreadable, incoming, is_arrival
from bot.channels.teams.references import References
from bot.locales import phrase
from bot.question import Language
from bot.runtime.intake import Intake, TooLarge, read_body
from bot.runtime.requests import Kind
from bot.store import Incoming, StoreError

PATH = "/api/messages"
MESSAGE = "application/vnd.microsoft.activity.message"


def routes(intake: Intake, access: Access, references: References, clock: Callable[[], datetime]) -> list[Route]:
    """Return the channel's HTTP route."""

    async def messages(request: Request) -> Response:
        authorization = request.headers.get("Authorization", "")
        if (refusal := access.wants_token(authorization)) is not None:
            return _refused(intake, refusal)
        try:
            activity = Activity.model_validate_json(await read_body(request))
            tenant = await access.check(authorization, activity)
            if isinstance(tenant, Refusal):
                return _refused(intake, tenant)
            event = incoming(activity, tenant.name)
            if is_arrival(activity):
                await asyncio.to_thread(references.keep, activity, tenant.name, clock())
            if event is not None:
                await intake.accept(event)
        except TooLarge:
            return _refused(intake, Refusal(413, "too_large"))
        except (ValidationError, Unreadable):
            return _refused(intake, Refusal(400, "activity"))
        except (StoreError, NoKeys):
            return JSONResponse({"error": "unavailable"}, 503, {"Retry-After": "1"})
        return _told(activity, event)

    return [Route(PATH, messages, methods=["POST"])]


def _refused(intake: Intake, refusal: Refusal) -> Response:
    intake.refuse(NAME)
    return JSONResponse({"error": refusal.error}, refusal.status)


def _told(activity: Activity, event: Incoming | None) -> Response:
    """An empty 200; an invoke gets JSON, that of a press a line under the card, which stands until that is replaced."""
    if activity.type != "invoke":
        return Response(status_code=200)
    if activity.name != INVOKE:
        return JSONResponse({})
    said = "not_taken" if event is None else "voted" if event.kind in (Kind.VOTE, Kind.REASON) else "pressed"
    told = phrase(activity.language or Language.SV, f"teams.{said}")
    return JSONResponse({"statusCode": 200, "type": MESSAGE, "value": told})
