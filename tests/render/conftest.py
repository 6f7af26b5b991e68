"""Golden renderings: one JSON file an outcome and channel, compared exactly.

After a wanted change: `pytest tests/render --write-golden`, then read the difference before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "data" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden renderings anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str, Any], None]:
    """Compare a rendering with its file, or write the file."""

    def compare(channel: str, name: str, shown: Any) -> None:
        file = FOLDER / channel / f"{name}.json"
        text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
        if request.config.getoption("--write-golden", default=False):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.is_file(), f"{file} is missing: pytest tests/render --write-golden"
        assert shown == json.loads(file.read_text("utf-8"))

    return compare
