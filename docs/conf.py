"""Sphinx's settings: Markdown by MyST, the theme Furo, which fetches nothing from elsewhere. Built by `make docs`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

project = "Vänort"
copyright = ""  # the licence says it; a footer with a year would only grow old
html_title = "Vänort"
language = "sv"  # of the theme's own words and of the search's stems; a page tells its own with `lang` at its top
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_theme_options = {"navigation_with_keys": False}

ENGLISH = "en"


def _language_of_page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell screen readers the page's own language: pages without `lang` are written in English, those made here not."""
    if doctree is not None:
        context["language"] = (context.get("meta") or {}).get("lang", ENGLISH)


LINK = re.compile(r"\[([^\]]+)\]\(([^)#:\s]+)(#[^)\s]*)?\)")


def _name_files_of_the_repository(app: Any, page: str, content: list[str]) -> None:
    """A link to a file outside docs/, which a reader of the repository follows, is told as its path on the site."""
    here = Path(app.srcdir, page).parent

    def told(link: re.Match[str]) -> str:
        there = (here / link[2]).resolve()
        outside = there.exists() and not there.is_relative_to(app.srcdir)
        return f"{link[1]} (`{there.relative_to(Path(app.srcdir).parent)}`)" if outside else link[0]

    content[0] = LINK.sub(told, content[0])


ACCESSIBLE = {
    'role="heading"': 'role="heading" aria-level="2"',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Vänort">',
    "<pre>": '<pre tabindex="0">',  # what scrolls must be reachable with the keyboard
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<th class="head"><p></p></th>': "<td></td>",
}
"""What the theme leaves out for those who use a screen reader or no mouse (found with axe-core)."""


def _make_accessible(app: Any, failure: Exception | None) -> None:
    if failure is None and app.builder.name == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text("utf-8")
            for old, new in ACCESSIBLE.items():
                text = text.replace(new, old).replace(old, new)
            path.write_text(text, "utf-8")


def setup(app: Any) -> None:
    """Let Sphinx call what is above."""
    app.connect("source-read", _name_files_of_the_repository)
    app.connect("html-page-context", _language_of_page)
    app.connect("build-finished", _make_accessible)
