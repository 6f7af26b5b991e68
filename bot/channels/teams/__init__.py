"""Teams: activities in over /api/messages, cards out over the Bot Connector, with the Teams SDK."""

from __future__ import annotations

NAME = "teams"
