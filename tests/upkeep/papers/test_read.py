"""Files that can be read, and files that cannot: each is refused with its own reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.upkeep.papers import read as reading
from bot.upkeep.papers.read import PaperError, read_paper
from tests.upkeep.papers.making import DATA, make_docx, make_pdf, make_scan, source_pages

PAGES = [
    ["Provsunda kommun", "Dnr KS 2025/9", "", "Förslag", "En mening som är så lång att den", "går över två rader."],
    ["Provsunda kommun", "Sidan två börjar här. Den är kort."],
    ["Provsunda kommun", "Sidan tre är också kort."],
]


def refused(path: Path) -> str:
    with pytest.raises(PaperError) as fault:
        read_paper(path)
    assert fault.value.values["name"] == path.name
    return fault.value.phrase


def test_a_pdf_keeps_its_pages_headings_and_paragraphs(tmp_path: Path) -> None:
    paper = read_paper(make_pdf(tmp_path / "a.pdf", PAGES))
    assert [(b.page, b.heading, b.text) for b in paper.blocks] == [
        (1, True, "Provsunda kommun"),
        (1, True, "Dnr KS 2025/9"),
        (1, True, "Förslag"),
        (1, False, "En mening som är så lång att den går över två rader."),
        (2, False, "Sidan två börjar här. Den är kort."),
        (3, False, "Sidan tre är också kort."),
    ]
    assert paper.blocks[4].sentences() == ["Sidan två börjar här.", "Den är kort."]
    assert (paper.pages, paper.unread) == (3, ())


def test_a_word_file_is_read_in_order_with_its_tables(tmp_path: Path) -> None:
    import docx

    path = make_docx(tmp_path / "a.docx", [["Förslag", "", "Kommunen föreslås teckna ett avtal."]])
    document = docx.Document(str(path))
    first, second = document.add_table(2, 1).rows
    first.cells[0].merge(second.cells[0]).text = "Kostnaden är 45 000 kronor."
    document.sections[0].header.paragraphs[0].text = "Dnr KS 2025/9"
    document.save(str(path))
    paper = read_paper(path)
    assert [b.text for b in paper.blocks] == [
        "Dnr KS 2025/9",
        "Förslag",
        "Kommunen föreslås teckna ett avtal.",
        "Kostnaden är 45 000 kronor.",
    ]
    assert (paper.pages, {b.page for b in paper.blocks}) == (0, {None})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_text_file_is_read_in_the_encodings_that_are_met(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Förslag\n\nÅsikten är ”klar”.\n".encode(encoding))
    assert [b.text for b in read_paper(path).blocks] == ["Förslag", "Åsikten är ”klar”."]


def test_a_word_divided_at_the_end_of_a_line_is_whole_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kommunens förvalt-\nning har fem-\noch sexåringar.\n", "utf-8")
    assert read_paper(path).blocks[0].text == "Kommunens förvaltning har fem- och sexåringar."


def test_a_scanned_paper_has_no_text(tmp_path: Path) -> None:
    assert refused(make_scan(tmp_path / "a.pdf", 2)) == "scanned"


def test_pages_that_are_pictures_are_told(tmp_path: Path) -> None:
    paper = read_paper(make_pdf(tmp_path / "a.pdf", [PAGES[0], [], PAGES[1]]))
    assert paper.unread == (2,)


def test_a_paper_with_a_password_is_refused(tmp_path: Path) -> None:
    assert refused(make_pdf(tmp_path / "a.pdf", PAGES, password="hemligt")) == "locked"  # noqa: S106 - of the test


def test_a_paper_that_only_forbids_changes_is_read(tmp_path: Path) -> None:
    assert read_paper(make_pdf(tmp_path / "a.pdf", PAGES, password="")).pages == 3


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "empty"),
        ("a.docx", b"", "empty"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.pdf", b"%PDF-1.7 and nothing more", "damaged"),
        ("a.docx", b"no archive", "damaged"),
        ("a.txt", b"\x00\x01", "damaged"),
        ("a.odt", b"PK", "kind"),
        ("a", b"text", "kind"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == reason


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "a.pdf") == "unreadable"


def test_a_pdf_named_as_a_word_file_is_refused(tmp_path: Path) -> None:
    shutil.copy(make_pdf(tmp_path / "a.pdf", PAGES), tmp_path / "a.docx")
    assert refused(tmp_path / "a.docx") == "damaged"


def test_too_large_a_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(reading.MAX_BYTES + 1)  # a hole: it takes no room on the disk
    assert refused(path) == "large"


def test_too_many_pages_and_too_much_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(tmp_path / "a.pdf", PAGES)
    monkeypatch.setattr(reading, "MAX_PAGES", 2)
    assert refused(path) == "long"
    monkeypatch.setattr(reading, "MAX_PAGES", 3)
    monkeypatch.setattr(reading, "MAX_CHARS", 100)
    assert refused(path) == "large"


def test_a_word_file_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_docx(tmp_path / "a.docx", PAGES)
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 1000)
    assert refused(path) == "large"


def test_the_source_paper_has_the_same_passages_in_every_form(tmp_path: Path) -> None:
    pages = source_pages()
    pdf = read_paper(make_pdf(tmp_path / "a.pdf", pages))
    word = read_paper(make_docx(tmp_path / "a.docx", pages))
    text = read_paper(DATA / "tjansteutlatande-2023.txt")
    assert (pdf.pages, word.pages, text.pages) == (5, 0, 0)
    for paper in (pdf, word, text):
        headings = [block.text for block in paper.blocks if block.heading]
        assert "Kommunstyrelsens förslag till kommunfullmäktige" in headings
        assert "Huddinge kommuns vänortssamarbeten" in headings
