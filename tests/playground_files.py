"""What tests run with Node: the Agents Playground, a driver for its page, Teams' official schemas."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "playground"
MODULES = FOLDER / "node_modules"

_missing = "install Node" if shutil.which("node") is None else "" if MODULES.is_dir() else "run: make test-teams"
_wanted = bool(os.environ.get("VANORT_NEEDS_NODE"))  # where it is set, what is missing is a failure
needs_playground = pytest.mark.skipif(bool(_missing) and not _wanted, reason=f"needs Node and npm packages: {_missing}")
