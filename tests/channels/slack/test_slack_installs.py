"""Workspaces that install the app themselves, through the emulator's OAuth pages."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from slack_peer import Emulator

from bot.store import Retention
from bot.tenants import Tenant, Tenants

QUESTION = "Är Nuuk inte vänort längre?"


def itself(slack: Emulator) -> dict[str, Any]:
    """The settings of a bot that workspaces install themselves."""
    secret = slack.client["client_secret"]
    return {"SLACK_BOT_TOKEN": None, "SLACK_CLIENT_ID": slack.client["client_id"], "SLACK_CLIENT_SECRET": secret}


def start(bot: Any) -> tuple[str, str]:
    """Begin to install; returns where the installer is sent, and the cookie that ties the state to their browser."""
    page = httpx2.get(f"{bot.url}/slack/install", trust_env=False)
    (link,) = re.findall(r'href="([^"]*oauth/v2/authorize[^"]*)"', page.text)
    return html.unescape(link), page.headers["set-cookie"].split(";")[0]


def install(bot: Any, slack: Emulator, name: str = "anna") -> httpx2.Response:
    """Install as a person does who says yes."""
    link, cookie = start(bot)
    page = httpx2.get(link, trust_env=False)
    assert page.status_code == 200
    asked = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
    form = asked | {"user_id": slack.users[name], "redirect_uri": f"{bot.url}/slack/oauth_redirect", "user_scope": ""}
    callback = f"{slack.url.removesuffix('api/')}oauth/v2/authorize/callback"
    back = httpx2.post(callback, data=form, trust_env=False)
    assert back.status_code == 302
    # The cookie is sent over https only, which this test does not speak.
    return httpx2.get(back.headers["location"], headers={"Cookie": cookie}, trust_env=False)


def uninstalled(slack: Emulator, kind: str) -> dict[str, Any]:
    told = {"type": kind} | ({"tokens": {"bot": [slack.bot]}} if kind == "tokens_revoked" else {})
    return {"type": "event_callback", "team_id": slack.team, "event_id": "Ev1", "event": told}


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
def test_a_workspace_installs_is_answered_and_leaves_no_token_behind(
    serve: Any, slack: Emulator, kind: str, tmp_path: Path
) -> None:
    bot = serve(**itself(slack))
    assert install(bot, slack).status_code == 200
    ts = slack.ask("anna", "fragor", QUESTION)
    (answer,) = slack.wait("fragor", ts)
    assert answer["text"].startswith("Nuuk")
    found = bot.server.source.get().installations
    assert found.find("slack", slack.team)["bot_token"].startswith("xoxb-")
    assert b"xoxb-" not in b"".join(path.read_bytes() for path in tmp_path.glob("vanort.db*")), "tokens are encrypted"
    assert bot.send(uninstalled(slack, kind)).status_code == 200
    assert found.find("slack", slack.team) is None
    after = slack.ask("anna", "fragor", QUESTION)
    assert slack.replies("fragor", after) == []


def test_what_was_taken_down_before_the_app_was_uninstalled_is_given_up(serve: Any, slack: Emulator) -> None:
    bot = serve(**itself(slack), VANORT_ATTEMPTS=1)
    install(bot, slack)
    bot.server.workers.stop(30)
    slack.ask("anna", "fragor", QUESTION)
    assert bot.send(uninstalled(slack, "app_uninstalled")).status_code == 200
    bot.stop()
    again = serve(**itself(slack), VANORT_ATTEMPTS=1)
    assert again.wait_for_log("failed")["reason"] == "not_installed"
    assert again.wait_for_log("given_up")["apologised"] is False


def test_a_state_of_another_browser_or_a_used_one_is_refused(serve: Any, slack: Emulator) -> None:
    bot = serve(**itself(slack))
    link, cookie = start(bot)
    state = parse_qs(urlsplit(link).query)["state"][0]
    back = f"{bot.url}/slack/oauth_redirect?code=c&state={state}"
    assert httpx2.get(back, headers={"Cookie": "slack-app-oauth-state=other"}, trust_env=False).status_code == 400
    assert httpx2.get(back, headers={"Cookie": cookie}, trust_env=False).status_code == 401, "a wrong code"
    assert httpx2.get(back, headers={"Cookie": cookie}, trust_env=False).status_code == 401, "a used state"
    assert bot.server.source.get().installations.find("slack", slack.team) is None


def test_a_workspace_that_is_nobodys_is_refused(serve: Any, slack: Emulator) -> None:
    row = Tenant("storby", Path("storby"), retention=Retention())
    bot = serve(**itself(slack), tenants=Tenants((row,), {("slack", "T-OTHER"): "storby"}))
    assert install(bot, slack).status_code == 500
    assert bot.server.source.get().installations.find("slack", slack.team) is None
    told = {"type": "app_mention", "user": "U1", "text": "x", "ts": "1.1", "channel": "C1"}
    body = {"type": "event_callback", "team_id": slack.team, "event_id": "Ev1", "event": told}
    assert bot.send(body).status_code == 403


def test_a_workspace_that_did_not_install_is_not_answered(serve: Any, slack: Emulator) -> None:
    bot = serve(**itself(slack))
    ts = slack.ask("anna", "fragor", QUESTION)
    assert slack.replies("fragor", ts) == []
    assert bot.server.source.get().inbox.depth(datetime.now(UTC)).get("slack") is None
