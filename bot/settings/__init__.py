"""The settings, from environment variables: the only reader of the environment. docs/operations.md has the table.

A command asks for the part that it needs: `Settings` for the store, `ServerSettings` for the server.
"""

from __future__ import annotations

from bot.settings.fields import MIN_SECRET_BYTES, Part
from bot.settings.reading import KNOWN_ELSEWHERE, SettingsError, names, read_part, read_settings
from bot.settings.server import ServerSettings
from bot.settings.store import Settings

__all__ = [
    "KNOWN_ELSEWHERE",
    "MIN_SECRET_BYTES",
    "Part",
    "ServerSettings",
    "Settings",
    "SettingsError",
    "names",
    "read_part",
    "read_settings",
]
