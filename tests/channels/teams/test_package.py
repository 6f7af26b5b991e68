"""The app package: what the official schemas demand of the manifest, and what Teams demands of the icons."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator
from playground_peer import MODULES, needs_playground

from bot.channels.teams.package import Links, package
from bot.cli import main
from bot.kb.base import KnowledgeBase
from bot.question import Language

APP = "1d7c1f0a-0000-4000-8000-000000000000"
LINKS = Links("https://example.se/bot", "https://example.se/privacy", "https://example.se/terms")


def unpacked(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def parts(base: KnowledgeBase) -> dict[str, bytes]:
    return unpacked(package(base.knowledge.municipality, APP, "1.2.3", LINKS))


@needs_playground
@pytest.mark.parametrize(
    ("part", "schema"), [("manifest.json", "MicrosoftTeams"), ("en.json", "MicrosoftTeams.Localization")]
)
@pytest.mark.parametrize("folder", ["base", "other"])
def test_the_manifest_is_valid_by_the_official_schema(
    part: str, schema: str, folder: str, request: pytest.FixtureRequest
) -> None:
    municipality = request.getfixturevalue(folder).knowledge.municipality
    manifest = json.loads(unpacked(package(municipality, APP, "1.2.3", LINKS))[part])
    file = MODULES / "@microsoft/app-manifest/build/json-schemas/teams/v1.28" / f"{schema}.schema.json"
    assert list(Draft4Validator(json.loads(file.read_text("utf-8"))).iter_errors(manifest)) == []
    assert manifest["$schema"].endswith(f"/teams/v1.28/{schema}.schema.json")


def test_the_package_is_flat_and_holds_all_that_the_manifest_names(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    named = {*manifest["icons"].values(), *(x["file"] for x in manifest["localizationInfo"]["additionalLanguages"])}
    assert set(parts) == {"manifest.json", *named}


def test_the_bot_can_be_met_everywhere_under_its_own_id(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    (bot,) = manifest["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert (manifest["id"], bot["botId"], manifest["version"]) == (APP, APP, "1.2.3")


def test_every_example_question_of_the_municipality_starts_a_conversation(
    parts: dict[str, bytes], base: KnowledgeBase
) -> None:
    (listed,) = json.loads(parts["manifest.json"])["bots"][0]["commandLists"]
    prompts = [command["prompt"] for command in listed["commands"] if command.get("type") == "prompt"]
    assert prompts == [example.of(Language.SV) for example in base.knowledge.municipality.examples]
    english = json.loads(parts["en.json"])
    told = [english[f"bots[0].commandLists[0].commands[{n}].prompt"] for n in (3, 4, 5)]
    assert told == [example.of(Language.EN) for example in base.knowledge.municipality.examples]


def test_another_municipality_names_itself(other: KnowledgeBase, base: KnowledgeBase) -> None:
    made = b"".join(unpacked(package(other.knowledge.municipality, APP, "1.0.0", LINKS)).values()).decode(
        "utf-8", "replace"
    )
    assert other.knowledge.municipality.name in made
    assert base.knowledge.municipality.name not in made
    assert "${" not in made


def pixels(png: bytes) -> tuple[int, int, int, set[bytes]]:
    """Width, height, colour type, and the distinct pixels of a PNG without interlacing."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
    assert (depth, interlaced) == (8, 0)
    return width, height, kind, _distinct(png, width, {2: 3, 6: 4}[kind])


def _distinct(png: bytes, width: int, size: int) -> set[bytes]:
    at, data = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride, before, found = zlib.decompress(data), width * size, bytearray(width * size), set()
    for start in range(0, len(raw), stride + 1):
        line = bytearray(raw[start + 1 : start + 1 + stride])
        for n in range(stride):
            left, up = (line[n - size] if n >= size else 0), before[n]
            corner = before[n - size] if n >= size else 0
            line[n] = (line[n] + _predicted(raw[start], left, up, corner)) & 255
        found |= {bytes(line[n : n + size]) for n in range(0, stride, size)}
        before = line
    return found


def _predicted(how: int, left: int, up: int, corner: int) -> int:
    match how:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
        case 4:
            return min((left, up, corner), key=lambda x: abs(left + up - corner - x))
    return 0


def test_the_icons_are_as_teams_wants_them(parts: dict[str, bytes]) -> None:
    assert pixels(parts["color.png"])[:2] == (192, 192)
    width, height, kind, colours = pixels(parts["outline.png"])
    assert (width, height, kind) == (32, 32, 6)
    assert {pixel[:3] for pixel in colours if pixel[3]} == {b"\xff\xff\xff"}, "white on nothing"
    assert any(pixel[3] == 0 for pixel in colours)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["teams", "package", *arguments])


def test_the_command_writes_the_package(tmp_path: Path) -> None:
    file = tmp_path / "app.zip"
    done = run("--app-id", APP.upper(), "--website", "https://example.se/bot", "--out", str(file))
    assert (done.exit_code, done.output) == (
        0,
        f"Wrote {file}. Upload it in the Teams admin center; docs/teams.md tells how.\n",
    )
    manifest = json.loads(unpacked(file.read_bytes())["manifest.json"])
    assert manifest["developer"]["privacyUrl"] == "https://example.se/bot"
    assert manifest["id"] == APP


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--website", "https://example.se"), "Missing option '--app-id'"),
        (("--app-id", "12", "--website", "https://example.se"), "it is not an application id such as"),
        (("--app-id", APP, "--website", "example.se"), "it is not an address that begins with https:// or http://."),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = run(*arguments, "--out", str(tmp_path / "app.zip"))
    assert done.exit_code == 2
    assert told in done.output
    assert not (tmp_path / "app.zip").exists()
