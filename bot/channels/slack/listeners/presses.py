"""Buttons under an answer: a choice, a vote, "show in the channel"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.posts import Post, Pressed
from bot.channels.slack.reception import Reception
from bot.question import Language
from bot.render.actions import Action
from bot.render.slack import modal_reason
from bot.runtime.requests import Kind
from bot.store import Vote

Body = Mapping[str, Any]


def register(app: AsyncApp, reception: Reception) -> None:
    """Listen for presses. Several people may press one button, and one person twice: each button answers once."""

    @app.action(re.compile(f"^{Action.CHOICE}:"))
    async def choice(ack: Any, context: Any, body: Body, action: Body) -> None:
        value = json.loads(action["value"])
        choice = Pressed(fact=value["fact"], value=value["value"], of=value["reference"])
        post = pressed(context, body, action).model_copy(update={"text": action["text"]["text"], "choice": choice})
        await reception.take(Kind.QUESTION, post)
        await ack()

    @app.action(Action.SHARE.value)
    async def share(ack: Any, context: Any, body: Body, action: Body) -> None:
        value = json.loads(action["value"])
        post = pressed(context, body, action)
        shown = {"again": value["again"], "response_url": None, "shared_by": post.user, "ts": "", "thread_of": None}
        key = f"{value['reference']}/shared"
        await reception.take(Kind.QUESTION, post.model_copy(update=shown | {"about": key}), key)
        await ack()

    @app.action(Action.FEEDBACK.value)
    async def vote(ack: Any, context: Any, body: Body, action: Body, client: Any) -> None:
        value = json.loads(action["value"])
        post = pressed(context, body, action)
        voted = post.model_copy(update={"about": value["reference"], "vote": Vote(value["vote"])})
        await reception.take(Kind.VOTE, voted, f"{post.reference}/{action['action_ts']}/{post.user}")
        if voted.vote is Vote.DOWN:
            language = Language(value["language"])
            view = modal_reason(language, reference=value["reference"], place={"channel": post.channel})
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view(Action.REASON.value)
    async def reason(ack: Any, context: Any, body: Body, view: Body) -> None:
        carried, text = json.loads(view["private_metadata"]), written(view)
        post = Post(team=context.team_id, channel=carried["channel"], user=body["user"]["id"], text=text)
        if text.strip():
            voted = post.model_copy(update={"about": carried["reference"], "vote": Vote(carried["vote"])})
            await reception.take(Kind.REASON, voted, f"{carried['reference']}/reason/{view['id']}")
        await ack()


def pressed(context: Any, body: Body, action: Body) -> Post:
    """Return who pressed what, in which thread; it is named by message and button, not by the moment."""
    container, channel = body["container"], body["channel"]["id"]
    message, user = container["message_ts"], body["user"]
    private = container.get("is_ephemeral", False)
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    return Post(
        team=context.team_id,
        channel=channel,
        user=user["id"],
        name=user.get("name") or user.get("username"),
        ts=f"{message}:{action['action_id']}",
        thread=thread or (None if private else message),
        direct=channel.startswith("D"),
        enterprise=context.enterprise_id,
        response_url=body["response_url"] if private else None,
        thread_of=f"{context.team_id}/{channel}/{user['id']}" if private else None,
    )


def written(view: Body) -> str:
    """Return what was written into a form's field."""
    return str(view["state"]["values"]["text"]["text"]["value"] or "")
