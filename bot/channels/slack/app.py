"""The Bolt app: signatures, workspaces, listeners, and what Slack hears when something fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.listeners import commands, enquiries, messages, presses
from bot.channels.slack.reception import Reception
from bot.channels.slack.workspaces import NotInstalled, Workspaces, is_slacks
from bot.store import StoreUnavailable

_log = structlog.get_logger("vanort")


def build(
    reception: Reception, workspaces: Workspaces, *, signing_secret: str, api_url: str, proxy: str | None = None
) -> AsyncApp:
    """Return the app.

    A listener has done its work before Slack hears that the event was accepted (`process_before_response`): where the
    inbox could not take it down, Slack hears 503 and delivers it again.
    """
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)  # at INFO it quotes the body of a wrongly signed request

    async def authorize(team_id: str | None, enterprise_id: str | None) -> Any:
        try:
            found = workspaces.known(team_id or "")
            if found is None:
                found = await asyncio.to_thread(workspaces.bot, team_id or "")
        except NotInstalled:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=found.token, bot_user_id=found.user
        )

    async def of_a_tenant(context: Any, body: Mapping[str, Any], next: Any) -> BoltResponse | None:
        known = _is_handshake(body) or (isinstance(context.team_id, str) and reception.tenant(context.team_id))
        answered = body.get("response_url")
        if not known or (answered is not None and not is_slacks(answered, api_url)):
            reception.refuse()
            return BoltResponse(status=403, body="")
        await next()
        return None

    app = AsyncApp(
        name="vanort",
        logger=logging.getLogger("slack_bolt"),
        signing_secret=signing_secret,
        client=AsyncWebClient(base_url=api_url, proxy=proxy),
        authorize=authorize,
        before_authorize=of_a_tenant,
        process_before_response=True,
    )

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        if isinstance(error, StoreUnavailable):
            return BoltResponse(status=503, body="", headers={"Retry-After": "1"})
        _log.error("slack_failed", exc_info=error)
        return BoltResponse(status=500, body="")

    for listener in (messages, commands, presses, enquiries):
        listener.register(app, reception)
    return app


def _is_handshake(body: Mapping[str, Any]) -> bool:
    """Tell whether Slack asks whether the address is the app's: that comes from no workspace."""
    return body.get("type") == "url_verification"
