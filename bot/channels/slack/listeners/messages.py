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
    team, channel = context.team_id, event["channel"]
    post = read_message(team, event, enterprise=context.enterprise_id, unasked=_is_unasked(context, event, event))
    if _is_for_the_bot(reception, post):
        await reception.ask(post)
    elif not _is_in_thread(post):
        return
    elif await reception.asked_back(post):
        # An answer to what the bot asked, or people talking: it goes on only where it is sure.
        await reception.take(Kind.QUESTION, post)
    elif reception.is_place(team, channel):
        enquiry = await reception.enquiry_of_card(team, channel, event["thread_ts"])
        # Only who has taken it answers here, so that coordinators can talk about it in the thread.
        if enquiry is not None and enquiry.state is State.TAKEN and (enquiry.handler or {}).get("id") == event["user"]:
            answer = post.model_copy(update={"enquiry": enquiry.id, "thread_of": f"enquiry/{enquiry.id}"})
            await reception.take(Kind.ANSWER, answer)


async def _changed(reception: Reception, context: Any, event: Event) -> None:
    new, old = event.get("message") or {}, event.get("previous_message") or {}
    if new.get("subtype") == REMOVED:
        await _deleted(reception, context, old, event)
    elif _is_persons(new) and new.get("text") != old.get("text"):
        post = read_message(
            context.team_id,
            new,
            enterprise=context.enterprise_id,
            unasked=_is_unasked(context, event, new, old),
            channel=event["channel"],
        )
        edited = (new.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
        if await _is_followed(reception, post):
            await reception.take(Kind.EDIT, post, f"{post.reference}/edit/{edited}")


async def _deleted(reception: Reception, context: Any, old: Event, event: Event) -> None:
    if not _is_persons(old):
        return
    post = Post(
        team=context.team_id,
        channel=event["channel"],
        ts=old["ts"],
        thread=old.get("thread_ts") or old["ts"],
        user=old["user"],
        direct=is_direct(event),
        unasked=_is_unasked(context, event, old),
    )
    if await _is_followed(reception, post):
        await reception.take(Kind.DELETE, post, f"{post.reference}/deleted")


async def _is_followed(reception: Reception, post: Post) -> bool:
    """Tell whether it matters what becomes of a message: it is for the bot, or it answered what the bot asked."""
    if _is_for_the_bot(reception, post):
        return True
    return _is_in_thread(post) and (await reception.answered(post) or await reception.asked_back(post))


def _is_for_the_bot(reception: Reception, post: Post) -> bool:
    """Tell whether a message is, or was, put to the bot, or begins something in an open channel.

    What people say to one another in a thread is not to be joined, in an open channel neither.
    """
    return not post.unasked or (post.channel in reception.open_channels and not _is_in_thread(post))


def _is_in_thread(post: Post) -> bool:
    return post.thread != post.ts


def _is_unasked(context: Any, event: Event, *messages: Event) -> bool:
    """Tell whether no message was put to the bot: in a direct message, or with its name."""
    named = any(mentions(str(message.get("text") or ""), context.bot_user_id) for message in messages)
    return not (named or is_direct(event))


def _is_persons(message: Event) -> bool:
    written = message.get("subtype") in WRITTEN and message.get("user") and message.get("ts")
    return bool(written) and not message.get("bot_id")
