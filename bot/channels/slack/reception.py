"""Where events become items of the inbox; whoever repeats an event is told that it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.slack import NAME
from bot.channels.slack.posts import Post
from bot.runtime.intake import Intake
from bot.store import Incoming
from bot.tenants import Tenants

QUESTION = "question"


class Reception:
    """Takes down what Slack tells.

    Args:
        intake: writes to the inbox.
        tenants: whose a workspace is.
    """

    def __init__(self, intake: Intake, tenants: Tenants) -> None:
        self._intake, self._tenants = intake, tenants

    def serves(self, team: str | None) -> bool:
        """Tell whether a workspace is anybody's here; where not, that is counted."""
        if team is not None and self._tenants.of(NAME, team) is not None:
            return True
        self._intake.refuse(NAME)
        return False

    def refuse(self) -> None:
        """Count an event that is not to be accepted."""
        self._intake.refuse(NAME)

    async def question(self, post: Post) -> None:
        """Take a question down, once: a mention comes as two events, and any event may be delivered again."""
        await self.accept(QUESTION, post.team, post.reference, post.conversation, post.model_dump(mode="json"))

    async def accept(self, kind: str, team: str, key: str, conversation: str, payload: Mapping[str, Any]) -> None:
        """Take an item down. Raises StoreUnavailable: Slack is to deliver it again."""
        tenant = self._tenants.of(NAME, team)
        if tenant is not None:
            await self._intake.accept(Incoming(NAME, key, conversation, kind, payload, tenant.name))
