"""Slack as a server opens it, from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from bot.channels.slack import NAME, installs
from bot.channels.slack.app import build
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.http import routes
from bot.channels.slack.listeners import tabs, uninstalls
from bot.channels.slack.people import People
from bot.channels.slack.reception import Reception
from bot.channels.slack.socket import Socket
from bot.channels.slack.tabs import Tabs
from bot.channels.slack.workspaces import Workspaces
from bot.runtime.surroundings import Opened, Surroundings
from bot.settings import ServerSettings


def open_channel(settings: ServerSettings, around: Surroundings) -> Opened:
    """Open the channel; nothing is asked of Slack or of the store yet."""

    def find(team: str) -> Mapping[str, Any] | None:
        return around.source.get().installations.find(NAME, team)

    workspaces = Workspaces(
        _told(settings.slack_bot_token),
        find,
        api_url=settings.slack_api_url,
        proxy=settings.slack_proxy,
        timeout_seconds=settings.step_timeout,
    )
    people = People(workspaces, everybody=settings.slack_guests)
    reception = Reception(around, people, frozenset(settings.slack_channels))
    signing_secret = _told(settings.slack_signing_secret)
    app = build(
        reception,
        workspaces,
        signing_secret=signing_secret or "",
        api_url=settings.slack_api_url,
        proxy=settings.slack_proxy,
    )
    installed = installs.Installs(around, workspaces)
    uninstalls.register(app, installed)
    tabs.register(app, reception, Tabs(around))
    http = routes(app, reception, signing_secret) if signing_secret is not None else []
    client_id, client_secret = settings.slack_client_id, _told(settings.slack_client_secret)
    if client_id is not None and client_secret is not None:
        http += installs.routes(
            installed, client_id, client_secret, api_url=settings.slack_api_url, proxy=settings.slack_proxy
        )
    token = _told(settings.slack_app_token)
    if token is None:
        return Opened(SlackChannel(workspaces, people, zone=around.zone), http)
    socket = Socket(app, token, api_url=settings.slack_api_url, proxy=settings.slack_proxy)
    channel = SlackChannel(workspaces, people, zone=around.zone, ready=lambda: socket.connected)
    return Opened(channel, http, socket.running)


def _told(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
