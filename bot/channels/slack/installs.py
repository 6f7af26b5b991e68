"""Workspaces that install the app themselves (OAuth): Slack's flow over the store's encrypted installations.

Source: https://docs.slack.dev/authentication/installing-with-oauth.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urljoin

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.slack import NAME
from bot.channels.slack.workspaces import Workspaces
from bot.runtime.surroundings import Surroundings
from bot.store.installations import Installations

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "groups:history",
    "im:history",
    "im:write",
    "mpim:history",
    "users:read",
)
"""What the bot may do; docs/slack.md tells what each is for."""

T = TypeVar("T")
_log = structlog.get_logger("vanort")


class Installs(AsyncInstallationStore, AsyncOAuthStateStore):
    """Slack's installations and the states of installing, in the store.

    Args:
        around: the server's parts.
        workspaces: are told of what changes.
    """

    def __init__(self, around: Surroundings, workspaces: Workspaces) -> None:
        self._around, self._workspaces = around, workspaces

    @property
    def logger(self) -> logging.Logger:
        """The SDK's logger."""
        return logging.getLogger("slack_sdk")

    async def async_save(self, installation: Installation) -> None:
        """Keep what the bot needs of an installation; users' tokens are not asked for.

        Raises:
            BoltError: the workspace is none of those that are served.
        """
        team = installation.team_id or ""
        tenant = self._around.tenants.of(NAME, team)
        if tenant is None or not installation.bot_token:
            raise BoltError("the workspace is not in the tenants file")
        data = {"bot_token": installation.bot_token, "bot_user_id": installation.bot_user_id}
        now = self._around.clock()
        await self._use(lambda kept: kept.save(NAME, team, data, now, tenant=tenant.name))
        self._workspaces.forget(team)
        _log.info("installed", channel=NAME, tenant=tenant.name)

    async def remove(self, team: str) -> None:
        """Delete a workspace's tokens, once the app was uninstalled there or its tokens were revoked."""
        removed = await self._use(lambda kept: kept.remove(NAME, team))
        self._workspaces.forget(team)
        _log.info("uninstalled", channel=NAME, tokens_deleted=removed)

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Return a new state."""
        return await self._use(lambda kept: kept.issue_state(self._around.clock()))

    async def async_consume(self, state: str) -> bool:
        """Tell whether a state was issued and not used; it is used up."""
        return await self._use(lambda kept: kept.consume_state(state, self._around.clock()))

    async def _use(self, call: Callable[[Installations], T]) -> T:
        return await self._around.source.use(lambda store: call(store.installations))


def routes(installs: Installs, client_id: str, client_secret: str, *, api_url: str, proxy: str | None) -> list[Route]:
    """Return the routes of installing: one to begin, one to which Slack sends the installer back."""
    flow = AsyncOAuthFlow(
        client=AsyncWebClient(base_url=api_url, proxy=proxy),
        logger=logging.getLogger("slack_bolt"),
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=SCOPES,
            authorization_url=urljoin(api_url, "/oauth/v2/authorize"),
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            installation_store=installs,
            installation_store_bot_only=True,
            state_store=installs,
        ),
    )

    async def install(request: Request) -> Response:
        return to_starlette_response(await flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirected(request: Request) -> Response:
        return to_starlette_response(await flow.handle_callback(to_async_bolt_request(request, b"")))

    return [Route(INSTALL_PATH, install), Route(REDIRECT_PATH, redirected)]
