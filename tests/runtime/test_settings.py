"""The documentation has one table of settings, and it is the program's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo

from bot.settings import KNOWN_ELSEWHERE, ServerSettings, Settings, SettingsError, read_part
from bot.store import Retention

DOCS = Path(__file__).parents[2] / "docs"


def default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value: Any = field.default
    return "" if value in (None, {}, []) else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def row(field: FieldInfo) -> str:
    example = (field.examples or [""])[0]
    return f"| `{field.validation_alias}` | {field.description} | {default(field)} | {example} |"


def test_the_table_has_every_setting_as_the_program_knows_it() -> None:
    text = (DOCS / "operations.md").read_text()
    rows = [
        line
        for line in text.splitlines()
        if line.startswith(("| `VANORT_", "| `DATABASE_URL", "| `PORT", "| `SLACK_", "| `DANGEROUSLY_"))
    ]
    wanted = [row(field) for field in ServerSettings.model_fields.values()]
    elsewhere = [line for line in rows if line.split("`")[1] in KNOWN_ELSEWHERE]
    assert [line for line in rows if line not in elsewhere] == wanted, "\n".join(wanted)
    assert len(elsewhere) == len(KNOWN_ELSEWHERE)


def test_every_setting_is_described_with_an_example() -> None:
    for name, field in ServerSettings.model_fields.items():
        assert field.description, name
        assert field.examples, name
        assert not (field.description or "").endswith("."), name


def test_settings_for_something_else_are_left_alone(monkeypatch: Any) -> None:
    """Kubernetes sets variables that begin with the name of a service."""
    monkeypatch.setenv("VANORT_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("VANORT_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("VANORT_PORT_8000_TCP_ADDR", "10.0.0.1")
    assert read_part(ServerSettings).port == 8000


def test_coordinators_and_their_places_are_lists_by_channel(monkeypatch: Any) -> None:
    monkeypatch.setenv("VANORT_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("VANORT_COORDINATORS", "slack=U1, slack=U2,teams=3f2c")
    monkeypatch.setenv("VANORT_COORDINATOR_PLACES", "slack=C1,teams=19:x@thread.tacv2")
    found = read_part(ServerSettings)
    assert found.coordinators == {"slack": ["U1", "U2"], "teams": ["3f2c"]}
    assert found.coordinator_places == {"slack": "C1", "teams": "19:x@thread.tacv2"}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"VANORT_COORDINATORS": "U1"}, "VANORT_COORDINATORS is wrong: it is not a list of NAME=VALUE"),
        ({"VANORT_COORDINATOR_PLACES": "slack=C1"}, "VANORT_COORDINATOR_PLACES is set without VANORT_COORDINATORS"),
        (
            {"VANORT_COORDINATORS": "slack=U1", "VANORT_COORDINATOR_PLACES": "slack=C1,slack=C2"},
            "VANORT_COORDINATOR_PLACES is wrong: it names a channel twice",
        ),
        ({"VANORT_COORDINATORS": "slack=U1", "VANORT_TENANTS": "t.yaml"}, "into the tenants file and remove them here"),
    ],
)
def test_what_does_not_go_together_is_told(monkeypatch: Any, values: dict[str, str], told: str) -> None:
    monkeypatch.setenv("VANORT_SECRET_KEY", "k" * 32)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        read_part(ServerSettings)
    assert told in str(error.value)


def test_no_secret_is_shown(monkeypatch: Any) -> None:
    secrets = {
        name: f"s3cret of {name}, long enough for it"
        for name in ("VANORT_SECRET_KEY", "VANORT_METRICS_TOKEN", "VANORT_LOOPBACK_SECRET", "VANORT_KNOWLEDGE_GIT_KEY")
    }
    monkeypatch.setenv("VANORT_LOOPBACK_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("VANORT_KNOWLEDGE_GIT_URL", "https://git.example/k.git")
    monkeypatch.delenv("VANORT_KNOWLEDGE", raising=False)
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    found = read_part(ServerSettings)
    assert "s3cret" not in f"{found!r} {found} {found.model_dump_json()}"


@pytest.mark.parametrize(("lease", "seconds"), [("3600", 10.0), ("60", 10.0), ("12", 2.0)])
def test_a_step_of_a_request_ends_well_within_the_lease(monkeypatch: Any, lease: str, seconds: float) -> None:
    monkeypatch.setenv("VANORT_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("VANORT_LEASE_SECONDS", lease)
    assert read_part(ServerSettings).step_timeout == seconds


def test_texts_are_kept_for_the_days_of_the_decision(monkeypatch: Any) -> None:
    monkeypatch.setenv("VANORT_SECRET_KEY", "k" * 32)
    assert read_part(Settings).retention == Retention()
    monkeypatch.setenv("VANORT_RETENTION_DAYS", "90")
    monkeypatch.setenv("VANORT_DISPOSAL_DECISION", "KS 2026/77")
    assert read_part(Settings).retention == Retention(text_days=90, decision="KS 2026/77")
