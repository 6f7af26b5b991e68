"""The site is built without a warning, needs nothing from elsewhere, and tells each page's language."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playground_peer import MODULES, needs_playground

from docs.documents import ROOT

pytest.importorskip("sphinx", reason="`make docs` installs what builds the site")

STRICT = ["--quiet", "--fail-on-warning", "--keep-going", "--nitpicky"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", *STRICT, "-d", str(target / "trees"), "docs", str(target / "html")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return target / "html"


def test_every_page_is_reached_from_the_first(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    text = (site / "index.html").read_text("utf-8")
    assert pages - {"index.html"} <= set(re.findall(r'href="([^"#]+)', text))


def test_files_of_the_repository_are_named(site: Path) -> None:
    text = (site / "operations.html").read_text("utf-8")
    assert "benchmarks/RESULTS.md</span></code>)" in text


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        fetched = re.findall(r"<(?:script|img|iframe|source)[^>]*\bsrc=\"([^\"]+)", text)
        fetched += re.findall(r"<link[^>]*\bhref=\"([^\"]+)", text)
        assert not [address for address in fetched if "//" in address], path
    for path in (*site.rglob("*.css"), *site.rglob("*.js")):
        assert not re.findall(r"(?:url\(|import |fetch\()['\"]?https?:", path.read_text("utf-8")), path


def test_the_search_has_its_index_with_it(site: Path) -> None:
    assert "offentlighet" in (site / "searchindex.js").read_text("utf-8")
    assert 'src="searchindex.js"' in (site / "search.html").read_text("utf-8")


@pytest.mark.parametrize(("page", "language"), [("guide/employee", "sv"), ("guide/employee-en", "en"), ("index", "sv")])
def test_a_page_tells_its_language(site: Path, page: str, language: str) -> None:
    assert f'lang="{language}"' in (site / f"{page}.html").read_text("utf-8").split(">", 3)[1]


def test_what_scrolls_is_reached_with_the_keyboard_and_headings_have_a_level(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<pre>" not in text, path
        assert text.count('role="heading"') == text.count("aria-level="), path


@needs_playground
@pytest.mark.parametrize("page", ["guide/coordinator", "operations"])
def test_a_page_is_accessible_and_fetches_nothing(site: Path, page: str, tmp_path: Path) -> None:
    """WCAG 2.1 AA as far as axe-core can tell, also at a width of 320 CSS pixels."""
    look = ROOT / "tests" / "upkeep" / "report" / "look.mjs"
    arguments = ["node", str(look), str(MODULES), str(site / f"{page}.html"), str(tmp_path / "page.png")]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert {width: run["violations"] for width, run in seen["runs"].items()} == {"1200": [], "320": []}
    assert all(run["passes"] > 20 and run["overflow"] <= 0 for run in seen["runs"].values())
    assert [address for address in seen["others"] if not address.startswith("file:")] == []
