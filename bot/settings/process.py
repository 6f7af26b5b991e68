"""The settings of a serving process: its port, its workers, its patience, its metrics."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from bot.settings.fields import Part, Secret, TimeZone, days_by_name
from bot.zones import USUAL_ZONE

MOST_STEP_SECONDS = 10.0


class ProcessSettings(Part):
    """How a process serves."""

    host: str = Field(
        "127.0.0.1",
        validation_alias="VANORT_HOST",
        description="The address to listen on; 0.0.0.0 for all",
        examples=["0.0.0.0"],  # noqa: S104 - an example
    )
    port: int = Field(
        8000, validation_alias="PORT", ge=0, le=65535, description="The port to listen on", examples=["8000"]
    )
    workers: int = Field(
        2,
        validation_alias="VANORT_WORKERS",
        ge=1,
        le=32,
        description="Threads that answer; the process holds up to this many database connections and three more",
        examples=["2"],
    )
    lease_seconds: float = Field(
        60,
        validation_alias="VANORT_LEASE_SECONDS",
        ge=2,
        le=3600,
        description="After so many seconds, what a dead process had in hand is taken up by another",
        examples=["60"],
    )
    attempts: int = Field(
        8,
        validation_alias="VANORT_ATTEMPTS",
        ge=1,
        le=100,
        description="How often a question is tried before the asker gets an apology",
        examples=["8"],
    )
    stop_seconds: float = Field(
        20,
        validation_alias="VANORT_STOP_SECONDS",
        ge=1,
        le=600,
        description="How long a stop waits for what is in hand; less than the host waits before it kills",
        examples=["20"],
    )
    time_zone: TimeZone = Field(
        USUAL_ZONE,
        validation_alias="VANORT_TIME_ZONE",
        description="The time zone in which it is today",
        examples=[USUAL_ZONE],
    )
    metrics_token: Secret | None = Field(
        None,
        validation_alias="VANORT_METRICS_TOKEN",
        description="Where set, /metrics wants it as bearer token; at least 32 bytes",
        examples=["as for VANORT_SECRET_KEY"],
    )
    secrets_expire: Annotated[dict[str, date], NoDecode, BeforeValidator(days_by_name)] = Field(
        {},
        validation_alias="VANORT_SECRETS_EXPIRE",
        description="When secrets of platforms expire, to be warned in time",
        examples=["teams=2027-05-01,git=2027-01-31"],
    )

    @property
    def step_timeout(self) -> float:
        """Seconds for each step of a request to a platform: all of them together end well within the lease."""
        return min(MOST_STEP_SECONDS, self.lease_seconds / 6)
