"""The Playground's page in headless Chromium: an ask-back is pressed as a person does; pictures stay in artefacts/."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from playground_peer import FOLDER, ROOT, Playground, needs_chromium, needs_playground

PICTURES = ROOT / "artefacts" / "teams"
pytestmark = [needs_playground, needs_chromium]


def drive(playground: Playground, *steps: dict[str, Any]) -> str:
    """Take the steps on the page; return what it shows at the end."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["node", str(FOLDER / "page.mjs"), playground.url, shutil.which("chromium") or "chromium"],
        input=json.dumps(steps),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def picture(name: str) -> dict[str, Any]:
    file = PICTURES / f"{name}.png"
    file.unlink(missing_ok=True)
    return {"picture": str(file)}


def is_png(file: Path) -> bool:
    return file.read_bytes().startswith(b"\x89PNG")


def test_a_person_presses_an_ask_back_and_reads_the_answer_in_its_place(playground: Playground) -> None:
    question = "Behöver kommunen fortfarande utrustningen"
    shown = drive(
        playground,
        {"write": "Får vi skänka en buss?"},
        {"wait": question},
        picture("ask-back"),
        {"press": "Behövs inte längre"},
        {"wait": "Tillåtet"},
        picture("answer"),
    )
    assert "Tillåtet" in shown
    assert question not in shown, "the answer stands where the question was"
    assert is_png(PICTURES / "ask-back.png")
    assert is_png(PICTURES / "answer.png")


def test_a_manager_reads_the_status(playground: Playground) -> None:
    shown = drive(playground, {"write": "status"}, {"wait": "Läget"}, picture("status"))
    assert "Vänorter nu" in shown
    assert is_png(PICTURES / "status.png")
