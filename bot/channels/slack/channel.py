"""Slack as the workers see it: what was asked, the reply in its thread, the look whether it stands there already."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.channels.slack import NAME
from bot.channels.slack.faults import BLOCKS_REFUSED, asking, code
from bot.channels.slack.pacing import CHANNEL, PERSON, Pacing
from bot.channels.slack.posts import Post
from bot.channels.slack.workspaces import Workspaces
from bot.question import Choice, Question, clean
from bot.render.slack import SlackMessage, escape, render
from bot.runtime.delivery import DeliveryError, Posted, Sent
from bot.runtime.messages import Card, Outgoing, Reply
from bot.runtime.requests import Address, Asked, Request
from bot.store import Item

MARK = "vanort_reply"
"""The event type of the metadata that every reply carries: with the reference, `find` recognises it."""

SHORT_WAIT_SECONDS = 1.0
"""A reply whose turn comes this soon is waited for; others go back to the inbox."""

PAGES = 10
PAGE = 200
"""`find` reads so many pages of a thread after the question."""


class SlackChannel:
    """Posts replies with the Web API.

    Args:
        workspaces: give a client for each.
        ready: whether events come in, which over HTTP nobody can tell.
    """

    name = NAME

    def __init__(self, workspaces: Workspaces, *, ready: Callable[[], bool] = lambda: True) -> None:
        self._workspaces, self._ready = workspaces, ready
        self._pacing = Pacing()

    def read(self, item: Item) -> Request:
        """Return what a post asks."""
        post = Post.model_validate(item.payload)
        choice = Choice(post.choice.fact, post.choice.value) if post.choice else None
        question = Question(clean(post.text), choice=choice, asker=post.user)
        return Asked(question, post.conversation, post.reference, item.payload)

    def place(self, text: str) -> Address:
        """Return the address of a place."""
        raise NotImplementedError

    def update(self, address: Address, message: Outgoing) -> Posted | None:
        """Show something else in a message's place."""
        raise NotImplementedError

    def delete(self, address: Address) -> None:
        """Delete a message."""
        raise NotImplementedError

    def post(self, where: Address, message: Outgoing, reference: str) -> Sent:
        """Post a reply in the thread; see `Channel`."""
        post = Post.model_validate(where)
        self._take_turn(reference, post)
        shown = _message(post, message)
        if post.response_url is not None:
            return _respond(post.response_url, shown)
        marked = {"event_type": MARK, "event_payload": {"reference": reference}}
        return self._post(post, shown, marked)

    def find(self, where: Address, reference: str) -> Sent | None:
        """Look into the thread; see `Channel`."""
        post = Post.model_validate(where)
        if post.response_url is not None:
            return Sent(())  # what only one person sees cannot be read back: at most once
        cursor = ""
        for _ in range(PAGES):
            page = asking(partial(self._page, post, cursor))
            for message in page["messages"]:
                if _mark(message) == reference:
                    return _sent(post, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise DeliveryError("thread_too_long")

    def ready(self) -> bool:
        """Tell whether events come in."""
        return self._ready()

    def close(self) -> None:
        """Do nothing: the client keeps no connections."""

    def _page(self, post: Post, cursor: str) -> SlackResponse:
        client = self._workspaces.client(post.team)
        return client.conversations_replies(
            channel=post.channel,
            ts=post.thread,
            oldest=post.ts,
            include_all_metadata=True,
            limit=PAGE,
            cursor=cursor,
        )

    def _take_turn(self, reference: str, post: Post) -> None:
        place, person = f"{post.team}/{post.channel}", f"{post.team}/@{post.user}"
        wait = self._pacing.wait(reference, {place: CHANNEL, person: PERSON})
        if wait > SHORT_WAIT_SECONDS:
            raise DeliveryError("pace", posted=False, retry_after=wait)
        time.sleep(wait)

    def _post(self, post: Post, message: SlackMessage, marked: dict[str, Any]) -> Sent:
        def call(**blocks: Any) -> str:
            response = self._workspaces.client(post.team).chat_postMessage(
                channel=post.channel,
                thread_ts=post.thread,
                text=message.text,
                metadata=marked,
                unfurl_links=False,
                unfurl_media=False,
                **blocks,
            )
            return str(response["ts"])

        def with_blocks() -> str:
            try:
                return call(blocks=message.blocks)
            except SlackApiError as error:
                if code(error) not in BLOCKS_REFUSED:
                    raise
            return call()  # the text holds the whole answer

        return _sent(post, asking(with_blocks))


def _message(post: Post, reply: Outgoing) -> SlackMessage:
    if isinstance(reply, Reply):
        return render(reply.answer, reference=post.reference, ask_coordinator=False)
    return SlackMessage(escape("" if isinstance(reply, Card) else reply.text), [])


def _respond(url: str, message: SlackMessage) -> Sent:
    response = asking(lambda: WebhookClient(url).send(text=message.text, blocks=message.blocks))
    if response.status_code >= 500:
        raise DeliveryError(str(response.status_code))
    if response.status_code != 200:
        raise DeliveryError(str(response.status_code), posted=False)
    return Sent(())


def _mark(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != MARK:
        return None
    return str((metadata.get("event_payload") or {}).get("reference"))


def _sent(post: Post, ts: str) -> Sent:
    address = {"team": post.team, "channel": post.channel, "ts": ts, "thread": post.thread}
    return Sent((Posted(f"{post.team}/{post.channel}/{ts}", address),))
