"""All that a server takes. A channel's settings are a module beside this one, and a base below."""

from __future__ import annotations

from bot.settings.coordinator import CoordinatorSettings
from bot.settings.knowledge import KnowledgeSettings
from bot.settings.loopback import LoopbackSettings
from bot.settings.process import ProcessSettings
from bot.settings.slack import SlackSettings
from bot.settings.store import Settings
from bot.settings.teams import TeamsSettings


class ServerSettings(
    TeamsSettings, SlackSettings, LoopbackSettings, ProcessSettings, KnowledgeSettings, CoordinatorSettings, Settings
):
    """What the server takes. The table in docs/operations.md has the last base first."""
