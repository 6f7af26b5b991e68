"""Knowledge from a git repository, for hosts without a lasting disk: the newest commits of one branch, as folders."""

from __future__ import annotations

import io
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from bot.kb.problem import Problem
from bot.live import gitcommand
from bot.live.gitcommand import GitFailed
from bot.live.source import SourceError, Version

HISTORY = 20
"""How many commits are looked back over for one that loads."""
POLL_SECONDS = 60.0
_USUAL_FOLDER = "knowledge"


class GitSource:
    """The knowledge of one branch, fetched at an interval.

    What goes live is the newest commit of the branch that loads without a fault. That depends on the branch alone,
    so all processes that follow it come to the same commit, also one that starts while the newest commit is faulty.

    Args:
        url: the repository: https://…, ssh://…, git@host:path, or a path.
        branch: the branch to follow.
        key: an SSH private key (its text), or a token for https.
        known_hosts: the SSH server's keys, in the form of OpenSSH's known_hosts; None takes the machine's.
        subfolder: the knowledge folder in the repository; None takes the top where municipality.yaml lies
            there, else knowledge/.
        poll_seconds: how long after a fetch the next one follows.

    Raises:
        ValueError: the address and the key do not go together; the text says what to do and repeats neither.
    """

    def __init__(
        self,
        url: str,
        branch: str = "main",
        *,
        key: str | None = None,
        known_hosts: str | None = None,
        subfolder: str | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        gitcommand.check_address(url, key)
        self._url, self._branch = url, branch
        self._subfolder = subfolder
        self._name = f"{url}#{branch}#{subfolder or ''}"
        self._poll_seconds = poll_seconds
        self._temporary = tempfile.TemporaryDirectory(prefix="vanort-knowledge-")  # 0700: it holds the key
        self._root = Path(self._temporary.name)
        self._repository = self._root / "repository.git"
        self._commits = self._root / "commits"
        self._commits.mkdir()
        self._environment = gitcommand.environment(self._root, url, key, known_hosts)

    def versions(self, stop: threading.Event) -> Iterator[Version]:
        """Fetch, and give the branch's commits, the newest first, each in a folder of its own.

        Raises:
            SourceError: fetching failed, or the branch does not exist.
        """
        try:
            self._fetch(stop)
            newest = ("rev-list", "--first-parent", f"--max-count={HISTORY}", f"refs/heads/{self._branch}", "--")
            for commit in self._git(stop, *newest).decode().split():
                yield Version(self._knowledge_in(self._checkout(commit, stop)), commit, self._name)
        except (GitFailed, OSError, tarfile.TarError) as fault:
            raise SourceError(self._problem(str(fault))) from None

    def changes(self, stop: threading.Event) -> Iterator[None]:
        """Give a beat at each time to fetch, until `stop` is set."""
        while not stop.wait(self._poll_seconds):
            yield

    def keep(self, live: Version) -> None:
        """Remove every commit's folder but the one that is live."""
        for folder in self._commits.iterdir():
            if folder.name != live.commit:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove what was fetched, and the key's file."""
        self._temporary.cleanup()

    def _fetch(self, stop: threading.Event) -> None:
        if not self._repository.exists():
            self._git(stop, "init", "--quiet", "--bare", "--template=")
        branch = f"+refs/heads/{self._branch}:refs/heads/{self._branch}"  # +: a branch that was reset is followed too
        self._git(stop, "fetch", "--quiet", "--no-tags", f"--depth={HISTORY}", "--", self._url, branch)

    def _checkout(self, commit: str, stop: threading.Event) -> Path:
        target = self._commits / commit
        if target.exists():
            return target
        # Extracted beside and renamed: a folder that bears a commit's name is whole.
        part = Path(tempfile.mkdtemp(prefix="part-", dir=self._commits))
        with tarfile.open(fileobj=io.BytesIO(self._git(stop, "archive", "--format=tar", commit))) as archive:
            archive.extractall(part, filter="data")  # "data" refuses links that lead out of the folder
        return part.rename(target)

    def _knowledge_in(self, checkout: Path) -> Path:
        if self._subfolder is not None:
            return checkout / self._subfolder
        usual = checkout / _USUAL_FOLDER
        here = (checkout / "municipality.yaml").is_file()
        return usual if not here and (usual / "municipality.yaml").is_file() else checkout

    def _git(self, stop: threading.Event, *arguments: str) -> bytes:
        return gitcommand.run(self._repository, self._environment, stop, *arguments)

    def _problem(self, reason: str) -> Problem:
        where = {"url": gitcommand.shown(self._url), "branch": self._branch}
        if "couldn't find remote ref" in reason:
            return Problem("VK004", self._branch, 1, where)
        return Problem("VK003", self._branch, 1, {**where, "reason": reason.removeprefix("fatal: ").rstrip(".")})
