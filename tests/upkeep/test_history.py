"""What git remembers, also where a hook of git's runs the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from following import TOWN, Remote

from bot.upkeep.history import changes, extract


@pytest.mark.parametrize(("name", "value"), [("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_PREFIX", "facts/")])
def test_in_a_hook_the_history_is_that_of_the_folder(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    remote = Remote(tmp_path)
    remote.push()
    remote.edit("upp 2010", "upp 2011")
    folder = (remote.work / TOWN).parent
    monkeypatch.setenv(name, value)
    assert [change.subject for change in changes(folder, ["."])] == ["An edit", "An edit"]
    old = extract(folder, "HEAD~1", tmp_path / "old")
    assert "upp 2010" in (old / Path(TOWN).name).read_text("utf-8")
