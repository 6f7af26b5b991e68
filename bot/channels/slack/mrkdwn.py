"""What a person wrote in Slack, as plain text.

Source: https://docs.slack.dev/messaging/formatting-message-text.
"""

from __future__ import annotations

import html
import re

_USER = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_MARKED = re.compile(r"<([#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def plain(text: str) -> str:
    """Return a message without mentions of people, with links and channels as their names, and unescaped."""
    return html.unescape(_MARKED.sub(_shown, _USER.sub(" ", text))).strip()


def mentions(text: str, user: str | None) -> bool:
    """Tell whether a message mentions somebody."""
    return user is not None and re.search(rf"<@{re.escape(user)}(?:\||>)", text) is not None


def _shown(found: re.Match[str]) -> str:
    kind, target, label = found.groups()
    if kind == "!":
        return label or ""
    return label or target
