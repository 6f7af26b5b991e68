"""`vanort digest`: to the coordinator, or to managers, once a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import writing
from click.testing import CliRunner, Result

from bot.commands.digest import command
from bot.store import Count, Logged, Opinion, Party, TenantStore, Vote, open_store

KURESSAARE = "partner_towns/kuressaare.sv.md"
DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEY = "a key for tests, of more than 32 bytes"
Change = Callable[[str, str, str], None]


def run(folder: Path, *options: str) -> Result:
    where = ["--knowledge", str(folder), "--today", "2026-11-23"]
    return CliRunner().invoke(command, [*where, *options])


@pytest.fixture
def week(folder: Path, tenant: TenantStore, change: Change) -> Path:
    """A folder with an entry that is overdue and a draft, and a store with a week's questions."""
    change(KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-01")
    change("partner_towns/tonder.sv.md", "status:", "draft: true\nstatus:")
    for day, outcome, entry, number in (
        (DAY, "answer", "kuressaare", 6),
        (DAY, "chat", None, 9),
        (date(2026, 11, 13), "answer", "kuressaare", 2),
        (date(2026, 11, 13), "no_answer", None, 2),
    ):
        writing.count(tenant, Count(day, outcome, entry, "slack", "sv", number))
    for number in range(2):
        text = "Var ligger ösöborgen? Ring 070-123 45 67"
        writing.log(tenant, Logged(text, "no_answer", "slack", "sv", DAY, asker="U1", reference=str(number)))
    tenant.feedback.give(Opinion("slack", "U2", "another", Vote.UP, DAY, "kuressaare"))
    tenant.enquiries.raise_(Party("slack", "U3"), "Vem tolkar?", key="e", conversation="C", language="sv", now=NOW)
    return folder


def test_the_coordinator_is_told_everything(week: Path) -> None:
    output = run(week, "--print").output
    assert output.startswith(
        "Vänort i Exempelby, 2026-11-17 till 2026-11-23\n\n"
        "Frågor:\n"
        "- 8 frågor (veckan före: 4)\n"
        "- 75 % besvarade (veckan före: 50 %)\n"
        "- 1 tyckte att svaret hjälpte, 0 att det inte gjorde det\n\n"
        "Frågor utan bra svar (1):\n"
        "- 2 × ”Var ligger ösöborgen? Ring [phone]”"
    )
    assert output.endswith(
        "Frågor som väntar på svar (1):\n"
        "- Fråga 1, öppen, ställd 2026-11-20: Vem tolkar?\n\n"
        "Ska granskas (1):\n"
        "- 2026-11-01 kuressaare: Kuressaare, vänort i Estland\n"
        "- Utkast som väntar på att skrivas klart: 1\n"
    )


def test_managers_get_figures_and_no_question_of_anybody(week: Path) -> None:
    output = run(week, "--print", "--for", "managers", "--lang", "en").output
    assert output == (
        "Vänort in Exempelby, 2026-11-17 to 2026-11-23\n\n"
        "Questions:\n"
        "- 8 questions (the week before: 4)\n"
        "- 75% answered (the week before: 50%)\n"
        "- 1 found that the answer helped, 0 that it did not\n\n"
        "Answered most in the last 90 days:\n"
        "- Kuressaare, partner town in Estonia (8)\n\n"
        "How things stand:\n"
        "- Enquiries waiting for the coordinator: 1\n"
        "- Entries past their review date: 1 of 3\n"
    )


def test_days_are_those_of_the_municipality(week: Path, tenant: TenantStore, monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    tenant.enquiries.raise_(Party("slack", "U3"), "Vem kör?", key="l", conversation="C", language="sv", now=late)
    assert "ställd 2026-11-21: Vem kör?" in run(week, "--print").output
    today = {}
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):  # 26 hours apart
        monkeypatch.setenv("VANORT_TIME_ZONE", zone)
        today[zone] = CliRunner().invoke(command, ["--knowledge", str(week), "--print"]).output.splitlines()[0]
    assert today["Pacific/Kiritimati"] != today["Etc/GMT+12"]
    monkeypatch.setenv("VANORT_TIME_ZONE", "Europe/Nowhere")
    wrong = CliRunner().invoke(command, ["--knowledge", str(week), "--print"])
    assert (wrong.exit_code, "VANORT_TIME_ZONE is wrong: there is no such time zone." in wrong.output) == (2, True)


def test_all_that_wait_are_counted(week: Path, tenant: TenantStore) -> None:
    for number in range(110):
        question, key = f"Fråga {number}?", f"more{number}"
        tenant.enquiries.raise_(Party("slack", "U3"), question, key=key, conversation="C", language="sv", now=NOW)
    assert "Frågor som väntar på svar (111):\n- Fråga 1, öppen" in run(week, "--print").output
    assert "Frågor till samordnaren som väntar på svar: 111\n" in run(week, "--print", "--for", "managers").output


def test_it_is_sent_to_a_place_once_a_week(week: Path, tmp_path: Path) -> None:
    for word in ("lades i serverns inkorg", "är redan skickat"):
        done = run(week, "--place", "slack=C012", "--place", "teams=19:x@thread.tacv2")
        assert (done.exit_code, done.output.count(word)) == (0, 2), done.output
    assert run(week, "--place", "slack=C012", "--today", "2026-11-30").output.count("inkorg") == 1
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", key=KEY.encode())
    items = []
    while (item := store.inbox.claim("test", datetime.now(UTC), 60)) is not None:
        items.append((item.channel, item.kind, item.payload["place"], item.payload["sections"][0][0]))
        store.inbox.done(item, datetime.now(UTC))
    store.close()
    assert sorted(items) == [
        ("slack", "notice", "C012", "Frågor"),
        ("slack", "notice", "C012", "Frågor"),
        ("teams", "notice", "19:x@thread.tacv2", "Frågor"),
    ]


def test_without_a_place_it_goes_where_the_coordinator_is_told(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANORT_COORDINATORS", "slack=U9")
    monkeypatch.setenv("VANORT_COORDINATOR_PLACES", "slack=C077")
    assert run(week).output == "Veckobrevet lades i serverns inkorg, till C077 på slack.\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "Ingen plats är inställd för samordnaren."),
        (["--for", "managers"], "Ange var chefernas veckobrev ska visas,"),
        (["--place", "slcak=C01"], "Kanalen slcak finns inte. Skriv en av slack, teams, loopback."),
        (["--place", "C012"], "--place ”C012” har inte formen KANAL=PLATS, som slack=C012ABCDE."),
    ],
)
def test_without_anywhere_to_send_it(options: list[str], message: str, week: Path) -> None:
    done = run(week, *options)
    assert done.exit_code == 2
    assert message in done.output


def test_a_week_without_anything(folder: Path, tenant: TenantStore) -> None:
    output = run(folder, "--print").output
    assert output == "Vänort i Exempelby, 2026-11-17 till 2026-11-23\n\nFrågor:\n- 0 frågor (veckan före: 0)\n"


def test_a_server_posts_it(week: Path, serve: Any, receiver: Any, tmp_path: Path) -> None:
    done = run(week, "--place", "loopback=w/desk")
    assert done.exit_code == 0, done.output
    serve(f"sqlite:///{tmp_path / 'store.db'}")
    (post,) = receiver.until(lambda: receiver.others[:1])
    assert post["conversation"] == "desk"
    assert post["notice"]["text"] == "Vänort i Exempelby, 2026-11-17 till 2026-11-23"
    assert post["notice"]["sections"][0] == [
        "Frågor",
        [
            "8 frågor (veckan före: 4)",
            "75 % besvarade (veckan före: 50 %)",
            "1 tyckte att svaret hjälpte, 0 att det inte gjorde det",
        ],
    ]


def test_each_municipality_of_a_tenants_file_has_its_own_folder(
    week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VANORT_RETENTION_DAYS", "VANORT_DISPOSAL_DECISION"):
        monkeypatch.delenv(name)
    row = f"{{knowledge: {week}, workspaces: {{slack: [T1]}}, places: {{slack: C1}}, coordinators: {{slack: [U1]}}}}"
    (tmp_path / "tenants.yaml").write_text(f"tenants:\n  exempelby: {row}\n", "utf-8")
    monkeypatch.setenv("VANORT_TENANTS", str(tmp_path / "tenants.yaml"))
    monkeypatch.chdir(tmp_path)
    invoke = CliRunner().invoke
    done = invoke(command, ["--tenant", "exempelby", "--today", "2026-11-23"])
    assert done.output == "Veckobrevet lades i serverns inkorg, till C1 på slack.\n"
    assert invoke(command, ["--tenant", "exempelby", "--print"]).output.startswith("Vänort i Exempelby, ")
    for options in (["--print"], []):
        other = invoke(command, ["--tenant", "annan", *options])
        assert (other.exit_code, "There is no municipality annan." in other.output) == (2, True)
