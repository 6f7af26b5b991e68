"""The app was uninstalled, or its tokens were revoked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.installs import Installs


def register(app: AsyncApp, installs: Installs) -> None:
    """Listen for the end of an installation."""

    @app.event("app_uninstalled")
    async def uninstalled(context: Any) -> None:
        await installs.remove(context.team_id)

    @app.event("tokens_revoked")
    async def revoked(context: Any, event: Mapping[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await installs.remove(context.team_id)
