"""`vanort serve` as a process: what it refuses to start on, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from loopback_peer import SECRET, Receiver, event, signed
from serving import KEY

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "VANORT_SECRET_KEY": KEY,
    "VANORT_KNOWLEDGE": str(ROOT / "tests" / "data" / "exempelby"),
    "VANORT_LOOPBACK_SECRET": SECRET.decode(),
    "VANORT_LOOPBACK_URL": "http://127.0.0.1:9/",
}


def started(folder: Path, **changes: str | None) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VANORT_")}
    wanted = {**SETTINGS, "VANORT_DATA": str(folder), "VANORT_CACHE": os.environ["VANORT_CACHE"], **changes}
    env = {**kept, "PYTHONPATH": str(ROOT)} | {name: value for name, value in wanted.items() if value is not None}
    command = [sys.executable, "-m", "bot", "serve", "--port", "0"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=env, stdout=pipe, stderr=pipe, text=True)


def ended(folder: Path, **changes: str | None) -> tuple[int, str, str]:
    process = started(folder, **changes)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_every_wrong_or_missing_setting_is_told_at_once_and_no_secret(tmp_path: Path) -> None:
    code, out, err = ended(
        tmp_path,
        VANORT_SECRET_KEY=None,
        PORT="many",
        VANORT_LOOPBACK_SECRET="sh0rt",  # noqa: S106 - too short to be one
        DATABASE_URL="mysql://anna:s3cret@db/vanort",
        VANORT_TIME_ZONE="Europe/Nowhere",
        VANORT_SECRETS_EXPIRE="teams=soon",
        VANORT_WORKER="2",
    )
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "Error: VANORT_WORKER is not a setting. Write VANORT_WORKERS, or remove it.",
        "DATABASE_URL is wrong: it begins with none of postgresql://, postgres:// and sqlite:///. The database; "
        "without it, the SQLite file vanort.db in VANORT_DATA. Example: DATABASE_URL=postgresql://vanort:password@db.example/vanort",
        "VANORT_SECRET_KEY is missing. The key of hashes and encryption, kept outside the database; at least 32 bytes. "
        'Example: VANORT_SECRET_KEY=the output of: python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
        "PORT is wrong: input should be a valid integer, unable to parse string as an integer. The port to listen on. "
        "Example: PORT=8000",
        "VANORT_TIME_ZONE is wrong: there is no such time zone. The time zone in which it is today. "
        "Example: VANORT_TIME_ZONE=Europe/Stockholm",
        "VANORT_SECRETS_EXPIRE is wrong: it is not a list of NAME=YYYY-MM-DD, separated by commas. When secrets of "
        "platforms expire, to be warned in time. Example: VANORT_SECRETS_EXPIRE=teams=2027-05-01,git=2027-01-31",
        "VANORT_LOOPBACK_SECRET is wrong: it has 5 bytes and needs at least 32. Turns the test channel on: signs what "
        "comes in and goes out; at least 32 bytes. Example: VANORT_LOOPBACK_SECRET=as for VANORT_SECRET_KEY",
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"VANORT_LOOPBACK_URL": None}, "VANORT_LOOPBACK_SECRET and VANORT_LOOPBACK_URL go together."),
        ({"VANORT_LOOPBACK_URL": None, "VANORT_LOOPBACK_SECRET": None}, "No channel is turned on."),
        ({"VANORT_RETENTION_DAYS": "90"}, "VANORT_RETENTION_DAYS and VANORT_DISPOSAL_DECISION go together"),
        ({"VANORT_TENANTS": "nowhere.yaml"}, "VANORT_TENANTS names nowhere.yaml, which is no file."),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, changes: dict[str, str | None], told: str) -> None:
    code, _, err = ended(tmp_path, **changes)
    assert code == 2
    assert told in err


def test_a_database_without_tables_is_refused(tmp_path: Path, postgres: Any) -> None:
    code, _, err = ended(tmp_path, DATABASE_URL=postgres(False))
    assert code == 2
    assert "Run: vanort db upgrade" in err


def test_a_faulty_knowledge_folder_is_refused_with_its_faults(tmp_path: Path) -> None:
    (tmp_path / "municipality.yaml").write_text("name: [")
    code, _, err = ended(tmp_path, VANORT_KNOWLEDGE=str(tmp_path))
    assert code == 1
    assert err.startswith(
        "default: there is no knowledge to answer from. Mend this and start again:\nmunicipality.yaml:2: VK105"
    )


@pytest.fixture
def running(tmp_path: Path, receiver: Receiver) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves, and its address."""
    process = started(tmp_path, VANORT_LOOPBACK_URL=receiver.url)
    assert process.stdout is not None
    for line in process.stdout:
        told = json.loads(line)["event"]
        if "running on" in told:
            yield process, told.split(" running on ")[1].split()[0]
            break
    process.kill()
    process.communicate()


def test_sigterm_finishes_what_is_in_hand_and_ends_with_success(
    running: tuple[subprocess.Popen[str], str], receiver: Receiver
) -> None:
    process, address = running
    receiver.before = lambda: process.send_signal(signal.SIGTERM)
    body = json.dumps(event(1, "Är Kuressaare vänort?")).encode()
    assert httpx2.post(f"{address}/loopback/events", content=body, headers=signed(body)).status_code == 200
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert receiver.times() == {"e1": 1}
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["event"] for line in lines if line["event"] in ("answered", "stopped")] == ["answered", "stopped"]
    assert next(line for line in lines if line["event"] == "stopped")["drained"] is True
