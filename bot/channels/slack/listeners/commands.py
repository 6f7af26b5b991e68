"""The command: /vanort and a question; its answer is for the asker alone until they show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.mrkdwn import plain
from bot.channels.slack.posts import KEPT_CHARS, Post
from bot.channels.slack.reception import Reception
from bot.locales import phrase
from bot.render.slack import open_enquiries
from bot.runtime.requests import Kind
from bot.store import WAITING

COMMAND = "/vanort"
ENQUIRIES = ("enquiries", "frågor")


def register(app: AsyncApp, reception: Reception) -> None:
    """Listen for the command. Without a word after it, it asks for help."""

    @app.command(COMMAND)
    async def command(ack: Any, context: Any, command: Mapping[str, str]) -> None:
        text = plain(command.get("text", "")[:KEPT_CHARS]) or phrase(reception.language(context.team_id), "slack.help")
        if text.casefold() in ENQUIRIES:
            await ack(**await _enquiries(reception, context.team_id, command["user_id"]))
            return
        await reception.ask(_asked(context, command, text))
        await ack()

    @app.shortcut("ask_about_message")
    async def shortcut(ack: Any, context: Any, body: Mapping[str, Any]) -> None:
        await reception.take(Kind.QUESTION, _asked_about(context, body))
        await ack()


def _asked(context: Any, command: Mapping[str, str], text: str) -> Post:
    channel, user = command["channel_id"], command["user_id"]
    return Post(
        team=context.team_id,
        channel=channel,
        user=user,
        ts=f"command-{command['trigger_id']}",
        text=text,
        direct=channel.startswith("D"),
        enterprise=context.enterprise_id,
        response_url=command["response_url"],
        thread_of=f"{context.team_id}/{channel}/{user}",
    )


def _asked_about(context: Any, body: Mapping[str, Any]) -> Post:
    message, channel, user = body["message"], body["channel"]["id"], body["user"]["id"]
    return Post(
        team=context.team_id,
        channel=channel,
        user=user,
        ts=f"shortcut-{body['trigger_id']}",
        thread=message.get("thread_ts") or message["ts"],
        text=plain(str(message.get("text") or "")[:KEPT_CHARS]),
        direct=channel.startswith("D"),
        enterprise=context.enterprise_id,
        response_url=body["response_url"],
        thread_of=f"{context.team_id}/{channel}/{user}",
    )


async def _enquiries(reception: Reception, team: str, user: str) -> dict[str, Any]:
    """What waits for the coordinator, for coordinators only."""
    language = reception.language(team)
    if not reception.is_coordinator(team, user):
        return {"text": phrase(language, "slack.coordinators_only")}
    waiting = await reception.look(team, lambda part: part.enquiries.in_state(WAITING))
    count = await reception.look(team, lambda part: part.enquiries.count_in_state(WAITING))
    shown = open_enquiries(waiting or [], language, count)
    return {"text": shown.text, "blocks": shown.blocks}
