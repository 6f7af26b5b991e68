"""The store's settings: faults with name and example, and no secret."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import SettingsError, read_settings
from bot.store.configured import open_configured

KEY = "kT0x-9PqLm_2vBzR8wYcJd4sNfGhQeUa6i1oXtM7lrE"


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with the one setting that must be there."""
    for name in [n for n in os.environ if n.startswith("VANORT_") or n == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VANORT_SECRET_KEY", KEY)
    return monkeypatch


def refused() -> str:
    with pytest.raises(SettingsError) as error:
        read_settings()
    return str(error.value)


def test_one_setting_is_enough(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.chdir(tmp_path)
    settings = read_settings()
    assert settings.key == KEY.encode()
    assert settings.retention_days is None
    open_configured(settings).close()
    assert (tmp_path / "data" / "vanort.db").is_file()


def test_settings_are_read_and_empty_ones_are_not_set(env: pytest.MonkeyPatch) -> None:
    env.setenv("DATABASE_URL", "postgres://anna:s3cret@db/vanort")
    env.setenv("VANORT_RETENTION_DAYS", "90")
    env.setenv("VANORT_DISPOSAL_DECISION", "KS 2026/77")
    settings = read_settings()
    assert settings.store_url == "postgres://anna:s3cret@db/vanort"
    assert (settings.retention_days, settings.disposal_decision) == (90, "KS 2026/77")
    env.setenv("DATABASE_URL", "")
    env.setenv("VANORT_DATA", "/srv/vanort")
    assert read_settings().store_url == "sqlite:////srv/vanort/vanort.db"


def test_faults_are_told_together_and_show_no_value(env: pytest.MonkeyPatch) -> None:
    for name in ("VANORT_SECRET_KEY", "VANORT_RETENTION_DAYS", "VANORT_RETENTIONDAYS"):
        env.setenv(name, "s3cret")
    env.setenv("DATABASE_URL", "mysql://anna:s3cret@db/vanort")
    told = refused()
    for name in ("VANORT_SECRET_KEY", "DATABASE_URL", "VANORT_RETENTION_DAYS", "VANORT_RETENTIONDAYS"):
        assert f"{name} is " in told
    assert "Example: VANORT_RETENTION_DAYS=90" in told
    assert "s3cret" not in told


def test_a_retention_needs_its_decision(env: pytest.MonkeyPatch) -> None:
    env.setenv("VANORT_RETENTION_DAYS", "90")
    assert "VANORT_DISPOSAL_DECISION" in refused()


def test_no_secret_is_shown(env: pytest.MonkeyPatch) -> None:
    env.setenv("DATABASE_URL", "postgres://anna:s3cret@db/vanort")
    shown = f"{read_settings()!r} {read_settings()} {read_settings().model_dump_json()}"
    assert "s3cret" not in shown
    assert KEY not in shown
