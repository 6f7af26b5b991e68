"""One more row under `questions`, whatever way the list is written, and nothing else changed."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.upkeep.phrasing import with_question

BODY = "---\nEn text.\n\n--- är inget slut.\n"


def changed(front: str, question: str = "Ny fråga?") -> str:
    found = with_question(f"---\n{front}{BODY}", question)
    assert found is not None
    assert found.endswith(BODY)
    return found.removeprefix("---\n").removesuffix(BODY)


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            "title: Å # rubrik\nquestions: # fler\n  - En?   # ett\n  # sist\n  - Två?\nas_of: 1\n",
            "title: Å # rubrik\nquestions: # fler\n  - En?   # ett\n  # sist\n  - Två?\n  - Ny fråga?\nas_of: 1\n",
        ),
        ("title: A\nquestions:\n- En?\n# slut\n", "title: A\nquestions:\n- En?\n- Ny fråga?\n# slut\n"),
        ("questions:\n    - >-\n      En lång\n      fråga?\ntitle: A\n", None),
        ("title: A\nquestions: [En?, 'Två?'] # alla\n", "title: A\nquestions: [En?, 'Två?', \"Ny fråga?\"] # alla\n"),
        ("title: A\nquestions: [\n  En?,\n  ]\n", 'title: A\nquestions: [\n  En?, "Ny fråga?"\n  ]\n'),
        ("title: A\nquestions: []\n", 'title: A\nquestions: ["Ny fråga?"]\n'),
        ("title: A\nquestions:\nstatus: current\n", "title: A\nquestions:\n  - Ny fråga?\nstatus: current\n"),
        ("title: 'A\n  B'\nstatus: current\n", "title: 'A\n  B'\nquestions:\n  - Ny fråga?\nstatus: current\n"),
    ],
)
def test_the_row_is_added_where_the_list_ends(front: str, expected: str | None) -> None:
    found = changed(front)
    if expected is None:
        expected = front.replace("fråga?\n", "fråga?\n    - Ny fråga?\n")
    assert found == expected


def test_windows_line_ends_stay() -> None:
    text = "---\r\ntitle: A\r\nquestions:\r\n  - En?\r\n---\r\nText.\r\n"
    assert with_question(text, "Två?") == text.replace("  - En?\r\n", "  - En?\r\n  - Två?\r\n")


@pytest.mark.parametrize(
    "text", ["", "ingen front", "---\ntitle: A\n", "---\n- en\n---\nText.\n", "---\na: b: c\n---\n"]
)
def test_a_file_that_is_no_entry_is_left_alone(text: str) -> None:
    assert with_question(text, "Ny?") is None


def test_a_list_that_is_none_is_left_alone() -> None:
    assert with_question("---\ntitle: A\nquestions: En fråga\n---\nText.\n", "Ny?") is None


LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff"), min_size=1)


@given(LINE, st.sampled_from(["questions:\n  - En?\n", "questions: [En?]\n", "questions: []\n", ""]))
def test_any_line_is_written_so_that_it_is_read_back(question: str, written: str) -> None:
    found = with_question(f"---\ntitle: A\n{written}---\nText.\n", question)
    assert found is not None
    front = found.removeprefix("---\n").removesuffix("---\nText.\n")
    assert yaml.load(front, yaml.CSafeLoader)["questions"][-1] == question


def test_what_yaml_would_misread_is_quoted() -> None:
    assert "- 'Vad gäller: avtal?'" in changed("title: A\nquestions:\n  - En?\n", "Vad gäller: avtal?")
    assert '"a, [b] #c"' in changed("title: A\nquestions: [En?]\n", "a, [b] #c")
