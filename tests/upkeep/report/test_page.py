"""The page as a browser shows it: accessible by axe-core, whole without scripts and without the network."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playground_peer import MODULES, needs_playground

from bot.cli import main
from bot.commands.report import command
from bot.store import TenantStore
from tests.commands.conftest import tenant  # noqa: F401 - a fixture
from tests.upkeep.report.sample import TODAY, fill

ROOT = Path(__file__).parent.parent.parent.parent
ARTEFACTS = ROOT / "artefacts"


def write(out: Path, *options: str) -> str:
    where = ["--knowledge", str(ROOT / "knowledge"), "--today", str(TODAY)]
    done = CliRunner().invoke(command, [str(out), *where, *options])
    assert done.exit_code == 0, done.output
    return out.read_text("utf-8")


def look(page: Path, screenshot: Path) -> dict[str, Any]:
    script = Path(__file__).parent / "look.mjs"
    arguments = ["node", str(script), str(MODULES), str(page), str(screenshot)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@needs_playground
@pytest.mark.parametrize(("language", "word"), [("sv", "Frågor per vecka"), ("en", "Questions a week")])
def test_the_page_is_accessible(language: str, word: str, tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    """WCAG 2.1 AA as far as axe-core can tell; it says nothing of what a person must judge."""
    fill(tenant)
    write(tmp_path / "report.html", "--lang", language)
    ARTEFACTS.mkdir(exist_ok=True)
    seen = look(tmp_path / "report.html", ARTEFACTS / f"report-{language}.png")
    assert {width: run["violations"] for width, run in seen["runs"].items()} == {"1200": [], "320": []}
    assert all(run["passes"] > 20 and run["overflow"] <= 0 for run in seen["runs"].values())
    assert seen["others"] == []
    assert word in seen["text"]


@needs_playground
def test_a_page_without_any_figures_is_accessible_too(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    write(tmp_path / "report.html")
    seen = look(tmp_path / "report.html", tmp_path / "empty.png")
    assert [run["violations"] for run in seen["runs"].values()] == [[], []]


@needs_playground
def test_axe_would_find_a_fault(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    """The check above can fail: a plot without its text alternative, a page without its language."""
    text = (
        write(tmp_path / "report.html")
        .replace(' lang="sv"', "")
        .replace(' role="img" aria-label=', ' role="img" data-was=')
    )
    (tmp_path / "report.html").write_text(text, "utf-8")
    seen = look(tmp_path / "report.html", tmp_path / "faulty.png")
    assert {v["id"] for v in seen["runs"]["1200"]["violations"]} == {"html-has-lang", "svg-img-alt"}


def test_it_needs_no_script_and_no_other_file(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    fill(tenant)
    text = write(tmp_path / "report.html")
    assert "<script" not in text
    assert text.count("<svg") == text.count("<table>") == 6
    for outside in ("http://", "https://", "@import", 'src="'):
        assert outside not in text.replace("http://www.w3.org/", "")


def test_every_plot_has_a_text_alternative_and_no_id_twice(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    fill(tenant)
    text = write(tmp_path / "report.html")
    assert len(re.findall(r'<svg role="img" aria-label="[^"]{20,}"', text)) == 6
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for used in re.findall(r'(?:href="|url\()#([^")]+)', text):
        assert used in ids


def test_what_people_asked_is_shown_and_never_run(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    fill(tenant)
    text = write(tmp_path / "report.html")
    assert "<b>mall" not in text
    assert text.count("&lt;b&gt;mall&lt;/b&gt; för avtal &amp; brev?") == 2  # in the plot and in the table
    assert text.count("bus to $5 or $7?") == 2


def test_the_figures_stand_in_the_tables(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    fill(tenant)
    text = write(tmp_path / "report.html", "--lang", "en", "--weeks", "4")
    assert "Vänort in Huddinge: follow-up" in text
    assert "The period 2026-11-02 to 2026-11-23" in text
    assert "21 yes, 4 no" in text
    assert text.count('<th scope="row">w. ') == 8  # four weeks in two tables


def test_nobody_is_in_it(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    fill(tenant)
    text = write(tmp_path / "report.html")
    assert not [person for person in ("U1", "U9", "U20") if f">{person}<" in text or f'"{person}"' in text]


def test_a_place_that_cannot_be_written(tenant: TenantStore, tmp_path: Path) -> None:  # noqa: F811
    out = tmp_path / "missing" / "report.html"
    arguments = ["report", str(out), "--knowledge", str(ROOT / "knowledge"), "--today", str(TODAY)]
    done = CliRunner().invoke(main, arguments)
    reason = f"{out}: No such file or directory. Ange en annan plats, eller se till att den finns och får användas."
    assert (done.exit_code, done.output.splitlines()[-1]) == (2, f"Error: {reason}")
