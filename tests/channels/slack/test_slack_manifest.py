"""The manifest asks for what the code uses, no more and no less."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from bot.channels.slack import app, http, installs
from bot.channels.slack.listeners import commands

CODE = Path(app.__file__).parent
MANIFEST: dict[str, Any] = json.loads((CODE / "manifest.json").read_text())
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]

HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}
OF_METHODS: dict[str, set[str]] = {
    "assistant_threads_setSuggestedPrompts": {"assistant:write"},
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": HISTORY,
    "conversations_open": {"im:write"},
    "conversations_replies": HISTORY,
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
}
"""Slack's documentation of each method tells its scopes."""

OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "tokens_revoked": set(),
}


def nodes() -> Iterator[ast.AST]:
    for path in sorted(CODE.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text()))


def methods() -> set[str]:
    """The methods of the Web API that the code calls."""
    named = {node.attr for node in nodes() if isinstance(node, ast.Attribute)}
    return {name for name in named if "_" in name and name in vars(WebClient) and not name.startswith("_")}


def listened(kind: str) -> set[str]:
    """What the code listens to: the arguments of @app.event, and so on."""
    found = set()
    for node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == kind:
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def test_events_are_those_that_are_listened_to() -> None:
    asked = set(SETTINGS["event_subscriptions"]["bot_events"])
    assert {name.partition(".")[0] for name in asked} == listened("event")
    assert asked == set(OF_EVENTS)


def test_scopes_are_those_of_events_methods_and_commands() -> None:
    used = methods()
    assert used == set(OF_METHODS), "a method that is new here needs its scopes above, and in the manifest"
    needed = {"commands"}.union(*OF_METHODS.values(), *OF_EVENTS.values())
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}, "nothing is done in a user's name"
    assert scopes["bot"] == sorted(needed)
    assert list(installs.SCOPES) == scopes["bot"]


def test_commands_shortcuts_and_addresses_are_the_codes() -> None:
    (command,) = FEATURES["slash_commands"]
    (shortcut,) = FEATURES["shortcuts"]
    assert command["command"] == commands.COMMAND
    assert {shortcut["callback_id"]} == listened("shortcut")
    addresses = [
        command["url"],
        SETTINGS["event_subscriptions"]["request_url"],
        SETTINGS["interactivity"]["request_url"],
    ]
    assert all(address.endswith(http.PATH) for address in addresses)
    assert MANIFEST["oauth_config"]["redirect_urls"][0].endswith(installs.REDIRECT_PATH)


def test_texts_keep_slacks_limits() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(FEATURES["agent_view"]["agent_description"]) <= 300
    assert all(len(one["name"]) <= 24 for one in FEATURES["shortcuts"])
