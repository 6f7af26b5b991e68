"""`vanort gaps` and `vanort adopt`: from the questions that got no good answer to an entry that answers them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import writing
from click.testing import CliRunner, Result

from bot.commands.adopt import command as adopt
from bot.commands.gaps import command as gaps
from bot.kb.load import load
from bot.store import Logged, Opinion, TenantStore, Vote
from bot.upkeep import adopting

DAY = date(2026, 11, 20)
KURESSAARE = "partner_towns/kuressaare.sv.md"
COSTS = "facts/travel-costs-unknown.sv.md"
UNKNOWN = Logged("Var ligger ösöborgen?", "no_answer", "slack", "sv", DAY, asker="U1")
Change = Callable[[str, str, str], None]


def run(command: object, folder: Path, *options: str) -> Result:
    where = ["--knowledge", str(folder), "--today", "2026-11-23"]
    return CliRunner().invoke(command, [*options, *where])  # type: ignore[arg-type]  # either of two commands


def listed(folder: Path, *options: str) -> list[dict[str, object]]:
    return list(json.loads(run(gaps, folder, "--json", *options).output)["gaps"])


def log(tenant: TenantStore, text: str, times: int = 1, **other: object) -> None:
    for number in range(times):
        reference = f"{text}/{number}"
        writing.log(tenant, replace(UNKNOWN, text=text, reference=reference, **other))  # type: ignore[arg-type]


def test_nothing_is_missing(folder: Path, tenant: TenantStore) -> None:
    assert run(gaps, folder).output == "Ingen fråga de senaste 30 dagarna saknar ett bra svar.\n"


def test_alike_questions_are_one_gap_and_the_most_asked_comes_first(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Finns det något fikabröd?")
    log(tenant, "Var ligger ösöborgen?", 3)
    log(tenant, "var ligger ösöborgen", 2)  # the same words
    log(tenant, "Var ligger ösöborgarna?")
    found = listed(folder)
    assert [(gap["asked"], [phrase["times"] for phrase in gap["phrases"]]) for gap in found] == [  # type: ignore[attr-defined]
        (6, [5, 1]),
        (1, [1]),
    ]
    assert run(gaps, folder).output.startswith("6 × ”Var ligger ösöborgen?” (senast 2026-11-20)\n")


def test_another_year_is_another_gap(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Fanns det en karneval för barnen 1998?")
    log(tenant, "Fanns det en karneval för barnen 1999?")
    assert len(listed(folder)) == 2


def test_texts_are_masked_and_nobody_is_told(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Kan ni ringa mig på 070-123 45 67?")
    output = run(gaps, folder).output + run(gaps, folder, "--json").output
    assert "070" not in output
    assert "[phone]" in output
    assert "U1" not in output


def test_what_the_files_answer_by_now_is_no_gap(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Är Kuressaare vår vänort?")
    assert listed(folder) == []


def test_what_an_entry_says_is_unknown_names_the_entry(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Vem betalar resan till Kuressaare?", entry="travel-costs-unknown")
    assert "    Posten travel-costs-unknown säger att det inte är känt: Vem som betalar" in run(gaps, folder).output


def test_an_answer_that_did_not_help_is_a_gap(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Är Kuressaare vår vänort?", 2, outcome="answer", entry="kuressaare")
    log(tenant, "Är Kuressaare en vänort?", outcome="answer", entry="kuressaare")
    for person, number, vote in (("U2", 0, Vote.DOWN), ("U3", 0, Vote.DOWN), ("U2", 1, Vote.UP)):
        opinion = Opinion("slack", person, f"Är Kuressaare vår vänort?/{number}", vote, DAY, "kuressaare")
        tenant.feedback.give(opinion)
    (gap,) = listed(folder)
    assert (gap["asked"], gap["unhelpful"], gap["told"]) == (1, 1, "kuressaare")


def test_why_an_answer_did_not_help_is_told_masked_and_of_nobody(folder: Path, tenant: TenantStore) -> None:
    def say(person: str, vote: Vote, reason: str | None, entry: str | None = "kuressaare", day: date = DAY) -> None:
        tenant.feedback.give(Opinion("slack", person, f"C1/{person}", vote, day, entry, reason))

    say("U2", Vote.DOWN, "Året saknas,\nring 070-123 45 67")
    say("U3", Vote.DOWN, "Fel svar", entry=None)
    say("U4", Vote.UP, "Bra")
    say("U5", Vote.DOWN, None)
    say("U6", Vote.DOWN, "Gammalt", day=date(2026, 10, 1))
    output = run(gaps, folder).output
    assert output.splitlines()[-3:] == [
        "Varför svar inte hjälpte, med posten som svarade:",
        "    2026-11-20: ”Fel svar”",
        "    2026-11-20 kuressaare: ”Året saknas, ring [phone]”",
    ]
    told = json.loads(run(gaps, folder, "--json").output)["reasons"]
    assert [(one["entry"], one["day"]) for one in told] == [(None, "2026-11-20"), ("kuressaare", "2026-11-20")]
    assert "U2" not in output + json.dumps(told)


def test_where_no_texts_are_kept_no_reason_is_told(
    folder: Path, tenant: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.feedback.give(Opinion("slack", "U2", "C1/1", Vote.DOWN, DAY, "kuressaare", "Året saknas"))
    for name in ("VANORT_RETENTION_DAYS", "VANORT_DISPOSAL_DECISION"):
        monkeypatch.delenv(name)
    assert "Året saknas" not in run(gaps, folder).output


def test_older_questions_are_left_out(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Var ligger ösöborgen?", day=date(2026, 10, 1))
    assert listed(folder) == []
    assert len(listed(folder, "--days", "60")) == 1


def test_without_a_store_it_says_what_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VANORT_SECRET_KEY", raising=False)
    done = run(gaps, folder)
    assert done.exit_code == 2
    assert "Inställningen VANORT_SECRET_KEY saknas.\nKommandot läser robotens databas." in done.output


def test_without_a_retention_it_says_that_no_texts_are_kept(
    folder: Path, tenant: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VANORT_RETENTION_DAYS", "VANORT_DISPOSAL_DECISION"):
        monkeypatch.delenv(name)
    assert run(gaps, folder).output.startswith("Inga frågetexter sparas, så här syns bara det som sparades förut.")


def test_adopt_adds_the_wording_and_the_gap_is_gone(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Var ligger ösöborgen?", 2)
    (gap,) = listed(folder)
    before = (folder / KURESSAARE).read_text("utf-8")
    done = run(adopt, folder, str(gap["id"]), "kuressaare")
    assert done.exit_code == 0, done.output
    after = (folder / KURESSAARE).read_text("utf-8")
    added = set(after.splitlines()) - set(before.splitlines())
    assert [line.strip() for line in added] == ["- Var ligger ösöborgen?"]
    assert listed(folder) == []
    assert load(folder).faults == ()


def test_the_command_that_gaps_tells_works_as_it_stands(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Var ligger ösöborgen?")
    told = re.search(r"vanort adopt (\S+) (\S+)", run(gaps, folder).output)
    assert told is not None
    done = run(adopt, folder, *(word.replace("ID", "kuressaare") for word in told.groups()))
    assert done.exit_code == 0, done.output


def test_adopt_refuses_what_breaks_a_golden_question(folder: Path, tenant: TenantStore, change: Change) -> None:
    """With the question, its old and its new answer; the file stays as it was."""
    near = "Var ligger ösöborgarna?"
    change(KURESSAARE, "near_miss: [", f"near_miss: ['{near}', ")
    log(tenant, "Var ligger ösöborgen?")
    (gap,) = listed(folder)
    before = (folder / KURESSAARE).read_bytes()
    done = run(adopt, folder, str(gap["id"]), "kuressaare")
    assert done.exit_code == 1
    assert (folder / KURESSAARE).read_bytes() == before
    assert "Testfrågor som gick rätt förut och går fel nu: 1" in done.output
    (row,) = [line.split(" | ") for line in done.output.splitlines() if line.startswith(near)]
    assert [cell.split()[0] for cell in row[1:]] == ["no_answer:", "kuressaare:"]
    assert done.output.endswith("Inget är skrivet. Välj en annan post, eller andra ord med --as.\n")


def test_adopt_keeps_what_is_saved_while_it_asks(
    folder: Path, tenant: TenantStore, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = adopting.newly_broken

    def saved_meanwhile(*arguments: Any) -> object:
        change(KURESSAARE, "questions:\n", "questions:\n  - Vad heter slottet?\n")
        return asks(*arguments)

    log(tenant, "Var ligger ösöborgen?")
    (gap,) = listed(folder)
    (folder / KURESSAARE).chmod(0o640)
    with monkeypatch.context() as patch:
        patch.setattr(adopting, "newly_broken", saved_meanwhile)
        done = run(adopt, folder, str(gap["id"]), "kuressaare")
    told = f"{KURESSAARE} ändrades medan testfrågorna ställdes. Inget är skrivet. Kör kommandot igen.\n"
    assert (done.exit_code, done.output.endswith(told)) == (1, True), done.output
    assert run(adopt, folder, str(gap["id"]), "kuressaare").exit_code == 0
    text = (folder / KURESSAARE).read_text("utf-8")
    assert all(f"- {question}\n" in text for question in ("Vad heter slottet?", "Var ligger ösöborgen?"))
    assert (folder / KURESSAARE).stat().st_mode & 0o777 == 0o640
    assert not [path for path in (folder / KURESSAARE).parent.iterdir() if path.name.startswith(".")]


def test_adopt_refuses_a_wording_that_another_entry_has(folder: Path, tenant: TenantStore, change: Change) -> None:
    log(tenant, "Var ligger ösöborgen?")
    (gap,) = listed(folder)
    change(KURESSAARE, "questions:\n", "questions:\n  - Var ligger ösöborgen\n")
    done = run(adopt, folder, str(gap["id"]), "travel-costs-unknown")
    assert done.exit_code == 1
    assert "VK203" in done.output


def test_adopt_refuses_a_wording_that_would_not_reach_the_entry(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Var ligger ösöborgen?")
    (gap,) = listed(folder)
    done = run(adopt, folder, str(gap["id"]), "kuressaare", "--as", "Hej")
    assert done.exit_code == 1
    assert "”Hej” skulle nå chat, inte kuressaare. Inget är skrivet." in done.output


def test_a_masked_wording_is_put_in_other_words(folder: Path, tenant: TenantStore) -> None:
    log(tenant, "Kan ösöborgen ringa mig på 070-123 45 67?")
    (gap,) = listed(folder)
    refused = run(adopt, folder, str(gap["id"]), "kuressaare")
    assert refused.exit_code == 2
    assert "innehåller en maskerad uppgift" in refused.output
    done = run(adopt, folder, str(gap["id"]), "kuressaare", "--as", "Kan ösöborgen ringa mig?")
    assert done.exit_code == 0, done.output
    assert "- Kan ösöborgen ringa mig?" in (folder / KURESSAARE).read_text("utf-8")


@pytest.mark.parametrize(
    ("gap", "entry", "message"),
    [
        ("aaaaaa", "kuressaare", "Det finns ingen fråga utan bra svar med beteckningen aaaaaa."),
        ("aaaaaa", "kuresare", "Det finns ingen post med id kuresare. Menade du någon av: kuressaare?"),
    ],
)
def test_adopt_wrong_use(gap: str, entry: str, message: str, folder: Path, tenant: TenantStore) -> None:
    done = run(adopt, folder, gap, entry)
    assert done.exit_code == 2
    assert message in done.output
