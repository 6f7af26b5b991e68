"""What the tests of live knowledge share: a record of what was told, to wait for, and an edit."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.kb.base import KnowledgeBase
from bot.live import FolderSource, Problems, Version

EXAMPLE = Path(__file__).parent / "data" / "exempelby"
TOWN = "partner_towns/tonder.sv.md"
LONGEST = 60.0  # seconds that a test waits for what should take one


class Told:
    """Records what was told, and lets a test wait for it instead of sleeping."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self.faults: list[Problems] = []
        self.changes: list[tuple[KnowledgeBase, KnowledgeBase]] = []
        self.looks = 0

    def on_fault(self, problems: Problems) -> None:
        with self._news:
            self.faults.append(problems)
            self._news.notify_all()

    def on_change(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        with self._news:
            self.changes.append((old, new))
            self._news.notify_all()

    def looked(self) -> None:
        with self._news:
            self.looks += 1
            self._news.notify_all()

    def wait(self, reached: Callable[[], bool], seconds: float = LONGEST) -> bool:
        with self._news:
            return self._news.wait_for(reached, seconds)

    def wait_for_looks(self, more: int) -> None:
        """Wait until the source was asked that many more times, so that whatever there is was seen."""
        until = self.looks + more
        assert self.wait(lambda: self.looks >= until)


class CountedFolder(FolderSource):
    """A folder source that tells each time it is asked."""

    def __init__(self, folder: Path, told: Told, *, settle_ms: int = 20, look_seconds: float = 0.2) -> None:
        super().__init__(folder, settle_ms=settle_ms, look_seconds=look_seconds)
        self._counter = told

    def versions(self, stop: threading.Event) -> Iterator[Version]:
        self._counter.looked()
        yield from super().versions(stop)


def edit(folder: Path, old: str, new: str, file: str = TOWN) -> None:
    """Change a file as an editor does: the new text beside the old one, then renamed over it."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    beside = path.with_name(".new")
    beside.write_text(text.replace(old, new), "utf-8")
    beside.replace(path)


class Remote:
    """A bare repository with knowledge on its branch main, and a work tree from which the test pushes."""

    def __init__(self, root: Path) -> None:
        self.path = root / "remote.git"
        self.work = root / "work"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.path), at=root)
        self.git("clone", "--quiet", str(self.path), str(self.work), at=root)
        self.git("checkout", "--quiet", "-B", "main")
        shutil.copytree(EXAMPLE, self.work, dirs_exist_ok=True)

    def push(self, *options: str) -> str:
        """Commit what stands in the work tree, push it, and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "An edit")
        return self.send(*options)

    def send(self, *options: str) -> str:
        self.git("push", "--quiet", *options, "origin", "HEAD:main")
        return self.git("rev-parse", "HEAD")

    def edit(self, old: str, new: str) -> str:
        edit(self.work, old, new)
        return self.push()

    def reset(self, commit: str) -> None:
        self.git("reset", "--quiet", "--hard", commit)

    def git(self, *arguments: str, at: Path | None = None) -> str:
        command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
        done = subprocess.run(command, cwd=at or self.work, capture_output=True, text=True, check=True)
        return done.stdout.strip()
