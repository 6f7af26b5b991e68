"""Where what Slack tells becomes items of the inbox, and what forms need at once is looked up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.channels.slack import NAME
from bot.channels.slack.people import People
from bot.channels.slack.posts import Post
from bot.question import Language
from bot.runtime.commands import lists_own
from bot.runtime.knowledge import known, refusal_text, usual_language
from bot.runtime.messages import ANSWER, CARD
from bot.runtime.requests import Kind
from bot.runtime.surroundings import Surroundings
from bot.store import Enquiry, Incoming, TenantStore
from bot.tenants import Tenant

T = TypeVar("T")


class Reception:
    """Takes down what people do.

    Args:
        around: the server's parts.
        people: tell who may ask.
        open_channels: where the bot may answer without being mentioned.
    """

    def __init__(self, around: Surroundings, people: People, open_channels: frozenset[str]) -> None:
        self.around, self._people = around, people
        self.open_channels = open_channels

    def tenant(self, team: str | None) -> Tenant | None:
        """Return whose a workspace is; None where it is nobody's here."""
        return None if team is None else self.around.tenants.of(NAME, team)

    def language(self, team: str | None) -> Language:
        """Return the language that a workspace's municipality works in, for what the bot shows unasked."""
        tenant = self.tenant(team)
        return Language.SV if tenant is None else usual_language(self.around.knowledge, tenant)

    def refuse(self) -> None:
        """Count a request that is not to be accepted."""
        self.around.intake.refuse(NAME)

    async def take(self, kind: Kind, post: Post, key: str | None = None) -> None:
        """Take down what somebody did, once: what has the same key is known, however often Slack delivers it.

        Args:
            kind: what it is.
            post: who, where, what.
            key: what makes it this one and no other; without it the message itself, so that the two events of a mention
                are one question.

        Raises:
            StoreUnavailable: Slack is to deliver it again.
        """
        tenant = self.tenant(post.team)
        if tenant is not None:
            payload = post.model_dump(mode="json", exclude_defaults=True)
            prompt = kind is Kind.QUESTION and post.response_url is None  # what can be looked up; see Incoming
            key = key or post.reference
            item = Incoming(NAME, key, post.conversation, kind, payload, tenant.name, prompt=prompt)
            await self.around.intake.accept(item)

    async def ask(self, post: Post) -> None:
        """Take down what somebody wrote: a question, or the words for a list of their own. Raises as `take`."""
        language = None if post.unasked else lists_own(post.text)
        if language is None:
            await self.take(Kind.QUESTION, post)
        else:
            await self.take(Kind.OWN, post.model_copy(update={"language": language}))

    async def may_ask(self, team: str, user: str, enterprise: str | None) -> bool:
        """Tell whether somebody is answered. Raises: DeliveryError."""
        return await asyncio.to_thread(self._people.may_ask, team, user, enterprise)

    async def look(self, team: str, call: Callable[[TenantStore], T]) -> T | None:
        """Return what a call finds in a tenant's part of the store; None for nobody's. Raises: StoreUnavailable."""
        tenant = self.tenant(team)
        return None if tenant is None else await self.around.source.use(lambda store: call(store.tenant(tenant.name)))

    async def answered(self, post: Post) -> bool:
        """Tell whether a message has an answer of the bot's. Raises: StoreUnavailable."""
        return bool(await self.look(post.team, lambda part: part.sent.about(post.reference, kind=ANSWER)))

    async def asked_back(self, post: Post) -> bool:
        """Tell whether the bot has asked something back in a thread that is not answered. Raises: StoreUnavailable."""
        now = self.around.clock()
        thread = await self.look(post.team, lambda part: part.conversations.load(NAME, post.conversation, now))
        return thread is not None and thread.memory.asked is not None

    def refusal(self, team: str, language: Language) -> str:
        """Return what somebody is told who is none of the municipality's people. Raises: NoKnowledge."""
        tenant = self.tenant(team)
        return refusal_text(known(self.around.knowledge, tenant.name if tenant else ""), language)

    def is_coordinator(self, team: str, user: str) -> bool:
        """Tell whether somebody coordinates."""
        tenant = self.tenant(team)
        return tenant is not None and tenant.is_coordinator(NAME, user)

    def is_place(self, team: str, channel: str) -> bool:
        """Tell whether a channel is where coordinators are shown enquiries."""
        tenant = self.tenant(team)
        place = tenant.places.get(NAME, "") if tenant else ""
        return place.rpartition("/")[2] == channel

    async def enquiry(self, team: str, number: int) -> Enquiry | None:
        """Return an enquiry. Raises StoreUnavailable."""
        return await self.look(team, lambda part: part.enquiries.find(number))

    async def enquiry_of_card(self, team: str, channel: str, ts: str) -> Enquiry | None:
        """Return the enquiry whose card a message is, or None. Raises StoreUnavailable."""
        if not self.is_place(team, channel):
            return None
        found = await self.look(team, lambda part: part.sent.named(NAME, f"{channel}/{ts}"))
        return await self.enquiry(team, found.address["enquiry"]) if found is not None and found.kind == CARD else None
