"""Slack as the workers see it: what was asked for, and messages posted, looked for, changed and deleted.

An address holds `team` and `channel`, and of a message its `ts`. Where something is to be posted it may hold `thread`;
`since`, the message that it answers; `user`, whom it is for; `response_url`, where only they are to see it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.channels.slack import NAME, reading
from bot.channels.slack.pacing import CHANNEL, PERSON, Pacing
from bot.channels.slack.people import People
from bot.channels.slack.posts import Post
from bot.channels.slack.refusals import BLOCKS_REFUSED, asking, code
from bot.channels.slack.showing import show
from bot.channels.slack.workspaces import Workspaces
from bot.render.slack import SlackMessage
from bot.runtime.delivery import DeliveryError, NotYet, Posted, Sent
from bot.runtime.messages import Card, Notice, Outgoing
from bot.runtime.requests import Address, Request
from bot.store import Item

MARK = "vanort_message"
"""The event type of the metadata that every message carries: with the reference, `find` recognises it."""

SHORT_WAIT_SECONDS = 1.0
"""A message whose turn comes this soon is waited for; others go back to the inbox."""

PAGES = 10
PAGE = 200
"""`find` reads so many pages of what came after the question or, where none was asked, after the item was accepted."""

CLOCKS_APART = timedelta(minutes=5)
"""So far the host's clock may be from Slack's, as for the signatures of requests."""


class SlackChannel:
    """Posts with the Web API.

    Args:
        workspaces: give a client for each.
        people: tell who may ask.
        zone: the time zone of the times shown.
        ready: whether events come in, which over HTTP nobody can tell.
    """

    name = NAME

    def __init__(
        self, workspaces: Workspaces, people: People, *, zone: tzinfo, ready: Callable[[], bool] = lambda: True
    ) -> None:
        self._workspaces, self._people, self._zone, self._ready = workspaces, people, zone, ready
        self._pacing = Pacing()

    def read(self, item: Item) -> Request:
        """Return what an item asks for; see `Channel`."""
        return reading.read(item)

    def admits(self, item: Item) -> bool:
        """Tell members from guests and strangers; see `Channel`."""
        post = Post.model_validate(item.payload)
        return self._people.may_ask(post.team, post.user, post.enterprise)

    def place(self, text: str) -> Address:
        """Return the address of a channel, told as CHANNEL or, where there are several workspaces, TEAM/CHANNEL."""
        team, _, channel = text.rpartition("/")
        return {"team": team, "channel": channel}

    def post(self, where: Address, message: Outgoing, reference: str) -> Sent:
        """Post a message; see `Channel`."""
        self._take_turn(where, reference)
        shown = self._show(message, where)
        if "response_url" in where:
            return self._respond(where["response_url"], shown)
        if _is_private(message, where):
            asking(partial(self._ephemeral, where, shown))
            return Sent(())
        marked = {"metadata": {"event_type": MARK, "event_payload": {"reference": reference}}}
        quiet = {"unfurl_links": False, "unfurl_media": False}
        place = {"channel": self._room(where), "thread_ts": where.get("thread")}
        call = partial(self._client(where).chat_postMessage, **place, **marked, **quiet)
        response = asking(partial(_with_blocks, call, shown))
        return _sent(where, message, str(response["channel"]), str(response["ts"]))

    def find(self, where: Address, message: Outgoing, reference: str, since: datetime) -> Sent | None:
        """Look into the thread or channel; see `Channel`."""
        if "response_url" in where or _is_private(message, where):
            return Sent(())  # what only one person sees cannot be read back: at most once
        cursor, room = "", self._room(where)
        oldest = where.get("since") or f"{(since - CLOCKS_APART).timestamp():.6f}"
        for _ in range(PAGES):
            page = asking(partial(self._page, where, room, oldest, cursor))
            for posted in page["messages"]:
                if _mark(posted) == reference:
                    return _sent(where, message, room, str(posted["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise DeliveryError("too_many_messages")

    def update(self, address: Address, message: Outgoing) -> Posted | None:
        """Show something else in a message's place; see `Channel`."""
        shown = self._show(message, address)
        call = partial(self._client(address).chat_update, channel=address["channel"], ts=address["ts"])
        done = asking(partial(_unless_gone, partial(_with_blocks, call, shown)))
        return Posted(_name(address), address) if done else None

    def delete(self, address: Address) -> None:
        """Delete a message; see `Channel`."""
        call = partial(self._client(address).chat_delete, channel=address["channel"], ts=address["ts"])
        asking(partial(_unless_gone, call))

    def ready(self) -> bool:
        """Tell whether events come in."""
        return self._ready()

    def close(self) -> None:
        """Do nothing: the client keeps no connections."""

    def _client(self, where: Address) -> Any:
        return asking(partial(self._workspaces.client, where["team"]))

    def _ephemeral(self, where: Address, shown: SlackMessage) -> SlackResponse:
        place = {"channel": where["channel"], "user": where["user"], "thread_ts": where.get("thread")}
        response: SlackResponse = self._client(where).chat_postEphemeral(text=shown.text, blocks=shown.blocks, **place)
        return response

    def _respond(self, url: str, message: SlackMessage) -> Sent:
        client = self._workspaces.webhook(url)
        response = asking(lambda: client.send(text=message.text, blocks=message.blocks))
        if response.status_code >= 500:
            raise DeliveryError(str(response.status_code))
        if response.status_code != 200:
            raise DeliveryError(str(response.status_code), posted=False)
        return Sent(())

    def _show(self, message: Outgoing, where: Address) -> SlackMessage:
        link = self._link(message) if isinstance(message, Card) else None
        return show(message, where, zone=self._zone, link=link)

    def _link(self, card: Card) -> str | None:
        """Return the thread that an enquiry comes from; no link is better than no card."""
        where = (card.enquiry.address or {}).get("where") or {}
        if card.enquiry.channel != NAME or where.get("direct") or not where.get("thread"):
            return None
        try:
            place = {"channel": where["channel"], "message_ts": where.get("since") or where["thread"]}
            return str(self._client(where).chat_getPermalink(**place)["permalink"])
        except (SlackApiError, DeliveryError, OSError, ValueError):
            return None

    def _room(self, where: Address) -> str:
        """Return the channel of an address; where it is a person, their direct message with the bot."""
        channel = str(where["channel"])
        if not channel.startswith(("U", "W")):
            return channel
        return str(asking(partial(self._client(where).conversations_open, users=[channel]))["channel"]["id"])

    def _page(self, where: Address, room: str, oldest: str, cursor: str) -> SlackResponse:
        client = self._client(where)
        place = {"channel": room, "oldest": oldest, "include_all_metadata": True, "limit": PAGE, "cursor": cursor}
        if where.get("thread"):
            found: SlackResponse = client.conversations_replies(ts=where["thread"], **place)
        else:
            found = client.conversations_history(**place)
        return found

    def _take_turn(self, where: Address, reference: str) -> None:
        paces = {f"{where['team']}/{where['channel']}": CHANNEL}
        if "user" in where:
            paces[f"{where['team']}/@{where['user']}"] = PERSON
        wait = self._pacing.wait(reference, paces)
        if wait > SHORT_WAIT_SECONDS:
            raise NotYet(wait)
        if wait > 0:  # a sleep of nothing would let other threads go first
            time.sleep(wait)


def _is_private(message: Outgoing, where: Address) -> bool:
    """Tell whether a message is for one person among others; in a direct message there are no others."""
    return isinstance(message, Notice) and message.private and "user" in where and not where.get("direct")


def _with_blocks(call: Callable[..., SlackResponse], shown: SlackMessage) -> SlackResponse:
    """Post; where Slack does not take the blocks, the text alone, which holds the whole answer."""
    try:
        return call(text=shown.text, blocks=shown.blocks)
    except SlackApiError as error:
        if code(error) not in BLOCKS_REFUSED:
            raise
    return call(text=shown.text, blocks=[])


def _unless_gone(call: Callable[[], SlackResponse]) -> SlackResponse | None:
    try:
        return call()
    except SlackApiError as error:
        if code(error) not in ("message_not_found", "channel_not_found", "thread_not_found"):
            raise
        return None


def _mark(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != MARK:
        return None
    return str((metadata.get("event_payload") or {}).get("reference"))


def _name(address: Address) -> str:
    return f"{address['channel']}/{address['ts']}"


def _sent(where: Address, message: Outgoing, channel: str, ts: str) -> Sent:
    enquiry = {"enquiry": message.enquiry.id} if isinstance(message, Card) else {}
    address = {"team": where["team"], "channel": channel, "ts": ts, **enquiry}
    return Sent((Posted(_name(address), address),))
