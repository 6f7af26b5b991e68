"""A folder to edit, and a record of what was told."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from following import EXAMPLE, Remote, Told


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small knowledge folder to edit."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "knowledge"))


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Remote:
    """A git repository, untouched by the settings of whoever runs the tests, or by a hook that does."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_SSH_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    return Remote(tmp_path)
