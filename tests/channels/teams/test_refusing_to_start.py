"""A server that would let anybody in does not start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.settings import ServerSettings, SettingsError, read_part

SWITCH = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"
ID = "1d7c1f0a-0000-4000-8000-000000000000"
CREDENTIALS = {"VANORT_TEAMS_APP_ID": ID, "VANORT_TEAMS_APP_SECRET": "s3cret", "VANORT_TEAMS_TENANT_ID": ID}
FORGED = (
    f"Error: {SWITCH} is set together with credentials: a forged request could make the bot send its token to anybody. "
    "Remove the one or the other.\n"
)
TOGETHER = (
    "Error: VANORT_TEAMS_APP_ID, VANORT_TEAMS_APP_SECRET and VANORT_TEAMS_TENANT_ID go together. Set all three; "
    "docs/teams.md tells where they come from.\n"
)


def public(host: str) -> str:
    return (
        f"Error: {SWITCH} is set and the server is to listen on {host}: anybody could make the bot post. Remove it, or "
        "listen on 127.0.0.1.\n"
    )


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        *(({SWITCH: "true", name: value}, FORGED) for name, value in CREDENTIALS.items()),
        *(
            ({SWITCH: "true", "VANORT_HOST": host}, public(host))
            for host in ("0.0.0.0", "::", "10.0.0.1", "bot.example")
        ),
        *(({name: value}, TOGETHER) for name, value in CREDENTIALS.items()),
    ],
)
def test_settings_that_would_let_anybody_in_are_wrong(
    settings: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"VANORT_SECRET_KEY": "k" * 32, **settings}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        read_part(ServerSettings)
    assert f"Error: {error.value}\n" == told


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_loopback_is_no_danger(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"VANORT_SECRET_KEY": "k" * 32, SWITCH: "true", "VANORT_HOST": host}.items():
        monkeypatch.setenv(name, value)
    assert read_part(ServerSettings).teams_on


@pytest.mark.parametrize(
    ("settings", "arguments", "told"),
    [({SWITCH: "true", **CREDENTIALS}, [], FORGED), ({SWITCH: "true"}, ["--host", "0.0.0.0"], public("0.0.0.0"))],
)
def test_the_server_says_why_and_ends(settings: dict[str, str], arguments: list[str], told: str) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "VANORT_CACHE") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve", "--port", "0", *arguments],
        env={**kept, "VANORT_SECRET_KEY": "k" * 32, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr.replace("Usage: python -m bot serve [OPTIONS]\n", "")) == (2, told)
    assert "s3cret" not in done.stdout + done.stderr
