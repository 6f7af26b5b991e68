"""What git remembers of files, and what they were at a revision. git is run; nothing is written to the repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from bot.gitenvironment import clean_environment

LONGEST = 60
"""Seconds that a git command may take."""


_NOT_IN_ONE = "not a git repository"


class GitError(Exception):
    """git is not installed, the folder is in no repository, or the revision does not exist; the text is git's own."""


class NoRepository(GitError):
    """The folder is in no git repository."""


@dataclass(frozen=True, slots=True)
class Change:
    """One commit that changed a file: its day (YYYY-MM-DD), short hash and subject. Who made it is not told."""

    day: str
    commit: str
    subject: str


def changes(folder: Path, files: list[str], most: int = 20) -> list[Change]:
    """Return the commits that changed any of the files, the latest first.

    Raises:
        GitError: the folder is in no repository, or git is not installed.
    """
    form = "--format=%ad%x1f%h%x1f%s"
    raw = _git(folder, "log", f"-{most}", "--date=short", form, "--", *files)
    return [Change(*line.split("\x1f", 2)) for line in raw.decode("utf-8", "replace").splitlines()]


def extract(folder: Path, revision: str, target: Path) -> Path:
    """Write the folder as it was at a revision below a target folder.

    Args:
        folder: a folder in a repository's work tree.
        revision: a commit, tag or branch.
        target: an empty folder.

    Returns:
        Where the folder's old content stands.

    Raises:
        GitError: the revision does not exist, or did not have the folder.
    """
    commit = _git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()
    with tarfile.open(fileobj=io.BytesIO(_git(folder, "archive", "--format=tar", commit.decode()))) as archive:
        archive.extractall(target, filter="data")
    return target


def _git(folder: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    env = clean_environment()  # in English: by its words it is known that there is no repository
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False, env=env)  # noqa: S603 - git, no shell
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise GitError(str(fault)) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip() or "git " + " ".join(arguments[:2])
        raise NoRepository(said) if _NOT_IN_ONE in said else GitError(said)
    return done.stdout
