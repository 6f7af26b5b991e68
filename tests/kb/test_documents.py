from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kb.documents import read_markdown, read_yaml

GOOD = "---\nid: a\nsources:\n  - title: T\n    date: 2023-10-04\n---\n\nText.\n"


def write(folder: Path, text: str | bytes, name: str = "a.sv.md") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_lines_of_nested_keys(tmp_path: Path) -> None:
    document, problems = read_markdown(tmp_path, write(tmp_path, GOOD))
    assert problems == []
    assert document is not None
    assert document.body == "Text."
    assert document.body_line == 8
    assert document.line(("id",)) == 2
    assert document.line(("sources", 0, "date")) == 5
    assert document.line(("sources", 0, "missing")) == 4


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("id: a\n---\nText.", "VK101", 1),
        ("---\nid: a\nText.\n", "VK102", 4),
        (b"---\nid: a\n---\n\xff\xfe", "VK103", 4),
        ("---\nid: a\ntitle: b: c\n---\nT", "VK105", 3),
        ("---\n- a\n---\nT", "VK106", 2),
        ("---\nid: a\nid: b\n---\nT", "VK107", 3),
    ],
)
def test_every_broken_file_is_a_problem_with_its_line(
    tmp_path: Path, text: str | bytes, problem: str, line: int
) -> None:
    document, problems = read_markdown(tmp_path, write(tmp_path, text))
    assert document is None
    assert [(p.id, p.line) for p in problems] == [(problem, line)]


def test_a_folder_in_a_file_s_place_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    document, problems = read_yaml(tmp_path, tmp_path / "a.yaml")
    assert document is None
    assert problems[0].id == "VK104"


@given(st.text(max_size=200))
def test_any_front_matter_gives_a_document_or_a_problem(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    document, problems = read_markdown(folder, write(folder, ("---\n" + text + "\n---\nT").encode("utf-8", "ignore")))
    assert (document is None) == bool(problems)
