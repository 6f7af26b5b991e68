"""The settings, read from the environment: the only module that reads it for the server and the store.

A new setting is a new field: its alias is the variable's name, its description and example stand in error messages and
in docs/settings.md (a test compares). Optional settings have a default; a value that must stay secret is a `SecretStr`.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "VANORT_"
MIN_DIFFERENT = 10
"""A secret key with fewer different characters was typed, not made."""


class SettingsError(Exception):
    """Settings are wrong or missing; the message lists all of them, each with an example, and no value."""


class Settings(BaseSettings):
    """The settings of one process; see `read_settings`."""

    model_config = SettingsConfigDict(
        frozen=True, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, case_sensitive=True
    )

    secret_key: SecretStr = Field(
        alias="VANORT_SECRET_KEY",
        min_length=32,
        description="The secret that person hashes and encrypted addresses are made with; never in the database. Make "
        'one with: python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
        examples=["<43 random characters>"],
    )
    database_url: SecretStr | None = Field(
        default=None,
        alias="DATABASE_URL",
        description="The database: PostgreSQL, or an SQLite file; without it vanort.db in the data folder.",
        examples=["postgresql://USER:PASSWORD@HOST/DATABASE"],
    )
    data: Path = Field(
        default=Path("data"),
        alias="VANORT_DATA",
        description="The folder for what lasts, where no DATABASE_URL is set.",
        examples=["/var/lib/vanort"],
    )
    retention_days: int | None = Field(
        default=None,
        alias="VANORT_RETENTION_DAYS",
        gt=0,
        description="Days that masked question texts are kept; without it none are stored.",
        examples=["90"],
    )
    disposal_decision: str | None = Field(
        default=None,
        alias="VANORT_DISPOSAL_DECISION",
        description="The municipality's disposal decision, which allows the deletion after those days.",
        examples=["KS 2026/77"],
        validate_default=True,
    )
    knowledge: Path | None = Field(
        default=None,
        alias="VANORT_KNOWLEDGE",
        description="The knowledge folder; without it ./knowledge, else the installed copy.",
        examples=["/srv/knowledge"],
    )
    cache: Path | None = Field(
        default=None,
        alias="VANORT_CACHE",
        description="The folder for built indexes; without it the user's cache folder, empty for none.",
        examples=["/var/cache/vanort"],
    )

    @field_validator("secret_key")
    @classmethod
    def _is_random(cls, value: SecretStr) -> SecretStr:
        if len(set(value.get_secret_value())) < MIN_DIFFERENT:
            raise ValueError("is not random")
        return value

    @field_validator("disposal_decision")
    @classmethod
    def _allows_deletion(cls, value: str | None, info: ValidationInfo) -> str | None:
        # A field's own check, not the model's: that would run only once all fields are right, and report one fault.
        if value is None and info.data.get("retention_days") is not None:
            raise ValueError("is missing, and VANORT_RETENTION_DAYS is set")
        return value

    @property
    def key(self) -> bytes:
        """The secret key, for the store."""
        return self.secret_key.get_secret_value().encode()

    @property
    def store_url(self) -> str:
        """The address of the database; it may hold a password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data / 'vanort.db'}"


def read_settings() -> Settings:
    """Read and check all settings.

    Raises:
        SettingsError: some are wrong, missing or unknown; all are told at once.
    """
    faults = [_unknown(name) for name in sorted(os.environ) if name.startswith(PREFIX) and name not in _FIELDS]
    try:
        settings = Settings()
    except ValidationError as error:
        faults = [_fault(detail) for detail in error.errors(include_input=False)] + faults
    if faults:
        lines = "".join(f"\n  {fault}" for fault in faults)
        raise SettingsError(f"{len(faults)} settings are wrong or missing:{lines}")
    return settings


_FIELDS = {str(field.alias): field for field in Settings.model_fields.values()}


def _fault(detail: Any) -> str:
    name = str(detail["loc"][0])
    field = _FIELDS[name]
    if detail["type"] == "missing":
        wrong = "is missing"
    elif detail["type"] == "value_error":
        wrong = str(detail["ctx"]["error"])
    else:
        wrong = f"is wrong: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
    return f"{name} {wrong}. {field.description} Example: {name}={(field.examples or [''])[0]}"


def _unknown(name: str) -> str:
    near = get_close_matches(name, _FIELDS, n=1)
    hint = f"Did you mean {near[0]}?" if near else "Remove it, or see docs/settings.md."
    return f"{name} is not a setting. {hint}"
