"""The settings of the test channel."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from bot.settings.fields import Part, Secret, WebAddress


class LoopbackSettings(Part):
    """What turns the test channel on."""

    loopback_secret: Secret | None = Field(
        None,
        validation_alias="VANORT_LOOPBACK_SECRET",
        description="Turns the test channel on: signs what comes in and goes out; at least 32 bytes",
        examples=["as for VANORT_SECRET_KEY"],
    )
    loopback_url: WebAddress = Field(
        None,
        validation_alias="VANORT_LOOPBACK_URL",
        description="Where the test channel posts its answers",
        examples=["http://127.0.0.1:8001/answers"],
    )

    @model_validator(mode="after")
    def _loopback(self) -> Self:
        if (self.loopback_secret is None) != (self.loopback_url is None):
            raise ValueError(
                "VANORT_LOOPBACK_SECRET and VANORT_LOOPBACK_URL go together. Set both to turn the test channel on, "
                "or neither."
            )
        return self
