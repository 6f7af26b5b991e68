"""The key to a knowledge repository reaches git and nobody else; a git that hangs is ended."""

from __future__ import annotations

import base64
import os
import threading
from contextlib import closing
from pathlib import Path

import pytest
from following import Remote, Told

from bot.live import GitSource, LiveKnowledge, NoKnowledge, gitcommand
from bot.live.gitcommand import GitFailed, check_address, environment, run

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n"
HOSTS = "git.example ssh-ed25519 AAAA"
URL = "git@git.example:kommun/knowledge.git"


@pytest.fixture
def ssh(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a program named ssh first in the path, which notes what it is given and runs the command here.

    Where a pipe `hang` stands beside it, it opens that and then waits for ever.
    """
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ssh"
    program.write_text(
        f"""#!/bin/sh
        cd '{folder}'
        echo "$*" >> arguments
        while [ $# -gt 1 ]; do
            if [ "$1" = -i ]; then stat -c %a "$2" > mode; cat "$2" > key; fi
            case "$1" in UserKnownHostsFile=*) eval "cat ${{1#*=}}" > hosts;; esac
            shift
        done
        if [ -p hang ]; then exec 9> hang; sleep 1000; fi
        eval "$1"
        """,
        "utf-8",
    )
    program.chmod(0o755)
    remote.push()
    (folder / "kommun").mkdir()
    remote.path.rename(folder / "kommun" / "knowledge.git")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.mark.parametrize("key", [KEY, KEY.replace("\n", "\\n"), KEY.strip()])
def test_an_ssh_key_is_a_file_of_its_own_that_only_we_read(ssh: Path, key: str) -> None:
    source = GitSource(URL, key=key, known_hosts=HOSTS, poll_seconds=3600)
    with closing(LiveKnowledge(source)) as live:
        assert live.commit is not None
        given = (ssh / "arguments").read_text("utf-8")
        assert (ssh / "key").read_text("utf-8") == KEY
        assert (ssh / "mode").read_text("utf-8") == "600\n"
        assert (ssh / "hosts").read_text("utf-8") == HOSTS + "\n"
        assert "c2VjcmV0" not in given
        assert "BatchMode=yes" in given
        assert "StrictHostKeyChecking=yes" in given
        file = Path(given.split(" -i ")[1].split()[0])
        assert file.is_file()
    assert not file.exists()


def test_without_a_key_the_machines_own_are_used(ssh: Path) -> None:
    with closing(LiveKnowledge(GitSource(URL, poll_seconds=3600))):
        given = (ssh / "arguments").read_text("utf-8")
    assert "BatchMode=yes" in given
    assert " -i " not in given
    assert "UserKnownHostsFile" not in given


def test_closing_ends_a_fetch_that_hangs(ssh: Path, told: Told) -> None:
    live = LiveKnowledge(GitSource(URL, key=KEY, poll_seconds=0.1), on_fault=told.on_fault)
    os.mkfifo(ssh / "hang")
    with (ssh / "hang").open("rb") as pipe:  # opens when the next fetch has
        live.close()
        assert pipe.read() == b""  # ends when the hanging program has ended
    assert not [t for t in threading.enumerate() if t.name == "vanort-knowledge"]
    assert told.faults == []  # being stopped is no failure


def test_a_fetch_that_takes_too_long_is_ended_and_told(ssh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gitcommand, "LONGEST_SECONDS", 0.5)
    os.mkfifo(ssh / "hang")
    ended = threading.Event()

    def follow() -> None:
        with (ssh / "hang").open("rb") as pipe:
            pipe.read()
        ended.set()

    threading.Thread(target=follow, daemon=True).start()
    with pytest.raises(NoKnowledge, match=r"git fetch: it took more than 0.5 seconds\. Check that the host is reached"):
        LiveKnowledge(GitSource(URL, key=KEY))
    assert ended.wait(30)


def test_a_token_is_sent_to_the_repositorys_host_only(tmp_path: Path) -> None:
    url = "https://git.example/kommun/knowledge.git"
    env = environment(tmp_path, url, "t0ken", None)
    stop = threading.Event()
    run(tmp_path / "r.git", env, stop, "init", "--quiet", "--bare")

    def header(address: str) -> str:
        return run(tmp_path / "r.git", env, stop, "config", "--get-urlmatch", "http.extraHeader", address).decode()

    assert base64.b64decode(header(url).split()[-1]) == b"x-access-token:t0ken"
    with pytest.raises(GitFailed, match="ended with code 1"):
        header("https://elsewhere.example/kommun/knowledge.git")
    assert run(tmp_path / "r.git", env, stop, "config", "http.followRedirects") == b"false\n"
    assert not any("t0ken" in path.read_text("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file())


def test_the_name_that_goes_with_a_token_can_be_given(tmp_path: Path) -> None:
    env = environment(tmp_path, "https://deploy@git.example/knowledge.git", "t0ken", None)
    assert base64.b64decode(env["GIT_CONFIG_VALUE_0"].split()[-1]) == b"deploy:t0ken"


def test_a_token_leaves_the_settings_that_git_is_given_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"COUNT": "1", "KEY_0": "http.proxy", "VALUE_0": "http://proxy.example:3128"}
    for name, value in given.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    url, stop = "https://git.example/knowledge.git", threading.Event()
    env = environment(tmp_path, url, "t0ken", None)
    run(tmp_path / "r.git", env, stop, "init", "--quiet", "--bare")
    assert run(tmp_path / "r.git", env, stop, "config", "http.proxy") == b"http://proxy.example:3128\n"
    assert b"Basic" in run(tmp_path / "r.git", env, stop, "config", "--get-urlmatch", "http.extraHeader", url)


def test_an_address_is_shown_without_its_user_part() -> None:
    with pytest.raises(NoKnowledge) as caught:
        LiveKnowledge(GitSource("https://t0ken@127.0.0.1:1/knowledge.git"))
    assert "https://127.0.0.1:1/knowledge.git" in str(caught.value)
    assert "t0ken" not in str(caught.value)
    (problem,) = caught.value.problems
    assert "t0ken" not in str(problem.values)


def test_git_of_a_hook_is_not_taken_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere")
    assert "GIT_INDEX_FILE" not in environment(tmp_path, URL, None, None)


def test_without_git_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoKnowledge, match="git cannot be started"):
        LiveKnowledge(GitSource(URL))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (URL, KEY),
        ("ssh://git@git.example/knowledge.git", KEY),
        ("https://git.example/knowledge.git", "t0ken"),
        ("/srv/knowledge.git", None),
    ],
)
def test_addresses_and_keys_that_go_together(url: str, key: str | None) -> None:
    check_address(url, key)


@pytest.mark.parametrize(
    ("url", "key", "told"),
    [
        ("https://me:t0ken@git.example/knowledge.git", None, "give it as VANORT_KNOWLEDGE_GIT_KEY"),
        (
            "http://git.example/knowledge.git",
            "t0ken",
            "is a token, which goes with an address of the form https://host/",
        ),
        (URL, "t0ken", "is a token, which goes with an address of the form https://host/"),
        ("https://git.example/knowledge.git", KEY, "is an SSH key, which goes with an address of the form git@host:"),
        ("https://[git.example/knowledge.git", None, "VANORT_KNOWLEDGE_GIT_URL is no address"),
    ],
)
def test_addresses_and_keys_that_do_not(url: str, key: str | None, told: str) -> None:
    with pytest.raises(ValueError, match="VANORT_KNOWLEDGE_GIT") as caught:
        GitSource(url, key=key)
    assert told in str(caught.value)
    assert "t0ken" not in str(caught.value)
