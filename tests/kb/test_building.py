"""An index that was brought up to date holds what one built anew holds, whatever was edited."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.kb import refresh as refreshing
from bot.kb.base import KnowledgeBase, open_base
from bot.kb.manifest import manifest
from bot.kb.parts import Part, read_part
from bot.kb.refresh import refresh
from bot.question import Language

SMALL = Path(__file__).parent.parent / "data" / "exempelby"
QUERIES = ("Är Tønder vänort?", "vem betalar resan", "brandbilsstation", "vem har brandbil", "avtal 2025")

ENTRY = """---
id: {id}
type: fact
title: {title}
aliases: [{alias}]
questions: ["{question}"]
status: current
as_of: 2026-01-01
sources: [{{title: Arkivet, date: 2026-01-01}}]
---
{body}
"""
TRANSLATION = "---\nid: {id}\ntitle: {title} in English\n---\n{body}\n"
NAMES = ("ett", "tva", "tre")
WORDS = ("brandbil", "station", "brandbilsstation", "vänort", "resan", "bil", "avtalet", "skola", "skolbuss", "buss")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)

EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), TEXTS, TEXTS, st.sampled_from(WORDS)),
    st.tuples(st.just("translate"), st.sampled_from(NAMES), TEXTS),
    st.tuples(st.just("delete"), st.sampled_from(NAMES)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("alter"), TEXTS),
    st.tuples(st.just("synonyms"), st.sampled_from(WORDS), st.sampled_from(WORDS)),
)


def edit(folder: Path, kind: str, *values: str) -> None:
    def path(name: str, language: str = "sv") -> Path:
        return folder / "facts" / f"{name}.{language}.md"

    if kind == "write":
        name, title, body, alias = values
        made = ENTRY.format(id=name, title=title, alias=f"{name}{alias}", question=f"{body} {name}?", body=body)
        path(name).write_text(made, "utf-8")
    elif kind == "translate":
        name, body = values
        path(name, "en").write_text(TRANSLATION.format(id=name, title=body, body=body), "utf-8")
    elif kind == "delete":
        path(values[0]).unlink(missing_ok=True)
        path(values[0], "en").unlink(missing_ok=True)
    elif kind == "rename" and path(values[0]).exists() and values[0] != values[1]:
        for language in Language:
            if (old := path(values[0], language)).exists():
                text = old.read_text("utf-8").replace(f"id: {values[0]}\n", f"id: {values[1]}\n")
                path(values[1], language).write_text(text, "utf-8")
                old.unlink()
    elif kind == "alter":
        tonder = folder / "partner_towns" / "tonder.sv.md"
        tonder.write_text(tonder.read_text("utf-8") + f"\n{values[0]}\n", "utf-8")
    elif kind == "synonyms":
        (folder / "lists").mkdir(exist_ok=True)
        (folder / "lists" / "synonyms.yaml").write_text(f"groups:\n  - [{values[0]}, {values[1]}]\n", "utf-8")


def content(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything in an index that matters, without the numbers of its entries."""
    queries = {
        "file": "select * from file",
        "claim": "select * from claim",
        "entry": "select id, rows from entry",
        "docs": "select e.id, d.id % 16, names, questions, body from docs d join entry e on e.n = d.id / 16",
        "grams": "select e.id, d.id % 16, names, questions, body from grams d join entry e on e.n = d.id / 16",
        "found": "select e.id, f.rowid % 16 from docs_fts f join entry e on e.n = f.rowid / 16 where docs_fts match "
        "'brandbil OR station OR bil OR resan OR \"~vanort\" OR vanort OR skol'",
        "ranked": "select e.id, f.rowid % 16, round(bm25(grams_fts, 3, 2, 1), 6) from grams_fts f "
        "join entry e on e.n = f.rowid / 16 where grams_fts match 'bran OR stat OR \"^van\" OR skol'",
        "term": "select * from term",
        "gram": "select * from gram",
        "form": "select * from form",
        "stem": "select * from stem",
        "phrase": "select * from phrase",
        "meta": "select * from meta",
    }
    return {name: sorted(connection.execute(sql), key=repr) for name, sql in queries.items()}


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_an_index_brought_up_to_date_equals_one_built_anew(rounds: list[list[tuple[str, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(SMALL, Path(place) / "knowledge"))
        kept = sqlite3.connect(":memory:")
        refresh(kept, folder, manifest(folder))
        for edits in rounds:
            before = sqlite3.connect(":memory:")
            kept.backup(before)
            for one in edits:
                edit(folder, *one)
            problems = refresh(kept, folder, manifest(folder))
            anew = sqlite3.connect(":memory:")
            assert refresh(anew, folder, manifest(folder)) == problems
            if any(p.severity == "fault" for p in problems):
                kept, before = before, kept  # what has faults never goes live: the last good one goes on
            else:
                assert content(kept) == content(anew)
            anew.close()
            before.close()
        kept.close()


def test_a_changed_file_is_read_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    read: list[str] = []

    def reading(root: Path, name: str) -> Part:
        read.append(name)
        return read_part(root, name)

    monkeypatch.setattr(refreshing, "read_part", reading)
    assert open_base(folder, tmp_path / "cache").base is not None
    assert read == list(manifest(folder))
    read.clear()
    edit(folder, "alter", "brandbil")
    base = open_base(folder, tmp_path / "cache").base
    assert read == ["partner_towns/tonder.sv.md"]
    assert base is not None
    assert base.search.vocabulary.has_form("brandbil")
    assert [h.entry for h in base.search.hits(base.search.query("brandbil", Language.SV), "brandbil")] == ["tonder"]
    read.clear()
    assert open_base(folder, tmp_path / "cache").base is not None
    assert read == []


def test_a_damaged_index_is_built_anew(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    cache = tmp_path / "cache"
    assert open_base(folder, cache).base is not None
    (path,) = cache.iterdir()
    path.write_bytes(path.read_bytes()[:5000])
    assert open_base(folder, cache).base is not None
    edit(folder, "alter", "brandbil")
    path.write_bytes(b"no database at all" * 500)
    assert open_base(folder, cache).base is not None


def test_faults_keep_the_last_good_index_and_are_told_at_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    cache = tmp_path / "cache"
    assert open_base(folder, cache).base is not None
    good = set(cache.iterdir())
    edit(folder, "write", "ett", "brandbil", "station", "bil")
    (folder / "facts" / "ett.sv.md").write_text("ingen", "utf-8")
    opened = open_base(folder, cache)
    assert opened.base is None
    assert [p.id for p in opened.problems] == ["VK101"]
    assert set(cache.iterdir()) == good


def test_warnings_are_told_from_the_cache_too(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    (folder / "facts" / "travel-costs-unknown.en.md").unlink()
    first, again = (open_base(folder, tmp_path / "cache").problems for _ in range(2))
    assert [p.id for p in first] == ["VK113"]
    assert first == again


def test_only_the_latest_indexes_of_a_folder_are_kept(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    for n in range(6):
        edit(folder, "alter", f"stycke {n}")
        assert open_base(folder, tmp_path / "cache").base is not None
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_what_serves_a_folder_stays_when_another_of_the_same_content_is_edited(tmp_path: Path) -> None:
    edited, served = (Path(shutil.copytree(SMALL, tmp_path / name)) for name in ("edited", "served"))
    cache = tmp_path / "cache"
    assert open_base(edited, cache).base is not None
    base = open_base(served, cache).base
    for n in range(4):
        edit(edited, "alter", f"stycke {n}")
        assert open_base(edited, cache).base is not None
    assert base is not None
    assert finds_in_a_new_thread(base)
    kept = set(cache.iterdir())
    assert open_base(served, cache).base is not None
    assert set(cache.iterdir()) == kept  # it was there


def test_a_base_is_read_on_when_its_file_is_deleted(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
    base = open_base(folder, tmp_path / "cache").base
    assert base is not None
    shutil.rmtree(tmp_path / "cache")
    assert finds_in_a_new_thread(base)


def finds_in_a_new_thread(base: KnowledgeBase) -> bool:
    """Tell whether a thread that has not read yet finds what the folder holds."""

    def look() -> list[str]:
        return [h.entry for h in base.search.hits(base.search.query("Tønder", Language.SV), "Tønder")]

    with ThreadPoolExecutor(1) as threads:
        return "tonder" in threads.submit(look).result()


def test_what_nobody_opened_for_long_is_deleted_whosever_it_is(tmp_path: Path) -> None:
    old, used, new = (Path(shutil.copytree(SMALL, tmp_path / name)) for name in ("old", "used", "new"))
    cache = tmp_path / "cache"
    for folder in (old, used):
        edit(folder, "alter", folder.name)
        assert open_base(folder, cache).base is not None
    unfinished, foreign = cache / "vanort-abc.tmp", cache / "notes.db"
    unfinished.touch()
    foreign.touch()
    long_ago = time.time() - 15 * 86_400
    for path in cache.iterdir():
        os.utime(path, (long_ago, long_ago))
    assert open_base(used, cache).base is not None
    assert open_base(new, cache).base is not None
    assert len(list(cache.glob("*-*-*.db"))) == 2
    assert not unfinished.exists()
    assert foreign.exists()
