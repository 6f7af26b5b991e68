"""Questions to the coordinator: the form that puts one, the buttons of its card, the form that answers it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.listeners.presses import pressed, written
from bot.channels.slack.posts import Post
from bot.channels.slack.reception import Reception
from bot.locales import phrase
from bot.question import Language
from bot.render.actions import Action
from bot.render.slack import modal_answer, modal_enquiry
from bot.runtime.requests import Kind

Body = Mapping[str, Any]


def register(app: AsyncApp, reception: Reception) -> None:
    """Listen for what is done with enquiries; whether somebody may, the core decides."""

    @app.action(Action.ASK.value)
    async def ask(ack: Any, context: Any, body: Body, action: Body, client: Any) -> None:
        value, post = json.loads(action["value"]), pressed(context, body, action)
        language = Language(value["language"])
        if not await reception.may_ask(context.team_id, post.user, context.enterprise_id):
            text = reception.refusal(context.team_id, language)
            await client.chat_postEphemeral(channel=post.channel, user=post.user, text=text)
            await ack()
            return
        view = modal_enquiry(
            language,
            reference=value["reference"],
            question=value["question"],
            alone=_is_alone(post),
            place=_place(post, language),
        )
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view(Action.RAISE.value)
    async def put(ack: Any, context: Any, body: Body, view: Body) -> None:
        carried, post = json.loads(view["private_metadata"]), _sent(context, body, view)
        if not post.text.strip():
            needed = phrase(post.language or reception.language(context.team_id), "card.question_needed")
            await ack(response_action="errors", errors={"text": needed})
            return
        await reception.take(Kind.RAISE, post, f"{carried['reference']}/raise/{view['id']}")
        await ack()

    @app.action(re.compile(f"^({Action.TAKE}|{Action.HAND_BACK}|{Action.CLOSE})$"))
    async def step(ack: Any, context: Any, body: Body, action: Body) -> None:
        post = _stepped(pressed(context, body, action), json.loads(action["value"])["enquiry"])
        await reception.take(Kind(action["action_id"]), post, f"{post.reference}/{action['action_ts']}")
        await ack()

    @app.action(Action.ANSWER.value)
    async def form(ack: Any, context: Any, body: Body, action: Body, client: Any) -> None:
        post, number = pressed(context, body, action), json.loads(action["value"])["enquiry"]
        enquiry = await reception.enquiry(context.team_id, number)
        if enquiry is None or not reception.is_coordinator(context.team_id, post.user):
            await reception.take(Kind.ANSWER, _stepped(post, number), f"{post.reference}/{action['action_ts']}")
        else:
            place = {"channel": post.channel, "thread": post.thread}
            view = modal_answer(reception.language(context.team_id), enquiry, place=place)
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view(Action.ANSWER.value)
    async def answer(ack: Any, context: Any, body: Body, view: Body) -> None:
        carried, post = json.loads(view["private_metadata"]), _sent(context, body, view)
        if not post.text.strip():
            needed = phrase(reception.language(context.team_id), "card.enquiry.reply_needed")
            await ack(response_action="errors", errors={"text": needed})
            return
        await reception.take(Kind.ANSWER, _stepped(post, carried["enquiry"]), f"enquiry/answer/{view['id']}")
        await ack()


def _place(post: Post, language: Language) -> dict[str, object]:
    """Where the coordinator's answer goes: where the question was asked; if it was asked alone, the direct message."""
    channel, thread = (post.user, None) if _is_alone(post) else (post.channel, post.thread)
    return {"channel": channel, "thread": thread, "of": post.conversation, "language": str(language)}


def _is_alone(post: Post) -> bool:
    """Tell whether the button stands under an answer that only one person sees."""
    return post.response_url is not None


def _sent(context: Any, body: Body, view: Body) -> Post:
    """What was written into a form, with the place that the form carried."""
    carried, user = json.loads(view["private_metadata"]), body["user"]
    return Post(
        team=context.team_id,
        channel=carried["channel"],
        user=user["id"],
        name=user.get("name"),
        thread=carried["thread"],
        text=written(view),
        language=carried.get("language"),
        direct=carried["channel"].startswith(("D", "U", "W")),
        thread_of=carried.get("of"),
    )


def _stepped(post: Post, enquiry: int) -> Post:
    """What is done with one enquiry is done in order."""
    return post.model_copy(update={"enquiry": enquiry, "thread_of": f"enquiry/{enquiry}"})
