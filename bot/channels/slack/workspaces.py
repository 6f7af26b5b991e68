"""The workspaces that the bot is installed in: their tokens, a client for each, and who the bot is there."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.channels.slack import NAME

KNOWN_SECONDS = 60.0
"""For so long an installation is not looked up again; another process may have removed it meanwhile."""

AGAIN_SECONDS = 10.0
"""Between two attempts to ask Slack who the bot is."""

_ADDRESS = re.compile(r"(https?)://([a-z0-9.-]+)(?::[0-9]{1,5})?(?:/[^\s\\]*)?")

Find = Callable[[str], Mapping[str, Any] | None]


class NotInstalled(Exception):
    """The bot is not installed in a workspace (any more)."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot in one workspace.

    Args:
        token: its bot token.
        user: the bot's user id, where it is known.
    """

    token: str
    user: str | None


class Workspaces:
    """Gives tokens and clients by workspace.

    Args:
        token: of the one workspace that the bot serves; None where installations are looked up.
        find: looks an installation up by its workspace.
        api_url: of the Web API.
        proxy: an HTTP proxy to go through.
        timeout_seconds: for one call.
    """

    def __init__(
        self,
        token: str | None,
        find: Find,
        *,
        api_url: str,
        proxy: str | None = None,
        timeout_seconds: float = 10.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token, self._find, self._monotonic = token, find, monotonic
        self._api_url, self._proxy, self._timeout = api_url, proxy, timeout_seconds
        # One for all calls: else each reads the certificate authorities anew, which takes longer than an answer.
        self._tls = ssl.create_default_context() if urlsplit(api_url).scheme == "https" else None
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Installed]] = {}
        self._one: Installed | None = None
        self._asked_at: float | None = None

    def installed(self, team: str) -> Installed:
        """Return the bot in a workspace.

        Raises:
            NotInstalled: it is not installed there.
            StoreUnavailable: that could not be looked up.
        """
        if self._token is not None:
            return self._one or Installed(self._token, None)
        with self._lock:
            known = self._known.get(team)
        if known is not None and self._monotonic() - known[0] < KNOWN_SECONDS:
            return known[1]
        data = self._find(team)
        if data is None:
            raise NotInstalled(NAME)
        found = Installed(str(data["bot_token"]), data.get("bot_user_id"))
        with self._lock:
            self._known[team] = (self._monotonic(), found)
        return found

    def forget(self, team: str) -> None:
        """Look an installation up anew at its next use."""
        with self._lock:
            self._known.pop(team, None)

    def known(self, team: str) -> Installed | None:
        """Return the bot in a workspace where nothing need be looked up or asked; else None: then ask `bot`."""
        if self._token is not None:
            return self._one
        known = self._known.get(team)
        fresh = known is not None and self._monotonic() - known[0] < KNOWN_SECONDS and known[1].user is not None
        return known[1] if known is not None and fresh else None

    def bot(self, team: str) -> Installed:
        """Return the bot in a workspace with its user id, if Slack tells it; see `installed`."""
        found = self.installed(team)
        now = self._monotonic()
        if found.user is not None or (self._asked_at is not None and now - self._asked_at < AGAIN_SECONDS):
            return found
        self._asked_at = now
        try:
            user = str(self.client(team).auth_test()["user_id"])
        except (SlackClientError, OSError, ValueError, KeyError):
            return found  # it is asked again later
        found = Installed(found.token, user)
        if self._token is not None:
            self._one = found
        return found

    def client(self, team: str) -> WebClient:
        """Return a client for a workspace; it tries nothing twice, since a repeated post would be a second answer."""
        return WebClient(
            self.installed(team).token,
            base_url=self._api_url,
            timeout=max(1, round(self._timeout)),
            ssl=self._tls,
            proxy=self._proxy,
            retry_handlers=[],
        )

    def webhook(self, url: str) -> WebhookClient:
        """Return a client for an address that Slack gave to answer to."""
        timeout = max(1, round(self._timeout))
        return WebhookClient(url, timeout=timeout, ssl=self._tls, proxy=self._proxy, retry_handlers=[])


def is_slacks(url: object, api_url: str) -> bool:
    """Tell whether an address is served where the Web API is, or below that: hooks.slack.com below slack.com.

    Args:
        url: as a request names it.
        api_url: of the Web API.
    """
    found, api = _ADDRESS.fullmatch(url) if isinstance(url, str) else None, urlsplit(api_url)
    if found is None or found[1] != api.scheme:
        return False
    return found[2] == api.hostname or found[2].endswith(f".{api.hostname}")
