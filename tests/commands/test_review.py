"""`vanort review`: the list, and the stamp that changes one line of a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import writing
from click.testing import CliRunner, Result

from bot.commands.review import command
from bot.kb.load import load
from bot.store import Count, TenantStore

KURESSAARE = "partner_towns/kuressaare.sv.md"
COSTS = "facts/travel-costs-unknown.sv.md"
Change = Callable[[str, str, str], None]


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2026-11-23", *options])


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANORT_CACHE", "")


def test_nothing_due(folder: Path) -> None:
    assert run(folder).output == "Inget ska granskas inom 30 dagar.\n"
    assert run(folder, "--lang", "en", "--days", "7").output == "Nothing is due for review within 7 days.\n"


def test_the_list_has_what_is_past_first_and_the_longest_overdue_on_top(folder: Path, change: Change) -> None:
    change(KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-01")
    change(COSTS, "as_of: 2026-03-01", "as_of: 2026-03-01\nreview_by: 2026-10-01")
    change("decisions/agreement-2025.sv.md", "as_of: 2025-11-20", "as_of: 2025-11-20\nreview_by: 2026-12-23")
    assert run(folder).output == (
        "Skulle redan ha granskats: 2\n"
        "  2026-10-01  travel-costs-unknown  Vem som betalar resor är inte bestämt\n"
        "  2026-11-01  kuressaare  Kuressaare, vänort i Estland\n"
        "Ska granskas inom 30 dagar: 1\n"
        "  2026-12-23  agreement-2025  Fullmäktige förlängde avtalet 2025\n"
    )
    assert "agreement-2025" not in run(folder, "--days", "29").output


def test_done_moves_the_review_a_year_ahead_and_touches_nothing_else(folder: Path, change: Change) -> None:
    change(KURESSAARE, "review_by: 2027-03-01\n", "review_by: '2026-11-01'   # efter valet\n# review_by: 2020-01-01\n")
    path = folder / KURESSAARE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    done = run(folder, "--done", "kuressaare")
    assert done.output == "Granskad: kuressaare (review_by: 2027-11-23)\n"
    assert path.read_bytes() == before.replace(b"'2026-11-01'", b"'2027-11-23'")
    assert load(folder).problems == ()


def test_as_of_is_moved_only_when_it_is_named(folder: Path) -> None:
    before = (folder / KURESSAARE).read_text("utf-8")
    done = run(folder, "--done", "kuressaare", "--as-of", "2026-11-20", "--lang", "en")
    assert done.output == "Reviewed: kuressaare (review_by: 2027-11-23, as_of: 2026-11-20)\n"
    after = before.replace("review_by: 2027-03-01", "review_by: 2027-11-23")
    assert (folder / KURESSAARE).read_text("utf-8") == after.replace("as_of: 2026-03-01", "as_of: 2026-11-20")


def test_a_leap_day_becomes_the_last_of_february(folder: Path) -> None:
    done = CliRunner().invoke(command, ["--knowledge", str(folder), "--today", "2028-02-29", "--done", "kuressaare"])
    assert done.output == "Granskad: kuressaare (review_by: 2029-02-28)\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--done"], "Skriv vilka poster som är granskade: vanort review --done ID."),
        (["kuressaare"], "ID och --as-of hör till --done: vanort review --done ID."),
        (["--as-of", "2026-01-01"], "ID och --as-of hör till --done: vanort review --done ID."),
        (["--done", "kuresare"], "Det finns ingen post med id kuresare. Menade du någon av: kuressaare?"),
        (
            ["--done", "zzz"],
            "Det finns ingen post med id zzz. Alla id är filnamn i kunskapsmappen, utan .sv.md.",
        ),
        (
            ["--done", "kuressaare", "tonder"],
            "Posten tonder har inget review_by och behöver inte granskas. Lägg till raden i filen om den ska det.",
        ),
        (
            ["--done", "kuressaare", "--as-of", "2026-11-24"],
            "2026-11-24 har inte varit än. Ange en dag till och med i dag med --as-of.",
        ),
    ],
)
def test_wrong_use_changes_nothing(folder: Path, options: list[str], message: str) -> None:
    before = (folder / KURESSAARE).read_bytes()
    done = run(folder, *options)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1] == f"Error: {message}"
    assert (folder / KURESSAARE).read_bytes() == before


def test_a_date_that_does_not_stand_beside_its_key(folder: Path, change: Change) -> None:
    change(KURESSAARE, "review_by: 2027-03-01", "review_by:\n  2027-03-01")
    done = run(folder, "--done", "kuressaare")
    assert done.exit_code == 1
    assert done.output == (
        f"Error: I {KURESSAARE} finns ingen rad av formen review_by: ÅÅÅÅ-MM-DD. "
        "Skriv datumet på samma rad som review_by och försök igen.\n"
    )


def test_the_most_used_comes_first_where_the_store_knows_it(folder: Path, change: Change, tenant: TenantStore) -> None:
    change(KURESSAARE, "review_by: 2027-03-01", "review_by: 2026-11-01")
    change(COSTS, "as_of: 2026-03-01", "as_of: 2026-03-01\nreview_by: 2026-10-01")
    for day, times in ((date(2026, 11, 1), 3), (date(2026, 8, 1), 50)):  # the second is too long ago
        writing.count(tenant, Count(day, "answer", "kuressaare", "slack", "sv", times))
    assert run(folder).output == (
        "Skulle redan ha granskats: 2\n"
        "  2026-11-01  kuressaare  Kuressaare, vänort i Estland (svarade 3 gånger de senaste 90 dagarna)\n"
        "  2026-10-01  travel-costs-unknown  Vem som betalar resor är inte bestämt\n"
    )
