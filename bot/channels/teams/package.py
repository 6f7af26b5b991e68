"""The app package that an administrator uploads to Teams: the manifest with a municipality's values, and the icons."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from bot.kb.municipality import Municipality

MANIFEST, ENGLISH = "manifest.json", "en.json"
ICONS = ("color.png", "outline.png")

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same values give the same bytes


@dataclass(frozen=True, slots=True)
class Links:
    """The pages that Teams demands of an app."""

    website: str
    privacy: str
    terms: str


def folder() -> Path:
    """Return the folder of the manifest: that of the installed package, else of the repository."""
    inside = Path(str(files("bot"))) / "_teams"
    return inside if inside.is_dir() else Path(str(files("bot"))).parent / "teams" / "manifest"


def package(municipality: Municipality, app_id: str, version: str, links: Links) -> bytes:
    """Return the package, a zip without folders.

    Args:
        municipality: whose name and example questions it shows.
        app_id: of the bot's registration in Entra ID.
        version: of the app; Teams takes an update only with a higher one.
        links: the pages of the municipality.
    """
    values = _values(municipality, app_id, version, links)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (MANIFEST, ENGLISH):
            filled = _filled(json.loads((folder() / name).read_text("utf-8")), values)
            text = json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
            archive.writestr(zipfile.ZipInfo(name, _DAY), text.encode())
        for name in ICONS:
            archive.writestr(zipfile.ZipInfo(name, _DAY), (folder() / name).read_bytes())
    return made.getvalue()


def _values(municipality: Municipality, app_id: str, version: str, links: Links) -> dict[str, str]:
    values = {"app_id": app_id, "version": version, "name": municipality.name}
    values |= {"website": links.website, "privacy": links.privacy, "terms": links.terms}
    for number, example in enumerate(municipality.examples, start=1):
        values[f"example_{number}_sv"], values[f"example_{number}_en"] = example.sv, example.en
    return values


def _filled(node: Any, values: Mapping[str, str]) -> Any:
    """Put values in the place of their names, in texts only, so that none can break the JSON."""
    match node:
        case str():
            return Template(node).substitute(values) if "${" in node else node
        case list():
            return [_filled(part, values) for part in node]
        case dict():
            return {key: _filled(part, values) for key, part in node.items()}
    return node
