"""`vanort draft`: an answered enquiry becomes a draft entry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.draft import command
from bot.kb.entries import Status
from bot.kb.load import load
from bot.question import Language
from bot.store import Party, TenantStore

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ASKER, COORDINATOR = Party("slack", "U1"), Party("slack", "U9")


def run(folder: Path, *options: str) -> Result:
    where = ["--knowledge", str(folder), "--today", "2026-11-23"]
    return CliRunner().invoke(command, [*options, *where])


def ask(tenant: TenantStore, question: str, answer: str | None, language: str = "sv") -> str:
    enquiries = tenant.enquiries
    raised = enquiries.raise_(ASKER, question, key=question, conversation="C1", language=language, now=NOW).enquiry
    assert raised is not None
    if answer is not None:
        enquiries.answer(raised.id, COORDINATOR, answer, key=f"{question}/answer", now=NOW)
    return str(raised.id)


def test_question_and_answer_become_a_draft_that_never_answers(folder: Path, tenant: TenantStore) -> None:
    number = ask(tenant, "Vem  tolkar på mötena?", "En tolk från regionen.\n\nRing 070-123 45 67.")
    done = run(folder, number)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[0] == f"Skrev {folder / 'facts' / 'vem-tolkar-pa-motena.sv.md'}"
    loaded = load(folder)
    assert loaded.faults == ()
    item = loaded.drafts["vem-tolkar-pa-motena"]
    assert (item.entry.title, item.entry.questions) == ("Vem tolkar på mötena?", ["Vem tolkar på mötena?"])
    assert item.body(Language.SV) == ("En tolk från regionen.", "Ring [phone].")
    assert item.entry.status is Status.CURRENT
    assert item.entry.sources[0].title == f"Samordnarens svar på fråga {number}"
    assert loaded.knowledge is not None
    assert "vem-tolkar-pa-motena" not in loaded.knowledge.items


def test_the_source_is_of_the_day_of_the_answer_where_the_municipality_is(folder: Path, tenant: TenantStore) -> None:
    number = int(ask(tenant, "Vem tolkar på mötena?", None))
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    tenant.enquiries.answer(number, COORDINATOR, "En tolk.", key="a", now=late)
    tenant.enquiries.close(number, COORDINATOR, key="c", now=late + timedelta(days=2))
    assert run(folder, str(number)).exit_code == 0
    assert load(folder).drafts["vem-tolkar-pa-motena"].entry.sources[0].date == date(2026, 11, 21)


def test_an_english_enquiry_gets_both_files(folder: Path, tenant: TenantStore) -> None:
    number = ask(tenant, "Who interprets?", "An interpreter of the region.", "en")
    run(folder, number)
    item = load(folder).drafts["who-interprets"]
    assert set(item.words) == {Language.SV, Language.EN}
    assert item.words[Language.EN].questions == ["Who interprets?"]
    assert "Översätt" in (item.entry.notes or "")


def test_the_same_enquiry_again_is_another_draft(folder: Path, tenant: TenantStore) -> None:
    number = ask(tenant, "Vem tolkar på mötena?", "En tolk.")
    run(folder, number)
    again = run(folder, number)
    assert again.exit_code == 1
    assert "VK203" in again.output
    assert len(load(folder).drafts) == 1


@pytest.mark.parametrize(
    ("answer", "number", "message"),
    [
        (None, "1", "Fråga 1 är inte besvarad, eller dess texter är borttagna. Besvara den först."),
        ("Ja.", "7", "Det finns ingen fråga till samordnaren med nummer 7."),
    ],
)
def test_what_cannot_become_a_draft(
    answer: str | None, number: str, message: str, folder: Path, tenant: TenantStore
) -> None:
    ask(tenant, "Vem tolkar?", answer)
    done = run(folder, number)
    assert (done.exit_code, done.output.splitlines()[-1]) == (2, f"Error: {message}")
