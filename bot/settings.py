"""The settings, from environment variables: the only reader of the environment. docs/operations.md has the table.

A command asks for the part that it needs: `Settings` for the store, `ServerSettings` for the server.
"""

from __future__ import annotations

import difflib
import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "VANORT_"
MIN_SECRET_BYTES = 32
_NEAR = 0.85
"""A variable whose name is as like a setting's as this is taken for a misspelling of it."""


class SettingsError(Exception):
    """Settings that are missing or wrong; `faults` has one sentence or two for each, without any secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _database(value: SecretStr) -> SecretStr:
    if not re.match(r"(postgres|postgresql|postgresql\+psycopg|sqlite|sqlite\+pysqlite)://", value.get_secret_value()):
        raise ValueError("it begins with none of postgresql://, postgres:// and sqlite:///")
    return value


def _long(value: SecretStr) -> SecretStr:
    length = len(value.get_secret_value().encode())
    if length < MIN_SECRET_BYTES:
        raise ValueError(f"it has {length} bytes and needs at least {MIN_SECRET_BYTES}")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("there is no such time zone") from None
    return value


def _web(value: str) -> str:
    if not re.match(r"https?://[^/\s]", value):
        raise ValueError("it is not an address that begins with http:// or https://")
    return value


def _days_by_name(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        name, _, day = part.partition("=")
        try:
            found[name.strip()] = date.fromisoformat(day.strip())
        except ValueError:
            raise ValueError("it is not a list of NAME=YYYY-MM-DD, separated by commas") from None
    return found


Secret = Annotated[SecretStr, AfterValidator(_long)]


class Settings(BaseSettings):
    """What the store takes: where the database is, its key, how long texts are kept."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: Annotated[SecretStr | None, AfterValidator(lambda v: v and _database(v))] = Field(
        None,
        validation_alias="DATABASE_URL",
        description="The database; without it, the SQLite file vanort.db in VANORT_DATA",
        examples=["postgresql://vanort:password@db.example/vanort"],
    )
    data: Path = Field(
        Path("data"),
        validation_alias="VANORT_DATA",
        description="The folder of the SQLite file",
        examples=["/var/lib/vanort"],
    )

    secret_key: Secret = Field(
        validation_alias="VANORT_SECRET_KEY",
        description="The key of hashes and encryption, kept outside the database; at least 32 bytes",
        examples=['the output of: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'],
    )
    tenants: Path | None = Field(
        None,
        validation_alias="VANORT_TENANTS",
        description="The tenants file, where one deployment serves several municipalities",
        examples=["/etc/vanort/tenants.yaml"],
    )
    retention_days: int | None = Field(
        None,
        validation_alias="VANORT_RETENTION_DAYS",
        ge=1,
        description="Days that question texts are kept; without it none are stored",
        examples=["90"],
    )
    disposal_decision: str | None = Field(
        None,
        validation_alias="VANORT_DISPOSAL_DECISION",
        description="The municipality's disposal decision that VANORT_RETENTION_DAYS follows",
        examples=["KS 2026/77"],
    )

    @property
    def store_url(self) -> str:
        """The database's address; it may hold a password."""
        given = self.database_url
        return given.get_secret_value() if given else f"sqlite:///{self.data.absolute() / 'vanort.db'}"

    @property
    def key(self) -> bytes:
        """The secret key."""
        return self.secret_key.get_secret_value().encode()

    @model_validator(mode="after")
    def _retention(self) -> Self:
        if self.tenants is not None and self.retention_days is not None:
            raise ValueError(
                "VANORT_RETENTION_DAYS is set together with VANORT_TENANTS. Each municipality has its own decision: "
                "write retention into the tenants file and remove VANORT_RETENTION_DAYS."
            )
        if (self.retention_days is None) != (self.disposal_decision is None) and self.tenants is None:
            raise ValueError(
                "VANORT_RETENTION_DAYS and VANORT_DISPOSAL_DECISION go together: texts are kept by a decision. "
                "Set both, such as VANORT_RETENTION_DAYS=90 VANORT_DISPOSAL_DECISION='KS 2026/77', or neither."
            )
        return self


class ServerSettings(Settings):
    """What the server takes."""

    knowledge: Path | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE",
        description="The knowledge folder; without it ./knowledge, else the copy in the package",
        examples=["/srv/knowledge"],
    )
    knowledge_git_url: str | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE_GIT_URL",
        description="The git repository to follow instead of a folder, where the host has no lasting disk",
        examples=["git@github.com:kommun/knowledge.git"],
    )
    knowledge_git_branch: str = Field(
        "main",
        validation_alias="VANORT_KNOWLEDGE_GIT_BRANCH",
        description="The branch to follow",
        examples=["main"],
    )
    knowledge_git_key: SecretStr | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE_GIT_KEY",
        description="An SSH private key (its text) or, for https, a token; one that may only read this repository",
        examples=["the text of the file made by: ssh-keygen -t ed25519 -N '' -f vanort-key"],
    )
    knowledge_git_known_hosts: str | None = Field(
        None,
        validation_alias="VANORT_KNOWLEDGE_GIT_KNOWN_HOSTS",
        description="The SSH server's public keys, as known_hosts has them; without it, those of the machine",
        examples=["github.com ssh-ed25519 AAAA…"],
    )
    knowledge_poll_seconds: float = Field(
        60,
        validation_alias="VANORT_KNOWLEDGE_POLL_SECONDS",
        ge=5,
        le=86400,
        description="Seconds between two fetches from the git repository",
        examples=["60"],
    )
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
    time_zone: Annotated[str, AfterValidator(_zone)] = Field(
        "Europe/Stockholm",
        validation_alias="VANORT_TIME_ZONE",
        description="The time zone in which it is today",
        examples=["Europe/Stockholm"],
    )
    metrics_token: Secret | None = Field(
        None,
        validation_alias="VANORT_METRICS_TOKEN",
        description="Where set, /metrics wants it as bearer token; at least 32 bytes",
        examples=["as for VANORT_SECRET_KEY"],
    )
    secrets_expire: Annotated[dict[str, date], NoDecode, BeforeValidator(_days_by_name)] = Field(
        {},
        validation_alias="VANORT_SECRETS_EXPIRE",
        description="When secrets of platforms expire, to be warned in time",
        examples=["teams=2027-05-01,git=2027-01-31"],
    )
    loopback_secret: Secret | None = Field(
        None,
        validation_alias="VANORT_LOOPBACK_SECRET",
        description="Turns the test channel on: signs what comes in and goes out; at least 32 bytes",
        examples=["as for VANORT_SECRET_KEY"],
    )
    loopback_url: Annotated[str | None, AfterValidator(lambda v: v and _web(v))] = Field(
        None,
        validation_alias="VANORT_LOOPBACK_URL",
        description="Where the test channel posts its answers",
        examples=["http://127.0.0.1:8001/answers"],
    )

    @model_validator(mode="after")
    def _knowledge(self) -> Self:
        if self.knowledge_git_url is None:
            if self.knowledge_git_key is not None:
                raise ValueError(
                    "VANORT_KNOWLEDGE_GIT_KEY is set without VANORT_KNOWLEDGE_GIT_URL. Set both to follow a repository."
                )
            return self
        if self.knowledge is not None:
            raise ValueError(
                "VANORT_KNOWLEDGE and VANORT_KNOWLEDGE_GIT_URL are both set, and one process answers from one of them. "
                "Remove the one that is not meant."
            )
        from bot.live.gitcommand import check_address  # lazily: whoever follows no repository needs no watching

        key = self.knowledge_git_key
        check_address(self.knowledge_git_url, key.get_secret_value() if key else None)
        return self

    @model_validator(mode="after")
    def _loopback(self) -> Self:
        if (self.loopback_secret is None) != (self.loopback_url is None):
            raise ValueError(
                "VANORT_LOOPBACK_SECRET and VANORT_LOOPBACK_URL go together. Set both to turn the test channel on, "
                "or neither."
            )
        return self


Part = TypeVar("Part", bound=Settings)


def read_part(part: type[Part]) -> Part:
    """Read a part of the settings from the environment.

    Args:
        part: the settings that the command needs.

    Raises:
        SettingsError: some are missing or wrong; all faults at once, each with the variable's name and an example.
    """
    faults = _misspelt()
    try:
        settings = part()  # type: ignore[call-arg]  # the environment gives them
    except ValidationError as error:
        faults += [_fault(part, detail) for detail in error.errors(include_input=False, include_url=False)]
    if faults:
        raise SettingsError(faults)
    return settings


def read_settings() -> Settings:
    """Read what the store takes; see `read_part`."""
    return read_part(Settings)


def names(part: type[Settings] = ServerSettings) -> dict[str, str]:
    """Return the variables of a part of the settings, each with its description."""
    return {str(field.validation_alias): str(field.description) for field in part.model_fields.values()}


KNOWN_ELSEWHERE = frozenset({"VANORT_CACHE"})
"""Read by the command line's options, which must start without this module."""


def _misspelt() -> list[str]:
    known = {*names(), *KNOWN_ELSEWHERE}
    faults = []
    for name in sorted(set(os.environ) - known):
        near = difflib.get_close_matches(name, known, 1, _NEAR) if name.startswith(PREFIX) else []
        if near:
            faults.append(f"{name} is not a setting. Write {near[0]}, or remove it.")
    return faults


def _fault(part: type[Settings], detail: Any) -> str:
    by_name = {str(field.validation_alias): field for field in part.model_fields.values()}
    name = str(detail["loc"][0]) if detail["loc"] else ""
    said = str(detail["msg"]).removeprefix("Value error, ")
    if name not in by_name:
        return said  # of several settings together, which says all
    field = by_name[name]
    what = "is missing" if detail["type"] == "missing" else f"is wrong: {said[:1].lower()}{said[1:]}"
    return f"{name} {what}. {field.description}. Example: {name}={(field.examples or [''])[0]}"
