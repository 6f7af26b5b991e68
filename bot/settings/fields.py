"""What the parts of the settings share: their base, and the kinds of values."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET_BYTES = 32


class Part(BaseSettings):
    """A part of the settings; each has a module. A server takes all of them."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True)


def _database(value: SecretStr | None) -> SecretStr | None:
    known = r"(postgres|postgresql|postgresql\+psycopg|sqlite|sqlite\+pysqlite)://"
    if value is not None and not re.match(known, value.get_secret_value()):
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


def _web(value: str | None) -> str | None:
    if value is not None and not re.match(r"https?://[^/\s]", value):
        raise ValueError("it is not an address that begins with http:// or https://")
    return value


def pairs(value: str) -> list[tuple[str, str]]:
    """Read a list of NAME=VALUE, separated by commas. Raises ValueError."""
    found = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        name, sign, told = (piece.strip() for piece in part.partition("="))
        if not (name and sign and told):
            raise ValueError("it is not a list of NAME=VALUE, separated by commas")
        found.append((name, told))
    return found


def days_by_name(value: Any) -> Any:
    """Read a list of NAME=YYYY-MM-DD; what is no text stays as it is."""
    if not isinstance(value, str):
        return value
    try:
        return {name: date.fromisoformat(day) for name, day in pairs(value)}
    except ValueError:
        raise ValueError("it is not a list of NAME=YYYY-MM-DD, separated by commas") from None


DatabaseUrl = Annotated[SecretStr | None, AfterValidator(_database)]
Secret = Annotated[SecretStr, AfterValidator(_long)]
TimeZone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[str | None, AfterValidator(_web)]
