"""The settings of a knowledge repository: what does not go together is told, with the variables' names."""

from __future__ import annotations

import os

import pytest

from bot.settings import ServerSettings, SettingsError, read_part

URL = "VANORT_KNOWLEDGE_GIT_URL"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("VANORT_KNOWLEDGE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VANORT_SECRET_KEY", "x" * 32)


def test_a_repository_to_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL, "https://git.example/knowledge.git")
    monkeypatch.setenv("VANORT_KNOWLEDGE_GIT_KEY", "t0ken")
    found = read_part(ServerSettings)
    assert found.knowledge_git_url == "https://git.example/knowledge.git"
    assert found.knowledge_git_branch == "main"
    assert found.knowledge_poll_seconds == 60
    assert "t0ken" not in repr(found)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {URL: "/srv/k.git", "VANORT_KNOWLEDGE": "/srv/k"},
            "VANORT_KNOWLEDGE and VANORT_KNOWLEDGE_GIT_URL are both set",
        ),
        ({"VANORT_KNOWLEDGE_GIT_KEY": "t0ken"}, "VANORT_KNOWLEDGE_GIT_KEY is set without VANORT_KNOWLEDGE_GIT_URL"),
        ({URL: "https://me:t0ken@git.example/k.git"}, "holds a password"),
        ({URL: "http://git.example/k.git", "VANORT_KNOWLEDGE_GIT_KEY": "t0ken"}, "is a token, which goes with"),
        ({"VANORT_KNOWLEDGE_POLL_SECONDS": "1"}, "VANORT_KNOWLEDGE_POLL_SECONDS is wrong"),
    ],
)
def test_what_does_not_go_together(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], told: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_part(ServerSettings)
    assert told in str(caught.value)
    assert "t0ken" not in str(caught.value)
