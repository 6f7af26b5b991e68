"""Who may call /api/messages: Teams, with a token for this bot, from a tenant and a service address that are allowed.

Everything is refused that is not known to be right. Without credentials nobody may call, except where the settings
allow requests without a token, which they do for a process on the loopback address only.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from dataclasses import dataclass
from json import JSONDecodeError

import structlog

from bot.channels.teams import NAME
from bot.channels.teams.activity import Activity
from bot.channels.teams.sdk import PyJWKClientConnectionError, PyJWKSetError, TokenValidator
from bot.tenants import Tenant, Tenants

SERVICE_HOSTS = frozenset({"smba.trafficmanager.net"})
"""Where Teams' Bot Connector is reached; a token is sent nowhere else."""

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

_ADDRESS = re.compile(r"(https?)://([a-z0-9.-]+|\[::1\])(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?")
_KEYS_AWAY = (PyJWKClientConnectionError, PyJWKSetError, JSONDecodeError, OSError)
"""What the SDK raises where the keys do not come, or something else in their place; of no token's making."""

_log = structlog.get_logger("vanort")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused, and with which status."""

    status: int
    error: str


class NoKeys(Exception):
    """Microsoft's keys could not be fetched: whether a token is right is not known now."""


class Access:
    """Decides about requests.

    Args:
        tenants: whose workspaces may call.
        validator: checks tokens; None where requests without one are allowed.
        hosts: of service addresses.
        tenant_id: the only Entra tenant that may call; None for those of the tenants file, or all where none is needed.
    """

    def __init__(
        self,
        tenants: Tenants,
        *,
        validator: TokenValidator | None,
        hosts: Collection[str] = SERVICE_HOSTS,
        tenant_id: str | None = None,
    ) -> None:
        self._tenants, self._validator = tenants, validator
        self._hosts, self._tenant_id = hosts, tenant_id

    def wants_token(self, authorization: str) -> Refusal | None:
        """Refuse a request that brings no token before anything of it is read."""
        if self._validator is None or authorization.startswith("Bearer "):
            return None
        return Refusal(401, "token")

    async def check(self, authorization: str, activity: Activity) -> Tenant | Refusal:
        """Return whose activity it is, or why it is refused.

        Raises:
            NoKeys: that is not known now; Teams is to deliver it again.
        """
        if not self._is_service(activity.service_url):
            return Refusal(401, "service_url")
        if self._validator is not None:
            # The keys that sign tokens are fetched with a blocking call.
            token = authorization.removeprefix("Bearer ")
            if not await asyncio.to_thread(_is_valid, self._validator, token, activity.service_url):
                return Refusal(401, "token")
        if self._tenant_id is not None and activity.tenant.lower() != self._tenant_id.lower():
            return Refusal(403, "tenant")
        return self._tenants.of(NAME, activity.tenant) or Refusal(403, "tenant")

    def _is_service(self, address: str) -> bool:
        found = _ADDRESS.fullmatch(address)
        if found is None:
            return False
        scheme, host, port, _ = found.groups()
        local = host in LOOPBACK_HOSTS
        return host in self._hosts and (local or (scheme == "https" and port in (None, ":443")))


def _is_valid(validator: TokenValidator, token: str, service_url: str) -> bool:
    try:
        asyncio.run(validator.validate_token(token, service_url))
    except _KEYS_AWAY as error:
        _log.warning("keys_unavailable", error=type(error).__name__)
        raise NoKeys from None
    except Exception:  # whatever a forged token makes the check stumble over, it is no valid one
        return False
    return True
