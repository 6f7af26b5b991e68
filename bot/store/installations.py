"""Workspaces that installed the bot: their tokens, readable with the secret key only, and the states of installing.

One installation a workspace. Not slack-sdk's own table, which keeps tokens in clear text.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store.scope import DEFAULT_TENANT, Scope
from bot.store.tables import install_state, installation


class Installations:
    """The installations of all tenants; each workspace belongs to one.

    Args:
        scope: gives the scope of a tenant by its name.
    """

    def __init__(self, scope: Callable[[str], Scope]) -> None:
        self._scope = scope
        self._database = scope(DEFAULT_TENANT).database

    def save(
        self, channel: str, workspace: str, data: Mapping[str, Any], now: datetime, *, tenant: str = DEFAULT_TENANT
    ) -> None:
        """Keep an installation, in the place of the workspace's earlier one.

        Args:
            workspace: what the platform calls it, such as a team's id.
            data: what the platform gave, tokens included; plain data.
        """
        insert = self._database.insert(installation).values(
            channel=channel,
            workspace=workspace,
            tenant=tenant,
            data=self._scope(tenant).seal(data, "installation"),
            installed_at=now,
        )
        anew = {name: insert.excluded[name] for name in ("tenant", "data", "installed_at")}
        with self._database.single() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=["channel", "workspace"], set_=anew))

    def find(self, channel: str, workspace: str) -> Mapping[str, Any] | None:
        """Return the data of a workspace's installation, or None."""
        wanted = sa.select(installation).where(*_is(channel, workspace))
        with self._database.read() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        data: Mapping[str, Any] = self._scope(row.tenant).unseal(row.data, "installation")
        return data

    def remove(self, channel: str, workspace: str) -> bool:
        """Delete a workspace's installation and tokens; returns whether there was one."""
        with self._database.single() as connection:
            return connection.execute(sa.delete(installation).where(*_is(channel, workspace))).rowcount == 1

    def issue_state(self, now: datetime, *, seconds: int = 600) -> str:
        """Return a new secret for one installing, which comes back from the platform within the seconds."""
        state = secrets.token_urlsafe(32)
        values = {"state": self._hashed(state), "expires_at": now + timedelta(seconds=seconds)}
        with self._database.single() as connection:
            connection.execute(self._database.insert(install_state).values(values))
        return state

    def consume_state(self, state: str, now: datetime) -> bool:
        """Return whether the secret was issued, has not expired and was not used before; it is used up."""
        is_it = (install_state.c.state == self._hashed(state), install_state.c.expires_at > now)
        with self._database.single() as connection:
            return connection.execute(sa.delete(install_state).where(*is_it)).rowcount == 1

    def _hashed(self, state: str) -> str:
        return self._scope(DEFAULT_TENANT).hashed("install_state", state)


def _is(channel: str, workspace: str) -> tuple[sa.ColumnElement[bool], ...]:
    return installation.c.channel == channel, installation.c.workspace == workspace
