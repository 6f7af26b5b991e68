"""What somebody did in Slack, as the inbox keeps it: a question with the place where it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.channels.slack.mrkdwn import plain
from bot.question import MAX_CHARS

KEPT_CHARS = MAX_CHARS * 4
"""Of a message: what is read of it, with room for the marks that `plain` takes out."""


class Pressed(BaseModel):
    """A choice among the options of an earlier answer."""

    model_config = ConfigDict(extra="forbid")
    fact: str
    value: str


class Post(BaseModel):
    """A question in Slack.

    Args:
        team: the workspace.
        channel: the channel, group or direct message.
        ts: the message's name within the channel; for what is no message, a name made for it.
        thread: the thread that the answer goes to.
        user: who asks.
        text: plain text.
        direct: in a direct message with the bot.
        unasked: not put to the bot: it answers only where it is sure.
        external: the asker belongs to another organisation.
        choice: set where a button was pressed.
        response_url: set where only the asker is to see the answer.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    team: str
    channel: str
    ts: str
    thread: str
    user: str
    text: str
    direct: bool = False
    unasked: bool = False
    external: bool = False
    choice: Pressed | None = None
    response_url: str | None = None

    @property
    def reference(self) -> str:
        """What the answer is filed under."""
        return f"{self.team}/{self.channel}/{self.ts}"

    @property
    def conversation(self) -> str:
        """What remembers: the thread, or all of a direct message, where people seldom keep to threads."""
        return f"{self.team}/{self.channel}" if self.direct else f"{self.team}/{self.channel}/{self.thread}"


def is_direct(event: Mapping[str, Any]) -> bool:
    """Tell whether an event happened in a direct message with the bot."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def read_message(team: str, event: Mapping[str, Any], *, unasked: bool = False) -> Post:
    """Return the question that a message event holds."""
    theirs = event.get("user_team") or event.get("team") or team
    return Post(
        team=team,
        channel=event["channel"],
        ts=event["ts"],
        thread=event.get("thread_ts") or event["ts"],
        user=event["user"],
        text=plain(str(event.get("text") or "")[:KEPT_CHARS]),
        direct=is_direct(event),
        unasked=unasked,
        external=theirs != team,
    )
