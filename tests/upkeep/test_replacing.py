"""A file gets other content whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bot.upkeep.replacing import replace_content


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    path = tmp_path / "entry.md"
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    return path


def test_content_is_replaced_and_mode_and_link_stay(entry: Path) -> None:
    link = entry.with_name("link.md")
    link.symlink_to(entry.name)
    replace_content(link, b"new")
    assert link.is_symlink()
    assert entry.read_bytes() == b"new"
    assert entry.stat().st_mode & 0o777 == 0o640


def test_it_stands_on_the_disk_before_it_takes_the_old_ones_place(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may write the new name before the new content: after a loss of power the file would be empty."""
    synced: list[tuple[int, bytes]] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.append((os.fstat(handle).st_ino, entry.read_bytes()))

    monkeypatch.setattr(os, "fsync", noted)
    replace_content(entry, b"new")
    assert synced == [(entry.stat().st_ino, b"old")]


def test_what_does_not_get_to_the_disk_leaves_the_old_as_it_was(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as raised:
        replace_content(entry, b"new")
    assert raised.value.filename == str(entry)
    assert entry.read_bytes() == b"old"
    assert list(entry.parent.iterdir()) == [entry]
