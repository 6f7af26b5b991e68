"""What people write: questions, their edits and deletions, and a coordinator's answer in the thread of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.mrkdwn import mentions
from bot.channels.slack.posts import Post, is_direct, read_message
from bot.channels.slack.reception import Reception
from bot.runtime.requests import Kind
from bot.store import State

Event = Mapping[str, Any]

WRITTEN = (None, "thread_broadcast", "file_share", "me_message")
"""The subtypes of messages that a person wrote."""

REMOVED = "tombstone"
"""What Slack leaves of a message that was deleted and has replies: an edit, to those who listen."""


def register(app: AsyncApp, reception: Reception) -> None:
    """Listen for messages."""

    @app.event("app_mention")
    async def mentioned(context: Any, event: Event) -> None:
        if _is_persons(event):
            await reception.ask(read_message(context.team_id, event, enterprise=context.enterprise_id))

    @app.event("message")
    async def message(context: Any, event: Event) -> None:
        match event.get("subtype"):
            case "message_changed":
                await _changed(reception, context, event)
            case "message_deleted":
                await _deleted(reception, context, event.get("previous_message") or {}, event)
            case _ if _is_persons(event):
                await _written(reception, context, event)


async def _written(reception: Reception, context: Any, event: Event) -> None:
    team, channel, thread = context.team_id, event["channel"], event.get("thread_ts")
    if _concerns(reception, context, event, event):
        post = read_message(team, event, enterprise=context.enterprise_id, unasked=_is_unasked(context, event, event))
        if not (post.unasked and thread):  # a conversation among people is not to be joined
            await reception.ask(post)
    elif thread and await reception.asked_back(team, f"{team}/{channel}/{thread}"):
        # An answer to what the bot asked, or people talking: it goes on only where it is sure.
        await reception.take(Kind.QUESTION, read_message(team, event, enterprise=context.enterprise_id, unasked=True))
    elif thread and reception.is_place(team, channel):
        enquiry = await reception.enquiry_of_card(team, channel, thread)
        # Only who has taken it answers here, so that coordinators can talk about it in the thread.
        if enquiry is not None and enquiry.state is State.TAKEN and (enquiry.handler or {}).get("id") == event["user"]:
            post = read_message(team, event)
            answer = post.model_copy(update={"enquiry": enquiry.id, "thread_of": f"enquiry/{enquiry.id}"})
            await reception.take(Kind.ANSWER, answer)


async def _changed(reception: Reception, context: Any, event: Event) -> None:
    new, old = event.get("message") or {}, event.get("previous_message") or {}
    if new.get("subtype") == REMOVED:
        await _deleted(reception, context, old, event)
    elif _is_persons(new) and new.get("text") != old.get("text") and _concerns(reception, context, event, new, old):
        post = read_message(
            context.team_id,
            new,
            enterprise=context.enterprise_id,
            unasked=_is_unasked(context, event, new, old),
            channel=event["channel"],
        )
        edited = (new.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
        await reception.take(Kind.EDIT, post, f"{post.reference}/edit/{edited}")


async def _deleted(reception: Reception, context: Any, old: Event, event: Event) -> None:
    if not _is_persons(old) or not _concerns(reception, context, event, old):
        return
    post = Post(
        team=context.team_id,
        channel=event["channel"],
        ts=old["ts"],
        thread=old.get("thread_ts") or old["ts"],
        user=old["user"],
        direct=is_direct(event),
    )
    await reception.take(Kind.DELETE, post, f"{post.reference}/deleted")


def _concerns(reception: Reception, context: Any, event: Event, *messages: Event) -> bool:
    """Tell whether a message is, or was, for the bot: in a direct message, with its name, or in an open channel."""
    named = _is_named(context, *messages)
    return is_direct(event) or named or event["channel"] in reception.open_channels


def _is_unasked(context: Any, event: Event, *messages: Event) -> bool:
    return not (is_direct(event) or _is_named(context, *messages))


def _is_named(context: Any, *messages: Event) -> bool:
    return any(mentions(str(message.get("text") or ""), context.bot_user_id) for message in messages)


def _is_persons(message: Event) -> bool:
    written = message.get("subtype") in WRITTEN and message.get("user") and message.get("ts")
    return bool(written) and not message.get("bot_id")
