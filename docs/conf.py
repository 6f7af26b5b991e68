"""Sphinx's settings: Markdown by MyST, the theme Furo, which fetches nothing from elsewhere. Built by `make docs`."""

from __future__ import annotations

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


def setup(app: Any) -> None:
    """Let Sphinx call what is above."""
    app.connect("html-page-context", _language_of_page)
