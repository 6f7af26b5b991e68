"""The settings of Slack. Credentials have the names that Slack's own tools use."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import NoDecode

from bot.settings.fields import Part, WebAddress


def _listed(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class SlackSettings(Part):
    """What turns Slack on."""

    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Turns Slack on over HTTP: signs what Slack sends (Basic Information, App Credentials)",
        examples=["8f742231b10e8888abcd99yyyzzz85a5"],
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="Turns Slack on in Socket Mode, for a host that Slack cannot reach: an app-level token",
        examples=["xapp-1-…"],
    )
    slack_bot_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_BOT_TOKEN",
        description="The bot token of the one workspace that is served",
        examples=["xoxb-…"],
    )
    slack_client_id: str | None = Field(
        None,
        validation_alias="SLACK_CLIENT_ID",
        description="Instead of a bot token: workspaces install the app themselves, at /slack/install",
        examples=["123456789012.1234567890123"],
    )
    slack_client_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_CLIENT_SECRET",
        description="Goes with SLACK_CLIENT_ID",
        examples=["from Basic Information, App Credentials"],
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where the Web API is; another one for tests",
        examples=["http://127.0.0.1:4003/api/"],
    )
    slack_proxy: WebAddress = Field(
        None,
        validation_alias="VANORT_SLACK_PROXY",
        description="The HTTP proxy through which Slack is reached",
        examples=["http://proxy.kommun.example:8080"],
    )
    slack_channels: Annotated[list[str], NoDecode, BeforeValidator(_listed)] = Field(
        [],
        validation_alias="VANORT_SLACK_CHANNELS",
        description="Channels where it may answer without being mentioned, and does so only when it is sure",
        examples=["C012ABCDE,C034FGHIJ"],
    )
    slack_guests: bool = Field(
        False,
        validation_alias="VANORT_SLACK_GUESTS",
        description="Whether guests and people of other organisations in shared channels are answered",
        examples=["true"],
    )

    @property
    def slack_on(self) -> bool:
        """Whether a channel to Slack is to be opened."""
        return self.slack_signing_secret is not None or self.slack_app_token is not None

    @model_validator(mode="after")
    def _slack(self) -> Self:
        if (self.slack_client_id is None) != (self.slack_client_secret is None):
            raise ValueError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together. Set both, or neither.")
        if self.slack_on and (self.slack_bot_token is None) == (self.slack_client_id is None):
            raise ValueError(
                "Slack needs either SLACK_BOT_TOKEN, for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, "
                "where workspaces install the app themselves. Set one of the two."
            )
        if self.slack_bot_token is not None and not self.slack_on:
            raise ValueError(
                "SLACK_BOT_TOKEN is set without SLACK_SIGNING_SECRET (events over HTTP) or SLACK_APP_TOKEN (Socket "
                "Mode). Set one of them."
            )
        return self
