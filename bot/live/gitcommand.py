"""Runs git against a remote: with a key that no process list shows, with a time limit, and stopped when asked."""

from __future__ import annotations

import base64
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.gitenvironment import clean_environment, with_settings

LONGEST_SECONDS = 60
"""How long one git command may take; a fetch of some hundred text files takes a few."""
LOOK_SECONDS = 0.2  # how soon a running command notices that it is to stop
REASON_LENGTH = 300  # git repeats what the server says, which may be a whole page
_USER_PART = re.compile(r"(?<=://)[^/\s@]*@")  # may be a token


class GitFailed(Exception):
    """A git command failed, took too long or was stopped; the text is git's own, without any key."""


def check_address(url: str, key: str | None) -> None:
    """Check that an address holds no secret and that the key fits it.

    Raises:
        ValueError: it does not; the text says what to do and repeats neither.
    """
    try:
        parts = urlsplit(url) if "://" in url else None
    except ValueError:
        raise ValueError(
            "VANORT_KNOWLEDGE_GIT_URL is no address. Write it as https://host/owner/knowledge.git."
        ) from None
    if parts is not None and parts.password:
        raise ValueError(
            "The address of the knowledge repository holds a password, which logs would show. "
            "Take it out and give it as VANORT_KNOWLEDGE_GIT_KEY."
        )
    if key is None:
        return
    scheme = parts.scheme if parts is not None else "ssh"
    wanted = "ssh" if is_ssh_key(key) else "https"
    if scheme != wanted:
        example = "git@host:owner/knowledge.git" if wanted == "ssh" else "https://host/owner/knowledge.git"
        raise ValueError(
            f"VANORT_KNOWLEDGE_GIT_KEY is {'an SSH key' if wanted == 'ssh' else 'a token'}, which goes with an address "
            f"of the form {example}. Change VANORT_KNOWLEDGE_GIT_URL or the key."
        )


def shown(text: str) -> str:
    """Return an address, or a text with addresses in it, as it may be shown: without their user parts."""
    return _USER_PART.sub("", text)


def environment(folder: Path, url: str, key: str | None, known_hosts: str | None) -> dict[str, str]:
    """Return the environment that gives git its key, and write the key's files.

    Args:
        folder: where the files go; nobody else may read it.
        url: the repository's address.
        key: an SSH private key (its text), or a token for https; None where the address needs neither.
        known_hosts: lines in the form of OpenSSH's known_hosts; None takes those of the machine.

    Returns:
        This process's environment with git's additions; git asks nobody anything.
    """
    found = clean_environment() | {"GIT_TERMINAL_PROMPT": "0"}
    if key is not None and not is_ssh_key(key):
        # By the environment and not by the address or an option: those are in every user's list of processes.
        # The name before the colon is the address's, else GitHub's; GitLab, Gitea and Azure DevOps take any.
        pair = f"{urlsplit(url).username or 'x-access-token'}:{key}".encode()
        header = f"Authorization: Basic {base64.b64encode(pair).decode()}"
        return with_settings(found, {f"http.{url}.extraHeader": header, "http.followRedirects": "false"})
    ssh = ["ssh", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=15"]
    if key is not None:
        # Hosts whose settings hold one line only write the line breaks as \n.
        path = _write(folder / "key", key.replace("\\n", "\n").strip() + "\n")
        ssh += ["-i", str(path), "-o", "IdentitiesOnly=yes"]
    if known_hosts is not None:
        path = _write(folder / "known_hosts", known_hosts.replace("\\n", "\n").strip() + "\n")
        ssh += ["-o", f'UserKnownHostsFile="{path}"']
    if key is not None or known_hosts is not None:
        found["GIT_SSH_COMMAND"] = shlex.join(ssh)
    else:
        found.setdefault("GIT_SSH_COMMAND", shlex.join(ssh))
    return found


def is_ssh_key(key: str) -> bool:
    """Tell an SSH private key from a token."""
    return key.lstrip().startswith("-----BEGIN")


def run(repository: Path, env: Mapping[str, str], stop: threading.Event, *arguments: str) -> bytes:
    """Run git in a bare repository and return what it wrote.

    Args:
        repository: the bare repository.
        env: from `environment`.
        stop: ends the command when it is set.
        arguments: the git command and its arguments; no shell reads them.

    Raises:
        GitFailed: git is not installed, failed, took longer than LONGEST_SECONDS, or was stopped.
    """
    command = ["git", f"--git-dir={repository}", "-c", "gc.auto=0", "-c", "maintenance.auto=false", *arguments]
    try:
        process = subprocess.Popen(  # noqa: S603 - git with a list of arguments, no shell
            command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # git starts ssh and others: they are ended together
        )
    except OSError as fault:
        raise GitFailed(f"git cannot be started ({fault.strerror})") from None
    limit = time.monotonic() + LONGEST_SECONDS
    while True:
        try:
            out, told = process.communicate(timeout=LOOK_SECONDS)
            break
        except subprocess.TimeoutExpired:
            if stop.is_set() or time.monotonic() > limit:
                _end(process)
                reason = "it was stopped" if stop.is_set() else f"it took more than {LONGEST_SECONDS} seconds"
                raise GitFailed(f"git {arguments[0]}: {reason}") from None
    if process.returncode != 0:
        text = shown(" ".join(told.decode("utf-8", "replace").split()))
        raise GitFailed(text[:REASON_LENGTH] or f"git {arguments[0]} ended with code {process.returncode}")
    return out


def _write(path: Path, text: str) -> Path:
    # Made with the mode, not changed to it afterwards: at no time may others read it, and ssh refuses such a key.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
