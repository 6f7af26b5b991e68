"""Somebody opens the Home tab, or the messages tab."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.reception import Reception
from bot.channels.slack.tabs import Tabs


def register(app: AsyncApp, reception: Reception, tabs: Tabs) -> None:
    """Listen for tabs; Slack hears at once, since what is shown is worked out anew each time and may be lost."""

    async def heard(ack: Any) -> None:
        await ack()

    async def show(context: Any, event: Mapping[str, Any], client: Any) -> None:
        tenant = reception.tenant(context.team_id)
        if tenant is None or not await reception.may_ask(context.team_id, event["user"], context.enterprise_id):
            return
        if event.get("tab") == "home":
            view = await asyncio.to_thread(tabs.home, tenant, event["user"])
            await client.views_publish(user_id=event["user"], view=view)
        elif event.get("tab") == "messages":
            prompts = await asyncio.to_thread(tabs.prompts, tenant)
            # Without thread_ts: with one, apps of the new kind are not shown any prompts, and told nothing.
            await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)

    app.event("app_home_opened")(ack=heard, lazy=[show])
