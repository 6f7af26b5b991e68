"""Questions: a mention, a direct message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.posts import is_direct, read_message
from bot.channels.slack.reception import Reception

WRITTEN = (None, "thread_broadcast", "file_share", "me_message")
"""The subtypes of messages that a person wrote."""


def register(app: AsyncApp, reception: Reception) -> None:
    """Listen for questions."""

    @app.event("app_mention")
    async def mentioned(context: Any, event: dict[str, Any]) -> None:
        if _is_written(event):
            await reception.question(read_message(context.team_id, event))

    @app.event("message")
    async def written(context: Any, event: dict[str, Any]) -> None:
        if _is_written(event) and is_direct(event):
            await reception.question(read_message(context.team_id, event))


def _is_written(event: Mapping[str, Any]) -> bool:
    return event.get("subtype") in WRITTEN and bool(event.get("user")) and not event.get("bot_id")
