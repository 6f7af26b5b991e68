"""Who may ask: the workspace's own people, and others where the settings let them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels.slack.refusals import asking, code
from bot.channels.slack.workspaces import Workspaces

KNOWN_SECONDS = 3600.0
MOST_KNOWN = 10_000


class People:
    """Tells members from guests and from people of other organisations in shared channels.

    Args:
        workspaces: give a client for each.
        everybody: nobody is told apart, and Slack is not asked.
    """

    def __init__(
        self, workspaces: Workspaces, *, everybody: bool, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._workspaces, self._everybody, self._monotonic = workspaces, everybody, monotonic
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], tuple[float, bool]] = OrderedDict()

    def may_ask(self, team: str, user: str, enterprise: str | None) -> bool:
        """Tell whether somebody may ask.

        Args:
            team: the workspace.
            user: who.
            enterprise: the organisation that the workspace is part of; its other workspaces are no strangers.

        Raises:
            DeliveryError: Slack could not be asked.
        """
        if self._everybody:
            return True
        key, now = (team, user), self._monotonic()
        with self._lock:
            known = self._known.get(key)
        if known is not None and now - known[0] < KNOWN_SECONDS:
            return known[1]
        found = _is_member(self._info(team, user), team, enterprise)
        with self._lock:
            self._known[key] = (now, found)
            if len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)
        return found

    def _info(self, team: str, user: str) -> Mapping[str, Any]:
        def call() -> Mapping[str, Any]:
            try:
                found: Mapping[str, Any] = self._workspaces.client(team).users_info(user=user)["user"]
            except SlackApiError as error:
                if code(error) not in ("user_not_found", "user_not_visible"):
                    raise
                return {"is_stranger": True}
            return found

        return asking(call)


def _is_member(user: Mapping[str, Any], team: str, enterprise: str | None) -> bool:
    if any(user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")):
        return False
    theirs = (user.get("enterprise_user") or {}).get("enterprise_id")
    return user.get("team_id") in (team, None) or (enterprise is not None and theirs == enterprise)
