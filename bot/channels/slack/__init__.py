"""Slack: events, commands and presses in over HTTP or Socket Mode; answers out as Block Kit in the thread."""

from __future__ import annotations

NAME = "slack"
