"""Read the settings from the environment, and tell every fault at once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.settings.fields import Part
from bot.settings.server import ServerSettings
from bot.settings.store import Settings

PREFIX = "VANORT_"
_NEAR = 0.85
"""A variable whose name is as like a setting's as this is taken for a misspelling of it."""

P = TypeVar("P", bound=Part)


class SettingsError(Exception):
    """Settings that are missing or wrong; `faults` has one sentence or two for each, without any secret.

    `missing` names the variables where nothing is wrong but that these are missing.
    """

    def __init__(self, faults: list[str], missing: Sequence[str] = ()) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
        self.missing = tuple(missing)


def read_part(part: type[P]) -> P:
    """Read a part of the settings from the environment.

    Args:
        part: the settings that the command needs.

    Raises:
        SettingsError: some are missing or wrong; all faults at once, each with the variable's name and an example.
    """
    faults, missing = _misspelt(), list[str]()
    try:
        settings = part()
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        faults += [_fault(part, detail) for detail in details]
        missing = [str(detail["loc"][0]) for detail in details if detail["type"] == "missing"]
    if faults:
        raise SettingsError(faults, missing if len(missing) == len(faults) else ())
    return settings


def read_settings() -> Settings:
    """Read what the store takes; see `read_part`."""
    return read_part(Settings)


def names(part: type[Part] = ServerSettings) -> dict[str, str]:
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


def _fault(part: type[Part], detail: Any) -> str:
    by_name = {str(field.validation_alias): field for field in part.model_fields.values()}
    name = str(detail["loc"][0]) if detail["loc"] else ""
    said = str(detail["msg"]).removeprefix("Value error, ")
    if name not in by_name:
        return said  # of several settings together, which says all
    field = by_name[name]
    what = "is missing" if detail["type"] == "missing" else f"is wrong: {said[:1].lower()}{said[1:]}"
    return f"{name} {what}. {field.description}. Example: {name}={(field.examples or [''])[0]}"
