"""One thing has one name wherever it is shown."""

from __future__ import annotations

import json
import re
import tomllib

from docs.documents import ROOT

GUIDES = sorted(path for path in (ROOT / "docs/guide").glob("*.md") if not path.stem.endswith("-en"))


def test_the_bot_has_one_name_in_swedish() -> None:
    locale = tomllib.loads((ROOT / "bot/locales/sv.toml").read_text("utf-8"))
    del locale["language"]  # what people call it
    shown = {path.name: path.read_text("utf-8") for path in (*GUIDES, ROOT / "knowledge/README.md")}
    shown["sv.toml"] = json.dumps(locale, ensure_ascii=False)
    shown["manifest.json"] = (ROOT / "teams/manifest/manifest.json").read_text("utf-8")
    other = {
        name: found for name, text in shown.items() if (found := re.findall(r"\b[Bb]oten\w*|\b[Cc]hattbot\w*", text))
    }
    assert not other
    assert sum("roboten" in text for text in shown.values()) > 3
