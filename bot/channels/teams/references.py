"""How a conversation is reached when nobody has written in it: kept in the store when the bot is added to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.teams import NAME
from bot.channels.teams.activity import Activity
from bot.runtime.delivery import DeliveryError
from bot.runtime.requests import Address
from bot.runtime.store_source import StoreSource
from bot.store import StoreError

EVERYWHERE = "https://smba.trafficmanager.net/teams/"
"""The service address that reaches any conversation."""


def where(activity: Activity) -> dict[str, Any]:
    """Return the address of the conversation that an activity belongs to."""
    conversation = activity.conversation.id if activity.conversation else ""
    return {"service_url": activity.service_url, "conversation": conversation, "bot": activity.recipient.id}


class References:
    """The conversations that the bot was added to.

    Args:
        source: gives the store.
        app_id: of the bot; None where it has no registration.
    """

    def __init__(self, source: StoreSource, app_id: str | None) -> None:
        self._source, self._app_id = source, app_id

    def keep(self, activity: Activity, tenant: str, now: datetime) -> None:
        """Remember a team or group chat that the bot is added to; no person's own. Raises: StoreUnavailable."""
        if activity.conversation is None or activity.conversation.conversation_type == "personal":
            return
        address = where(activity)
        self._source.get().installations.save(NAME, address["conversation"], address, now, tenant=tenant)

    def find(self, conversation: str) -> Address:
        """Return the address of a conversation, also of one of which nothing is remembered.

        Raises:
            DeliveryError: nothing is remembered of it, or not now, and the bot has no registration to write under.
        """
        try:
            found = self._source.get().installations.find(NAME, conversation)
        except StoreError as error:
            raise DeliveryError("store", posted=False) from error
        if found is not None:
            return found
        if self._app_id is None:
            raise DeliveryError("not installed there", posted=False)
        return {"service_url": EVERYWHERE, "conversation": conversation, "bot": f"28:{self._app_id}"}
