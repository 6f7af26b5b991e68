"""A small folder of another municipality that a test may change: it has no faults and no warnings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import log, receiver, serve

from bot.store import Retention, TenantStore, open_store

__all__ = ["log", "receiver", "serve"]

SMALL = Path(__file__).parent.parent / "data" / "exempelby"

Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    # Golden questions so near to an alternate one that no tuning of the search loses them.
    edit(found, "partner_towns/kuressaare.sv.md", ", Vilken vänort har kommunen nu?", "")
    golden = "golden: {reach: [Vem betalar för resan till Kuressaare?]}\n"
    edit(found, "facts/travel-costs-unknown.sv.md", "status:", golden + "status:")
    return found


@pytest.fixture
def change(folder: Path) -> Change:
    """Replace a text in a file of the folder, which must be there."""
    return lambda file, old, new: edit(folder, file, old, new)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def tenant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TenantStore]:
    """A municipality's part of a store that the commands find by their settings."""
    url, key = f"sqlite:///{tmp_path / 'store.db'}", "a key for tests, of more than 32 bytes"
    settings = {"DATABASE_URL": url, "VANORT_SECRET_KEY": key, "VANORT_RETENTION_DAYS": "90"}
    for name, value in (settings | {"VANORT_DISPOSAL_DECISION": "KS 2026/77"}).items():
        monkeypatch.setenv(name, value)
    store = open_store(url, key=key.encode(), retention=Retention(90, "KS 2026/77"))
    yield store.tenant()
    store.close()
