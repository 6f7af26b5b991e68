"""Read a paper from a file: PDF with pypdf, Word with python-docx, plain text."""

from __future__ import annotations

import logging
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.upkeep.papers.paper import Block, Paper, blocks_of, full_width, numbered

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from pypdf import PageObject, PdfReader

MAX_BYTES = 30_000_000
MAX_UNPACKED_BYTES = 300_000_000  # of a Word file, which is an archive
MAX_PAGES = 400
MAX_CHARS = 2_000_000

LEAST_LETTERS = 10
"""A page with fewer is taken for a picture."""

REPEATED_SHARE = 0.6
"""A line that stands on more than this share of the pages is a page's head or foot."""

DOUBLE_SHARE = 0.45
"""A page with a larger share of empty lines is double-spaced."""

WORD_LINE = 90
"""Characters of a full line of a Word file, which has no lines of its own."""

HEADING_STYLES = ("Heading", "Title", "Rubrik")

_DIGITS = re.compile(r"\d+")


class PaperError(Exception):
    """A file that cannot be read; `phrase` names a phrase under `upkeep.import_`, `values` fill it."""

    def __init__(self, name_of_phrase: str, /, **values: object) -> None:
        super().__init__(name_of_phrase)
        self.phrase = name_of_phrase
        self.values = values


def read_paper(path: Path) -> Paper:
    """Read a paper.

    Args:
        path: of a .pdf, .docx or .txt file.

    Raises:
        PaperError: it is of another kind, empty, too large, locked, damaged, or has no text.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise PaperError("kind", name=path.name, kinds=", ".join(READERS))
    try:
        size = path.stat().st_size
        if size == 0:
            raise PaperError("empty", name=path.name)
        if size > MAX_BYTES:
            raise PaperError("large", name=path.name, size=f"{size / 1e6:.0f} MB", most=f"{MAX_BYTES / 1e6:.0f} MB")
        paper = reader(path)
    except OSError as fault:
        raise PaperError("unreadable", name=path.name, reason=fault.strerror or type(fault).__name__) from None
    if not paper.blocks:
        raise PaperError("scanned" if paper.pages else "empty", name=path.name, pages=paper.pages)
    return paper


def _pdf(path: Path) -> Paper:
    from pypdf import PdfReader  # most commands read no papers

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it mends on the way is nothing that the reader can act on
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperError("locked", name=path.name)
        if len(reader.pages) > MAX_PAGES:
            raise PaperError("long", name=path.name, pages=len(reader.pages), most=MAX_PAGES)
        pages = _pdf_pages(reader, path.name)
    except (PaperError, OSError):
        raise
    except Exception as fault:  # a damaged file shows itself in many ways
        raise PaperError("damaged", name=path.name, reason=f"{type(fault).__name__}: {fault}") from None
    return _paged(path.name, pages)


def _pdf_pages(reader: PdfReader, name: str) -> list[str]:
    pages: list[str] = []
    for page in reader.pages:
        pages.append(_page_text(page))
        if sum(map(len, pages)) > MAX_CHARS:
            raise PaperError("large", name=name, size=f"{len(pages)} …", most=f"{MAX_CHARS:,}".replace(",", " "))
    return pages


def _page_text(page: PageObject) -> str:
    """A page's text with its empty lines, which set headings apart; without them where that fails or loses text."""
    plain = page.extract_text()
    try:
        laid_out = page.extract_text(extraction_mode="layout")
    except Exception:  # the layout mode trips over fonts that the plain one reads
        return plain
    return laid_out if _letters(laid_out) >= _letters(plain) else plain


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _docx(path: Path) -> Paper:
    import docx

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            most = f"{MAX_UNPACKED_BYTES / 1e6:.0f} MB"
            raise PaperError("large", name=path.name, size=f"{unpacked / 1e6:.0f} MB", most=most)
        document = docx.Document(str(path))
        heads = [section.header for section in document.sections if not section.header.is_linked_to_previous]
        paragraphs = [*(p for head in heads for p in head.paragraphs), *_in_order(document)]
        blocks, pages = _word_blocks(paragraphs)
    except (PaperError, OSError):
        raise
    except Exception as fault:  # as above; a Word file with a password is no archive at all
        raise PaperError("damaged", name=path.name, reason=f"{type(fault).__name__}: {fault}") from None
    return Paper(path.name, numbered(blocks), pages)


def _in_order(document: Document) -> Iterator[Paragraph]:
    """The paragraphs of a Word file, those in tables among them, each once: a merged cell stands in many places."""
    from docx.table import Table

    for part in document.iter_inner_content():
        if isinstance(part, Table):
            cells = {id(cell._tc): cell for row in part.rows for cell in row.cells}
            yield from (paragraph for cell in cells.values() for paragraph in cell.paragraphs)
        else:
            yield part


def _word_blocks(paragraphs: Sequence[Paragraph]) -> tuple[list[Block], int]:
    """Blocks, and the number of pages where Word last broke them; a file that Word never laid out has no such marks.

    A heading is one by its style, or by its looks: many papers are written without styles.
    """
    pages = 1 + sum(len(paragraph.rendered_page_breaks) for paragraph in paragraphs)
    found: list[Block] = []
    page = 1
    for paragraph in paragraphs:
        text = " ".join(paragraph.text.split())
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        looks = next(blocks_of([text], None, WORD_LINE), None)
        if looks is not None:
            heading = looks.heading or style.startswith(HEADING_STYLES)
            found.append(Block(text, page if pages > 1 else None, 0, heading))
        page += len(paragraph.rendered_page_breaks)
    return found, pages if pages > 1 else 0


def _txt(path: Path) -> Paper:
    raw = path.read_bytes()
    if b"\0" in raw:
        raise PaperError("damaged", name=path.name, reason="NUL")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")  # what older Windows programs write
    if len(text) > MAX_CHARS:
        raise PaperError("large", name=path.name, size=len(text), most=MAX_CHARS)
    return _paged(path.name, text.split("\f"))


READERS: dict[str, Callable[[Path], Paper]] = {".pdf": _pdf, ".docx": _docx, ".txt": _txt}
"""The kinds of files, by the end of the name."""


def _paged(name: str, pages: Sequence[str]) -> Paper:
    lines = [_closed_up([" ".join(line.split()) for line in page.split("\n")]) for page in pages]
    lines = _without_heads(lines)
    width = full_width(line for page in lines for line in page)
    known = len(pages) > 1 or name.lower().endswith(".pdf")
    unread = tuple(n for n, page in enumerate(lines, 1) if _letters("".join(page)) < LEAST_LETTERS)
    blocks = [
        block
        for n, page in enumerate(lines, 1)
        if n not in unread or not known
        for block in blocks_of(page, n if known else None, width)
    ]
    return Paper(name, numbered(blocks), len(pages) if known else 0, unread if known else ())


def _closed_up(lines: list[str]) -> list[str]:
    """Take out single empty lines where every other line is one: the page is double-spaced."""
    empty = sum(not line for line in lines)
    if empty <= DOUBLE_SHARE * len(lines):
        return lines
    return [line for n, line in enumerate(lines) if line or (n > 0 and not lines[n - 1])]


def _without_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Leave out what stands at the top or foot of most pages; the first page keeps it, with its case number, say."""
    if len(pages) < 3:
        return [list(page) for page in pages]
    spread = Counter(key for page in pages for key in {_alike(line) for line in page if line})
    often = {key for key, count in spread.items() if count > REPEATED_SHARE * len(pages)}
    return [list(_kept(page, set() if n == 0 else often)) for n, page in enumerate(pages)]


def _kept(page: Sequence[str], often: set[str]) -> Iterator[str]:
    return (line for line in page if _alike(line) not in often)


def _alike(line: str) -> str:
    return _DIGITS.sub("#", line)
