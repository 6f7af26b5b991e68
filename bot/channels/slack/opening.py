"""Slack as a server opens it, from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from starlette.routing import Route

from bot.channels.slack import NAME
from bot.channels.slack.app import build
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.http import routes
from bot.channels.slack.reception import Reception
from bot.channels.slack.workspaces import Workspaces
from bot.runtime.intake import Intake
from bot.runtime.opening import StoreSource
from bot.settings import ServerSettings
from bot.tenants import Tenants

MOST_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Opened:
    """What a server needs of Slack."""

    channel: SlackChannel
    app: AsyncApp
    routes: list[Route]


def open_slack(settings: ServerSettings, intake: Intake, tenants: Tenants, source: StoreSource) -> Opened:
    """Open the channel; nothing is asked of Slack or of the store yet."""

    def find(team: str) -> Mapping[str, Any] | None:
        return source.get().installations.find(NAME, team)

    workspaces = Workspaces(
        _told(settings.slack_bot_token),
        find,
        api_url=settings.slack_api_url,
        proxy=settings.slack_proxy,
        timeout_seconds=min(MOST_TIMEOUT_SECONDS, settings.lease_seconds / 6),
    )
    reception = Reception(intake, tenants)
    app = build(
        reception,
        workspaces,
        signing_secret=_told(settings.slack_signing_secret) or "",
        api_url=settings.slack_api_url,
        proxy=settings.slack_proxy,
    )
    http = routes(app, reception) if settings.slack_signing_secret is not None else []
    return Opened(SlackChannel(workspaces), app, http)


def _told(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
