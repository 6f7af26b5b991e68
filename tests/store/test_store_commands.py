"""`vanort db` and `vanort privacy`, run as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import writing

from bot.store import Logged, open_store
from bot.store.schema import SCHEMA

from .conftest import RETENTION
from .test_settings import KEY

PERSON = ("--channel", "slack", "--person", "U1")


def vanort(url: str | None, *arguments: str, answer: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("VANORT_")}
    env |= {"VANORT_SECRET_KEY": KEY, "DATABASE_URL": url or ""} | more
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=answer, env=env, capture_output=True, text=True, check=False)


def said(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def asked(database_url: str) -> str:
    """A database with an old and a new question."""
    store = open_store(database_url, key=KEY.encode(), retention=RETENTION)
    today = datetime.now(UTC).date()
    for text, day in [("En gammal fråga", today - timedelta(days=100)), ("En ny fråga", today)]:
        writing.log(store.tenant(), Logged(text, "answer", "slack", "sv", day, asker="U1"))
    store.close()
    return database_url


def test_upgrade_makes_the_tables_once(empty_url: str) -> None:
    assert said(vanort(empty_url, "db", "upgrade")) == (
        0,
        f"The database now has schema {SCHEMA} (no tables before).\n",
        "",
    )
    assert said(vanort(empty_url, "db", "upgrade")) == (0, f"The database has schema {SCHEMA} already.\n", "")


def test_purge_tells_what_it_removed(asked: str) -> None:
    kept = {"VANORT_RETENTION_DAYS": "90", "VANORT_DISPOSAL_DECISION": "KS 2026/77"}
    assert said(vanort(asked, "privacy", "purge", **kept)) == (0, "default: 1 questions\n", "")
    assert said(vanort(asked, "privacy", "purge", **kept)) == (0, "default: nothing to remove\n", "")


def test_purge_without_retention_says_so(asked: str) -> None:
    assert said(vanort(asked, "privacy", "purge")) == (
        0,
        "default: nothing to remove\n",
        "VANORT_RETENTION_DAYS is not set: no question texts are stored, and none that were stored earlier are "
        "deleted.\n",
    )


def test_export_and_forget(asked: str) -> None:
    done = vanort(asked, "privacy", "export", *PERSON)
    assert [q["text"] for q in json.loads(done.stdout)["questions"]] == ["En gammal fråga", "En ny fråga"]
    forget = ("privacy", "forget", *PERSON, "--decision", "KS 2026/99")
    refused = vanort(asked, *forget, answer="n\n")
    assert refused.returncode != 0
    assert json.loads(vanort(asked, "privacy", "export", *PERSON).stdout)["questions"]
    assert said(vanort(asked, "privacy", "records")) == (0, "nothing was removed\n", "")
    assert said(vanort(asked, *forget, "--yes")) == (0, "2 questions\n", "")
    (record,) = vanort(asked, "privacy", "records").stdout.splitlines()
    assert record[len("2026-11-23 09:00 ") :] == "forget: 2 questions (KS 2026/99)"
    assert not any(json.loads(vanort(asked, "privacy", "export", *PERSON).stdout).values())


def test_new_key(asked: str) -> None:
    other = {"VANORT_SECRET_KEY": KEY[::-1]}
    done = vanort(asked, "privacy", "purge", **other)
    assert done.returncode == 2
    assert "where it is lost, run: vanort db new-key" in done.stderr
    assert vanort(asked, "db", "new-key", "--yes", **other).returncode == 0
    assert vanort(asked, "privacy", "purge", **other).returncode == 0


def test_faults_end_with_a_message_and_a_code(postgres) -> None:  # type: ignore[no-untyped-def]
    missing = vanort(None, "db", "upgrade", VANORT_SECRET_KEY="")
    assert missing.returncode == 2
    assert missing.stderr.startswith("Error: VANORT_SECRET_KEY is missing. ")
    old = vanort(postgres(False), "privacy", "purge")
    assert said(old) == (
        2,
        "",
        f"Error: The database has no tables yet; this program needs schema {SCHEMA}. Run: vanort db upgrade\n",
    )
    away = vanort("postgresql://anna:s3cret@127.0.0.1:9/vanort", "privacy", "purge")
    assert away.returncode == 3
    assert away.stderr.startswith("Error: The database does not answer: ")
    assert "s3cret" not in away.stderr
    assert "Traceback" not in away.stderr


def test_purge_takes_one_municipality(asked: str) -> None:
    kept = {"VANORT_RETENTION_DAYS": "90", "VANORT_DISPOSAL_DECISION": "KS 2026/77"}
    assert said(vanort(asked, "privacy", "purge", "--tenant", "default", **kept)) == (0, "default: 1 questions\n", "")
    unknown = vanort(asked, "privacy", "purge", "--tenant", "defualt", **kept)
    assert said(unknown) == (2, "", "Error: There is no municipality defualt. Name one of: default.\n")
