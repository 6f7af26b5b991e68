"""The settings of Teams."""

from __future__ import annotations

import ipaddress
from typing import Self

from pydantic import Field, SecretStr, model_validator

from bot.settings.fields import Part

UNAUTHENTICATED = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"


class TeamsSettings(Part):
    """What turns Teams on."""

    teams_app_id: str | None = Field(
        None,
        validation_alias="VANORT_TEAMS_APP_ID",
        description="Turns Teams on: the application (client) id of the bot's registration in Entra ID",
        examples=["1d7c1f0a-0000-4000-8000-000000000000"],
        pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    )
    teams_app_secret: SecretStr | None = Field(
        None,
        validation_alias="VANORT_TEAMS_APP_SECRET",
        description="The value of a client secret of that registration",
        examples=["from Certificates & secrets; its end goes into VANORT_SECRETS_EXPIRE as teams=…"],
    )
    teams_tenant_id: str | None = Field(
        None,
        validation_alias="VANORT_TEAMS_TENANT_ID",
        description="The directory (tenant) id of the registration; without VANORT_TENANTS, nobody else is answered",
        examples=["3f2c0000-0000-4000-8000-000000000000"],
        pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    )
    teams_unauthenticated: bool = Field(
        False,
        validation_alias=UNAUTHENTICATED,
        description="For development: turns Teams on for the Agents Playground, without credentials, on loopback only",
        examples=["true"],
    )

    @property
    def teams_on(self) -> bool:
        """Whether Teams is turned on."""
        return self.teams_app_id is not None or self.teams_unauthenticated

    def refuse_host(self, host: str) -> None:
        """Raise ValueError where requests without a token would be taken from other machines."""
        if self.teams_unauthenticated and not _is_loopback(host):
            raise ValueError(
                f"{UNAUTHENTICATED} is set and the server is to listen on {host}: anybody could make the bot post. "
                "Remove it, or listen on 127.0.0.1."
            )

    @model_validator(mode="after")
    def _teams(self) -> Self:
        given = (self.teams_app_id, self.teams_app_secret, self.teams_tenant_id)
        if self.teams_unauthenticated and any(value is not None for value in given):
            raise ValueError(
                f"{UNAUTHENTICATED} is set together with credentials: a forged request could make the bot send its "
                "token to anybody. Remove the one or the other."
            )
        if any(value is None for value in given) and any(value is not None for value in given):
            raise ValueError(
                "VANORT_TEAMS_APP_ID, VANORT_TEAMS_APP_SECRET and VANORT_TEAMS_TENANT_ID go together. Set all three; "
                "docs/teams.md tells where they come from."
            )
        self.refuse_host(str(getattr(self, "host", "127.0.0.1")))
        return self


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
