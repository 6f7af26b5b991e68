"""The page on architecture names every module that reads and judges aid."""

from __future__ import annotations

import pytest

from tests.docs.documents import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
MODULES = sorted(path.name for path in (ROOT / "bot" / "aid").glob("[!_]*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_aid_is_described(module: str) -> None:
    assert f"`{module}`" in PAGE
