"""What Teams sends: the parts of an activity that the bot reads, and the text without the mention of the bot.

Source: Bot Framework activity schema, and what Teams adds in channelData. All else in an activity is left aside.
"""

from __future__ import annotations

import html
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from bot.question import Language

Id = Annotated[str, StringConstraints(max_length=1_000, pattern=r"^[^\s/?#\\%]+$")]
"""A name that stands in the path of an address when Teams is called."""

_TAG = re.compile(r"</?at\b[^>]*>")


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="ignore", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


class Account(_Part):
    """A person or a bot; `aad_object_id` is the person's object id in Entra ID, the same in all conversations."""

    id: str = ""
    name: str | None = None
    aad_object_id: str | None = None
    role: str | None = None

    @property
    def person(self) -> str:
        """How the bot names a person: as an administrator can look it up."""
        return self.aad_object_id or self.id


class Conversation(_Part):
    """A chat, or the thread of a channel; `conversation_type` is personal, groupChat or channel."""

    id: Id
    tenant_id: str | None = None
    conversation_type: str | None = None


class Entity(_Part):
    """A part of the text that means something; of type mention: whom."""

    type: str = ""
    text: str | None = None
    mentioned: Account | None = None


class Named(_Part):
    """Something with an id."""

    id: str | None = None


class ChannelData(_Part):
    """What Teams adds."""

    tenant: Named | None = None
    team: Named | None = None
    event_type: str | None = None


class Activity(_Part):
    """One activity."""

    type: str
    id: Id | None = None
    name: str | None = None
    service_url: str = ""
    from_: Account = Field(default_factory=Account, alias="from")
    recipient: Account = Field(default_factory=Account)
    conversation: Conversation | None = None
    text: str | None = None
    value: Any = None
    locale: str | None = None
    reply_to_id: Id | None = None
    action: str | None = None
    entities: list[Entity] = []
    members_added: list[Account] = []
    timestamp: str | None = None
    channel_data: ChannelData | None = None

    @property
    def tenant(self) -> str:
        """The Entra tenant that it comes from, empty where it names none or two."""
        named = {self.conversation.tenant_id if self.conversation else None}
        if self.channel_data and self.channel_data.tenant:
            named.add(self.channel_data.tenant.id)
        named.discard(None)
        return (named.pop() or "") if len(named) == 1 else ""

    @property
    def said(self) -> str:
        """The text as the person meant it: without the mention of the bot, other people by their names."""
        text = self.text or ""
        for entity in self.entities:
            if (
                entity.type == "mention"
                and entity.text
                and entity.mentioned
                and entity.mentioned.id == self.recipient.id
            ):
                text = text.replace(entity.text, " ")
        return html.unescape(_TAG.sub("", text)).strip()

    @property
    def language(self) -> Language | None:
        """The language of the person's Teams, where the bot knows it."""
        known = {language.value: language for language in Language}
        return known.get((self.locale or "")[:2].lower())
