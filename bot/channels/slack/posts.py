"""What somebody did in Slack, as the inbox keeps it: plain data, with the place where an answer goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.channels.slack.mrkdwn import plain
from bot.question import MAX_CHARS, Language
from bot.runtime.requests import Address
from bot.store import Vote

KEPT_CHARS = MAX_CHARS * 4
"""Of a message: what is read of it, with room for the marks that `plain` takes out."""


class Pressed(BaseModel):
    """A choice among the options of an earlier answer; `of` is the reference of the question that it answered."""

    model_config = ConfigDict(extra="forbid")
    fact: str
    value: str
    of: str | None = None


class Post(BaseModel):
    """What somebody did.

    Args:
        team: the workspace.
        channel: the channel, group or direct message; a person, where the bot writes to them directly.
        user: who did it.
        name: theirs, where Slack told it.
        ts: the message's name within the channel, with ":" and that of its button where one was pressed; for what is no
            message, a name made for it.
        thread: the thread that an answer goes to; None for the channel itself.
        text: plain text.
        language: of the person, where it is known.
        direct: in a direct message with the bot.
        unasked: not put to the bot: it answers only where it is sure.
        enterprise: the organisation that the workspace is part of.
        choice: set where a button was pressed.
        about: the reference of the question that it is about, where that is not the message itself.
        vote: on its answer.
        enquiry: the number of the enquiry that it is about.
        response_url: set where only the person is to see the answer.
        shared_by: who shows an answer in the channel that only they had seen.
        again: what it takes to give that answer again; see `bot.runtime.again`.
        thread_of: the conversation that it belongs to, where the place does not tell.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    team: str
    channel: str
    user: str
    name: str | None = None
    ts: str = ""
    thread: str | None = None
    text: str = ""
    language: Language | None = None
    direct: bool = False
    unasked: bool = False
    enterprise: str | None = None
    choice: Pressed | None = None
    about: str | None = None
    vote: Vote | None = None
    enquiry: int | None = None
    response_url: str | None = None
    shared_by: str | None = None
    again: dict[str, Any] | None = None
    thread_of: str | None = None

    @property
    def reference(self) -> str:
        """What the answer is filed under."""
        return self.about or f"{self.team}/{self.channel}/{self.ts}"

    @property
    def conversation(self) -> str:
        """What remembers: the thread, or all of a direct message, where people seldom keep to threads."""
        if self.thread_of is not None:
            return self.thread_of
        return f"{self.team}/{self.channel}" if self.direct else f"{self.team}/{self.channel}/{self.thread}"

    @property
    def where(self) -> Address:
        """Where an answer goes; see `SlackChannel`."""
        address = {
            "team": self.team,
            "channel": self.channel,
            "thread": self.thread,
            "since": self.ts.partition(":")[0],
            "user": self.user,
            "direct": self.direct,
            "response_url": self.response_url,
            "shared_by": self.shared_by,
        }
        return {name: value for name, value in address.items() if value}


def is_direct(event: Mapping[str, Any]) -> bool:
    """Tell whether an event happened in a direct message with the bot."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def read_message(
    team: str, event: Mapping[str, Any], *, enterprise: str | None = None, unasked: bool = False, channel: str = ""
) -> Post:
    """Return the question that a message holds.

    Args:
        team: the workspace.
        event: the event, or the message that it tells of.
        enterprise: the organisation that the workspace is part of.
        unasked: see `Post`.
        channel: of the event, where the message does not say.
    """
    place = {"channel": channel} | dict(event)
    return Post(
        team=team,
        channel=place["channel"],
        ts=event["ts"],
        thread=event.get("thread_ts") or event["ts"],
        user=event["user"],
        text=plain(str(event.get("text") or "")[:KEPT_CHARS]),
        direct=is_direct(place),
        unasked=unasked,
        enterprise=enterprise,
    )
