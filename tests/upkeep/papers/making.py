"""Make real PDF and Word files out of plain text, page by page, as an office program would."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
import matplotlib
from docx.enum.text import WD_BREAK
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).parent.parent.parent / "data" / "papers"
LINE = 13.5
MARGIN = 60
TOP = A4[1] - 70


def source_pages() -> list[list[str]]:
    """The lines of the municipality's public paper, page by page: in the text file, a page begins with a space."""
    pages: list[list[str]] = []
    for line in (DATA / "tjansteutlatande-2023.txt").read_text("utf-8").split("\n"):
        if line[:1] == " " and line[1:2].isupper():
            pages.append([])
        pages[-1].append(line.strip())
    return pages


def make_pdf(path: Path, pages: Sequence[Sequence[str]], *, password: str | None = None) -> Path:
    """A PDF with a text layer and an embedded font; locked where there is a password."""
    pdfmetrics.registerFont(TTFont("Text", str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")))
    lock = StandardEncryption(password, "owner") if password else None
    canvas = Canvas(str(path), pagesize=A4, encrypt=lock)
    for lines in pages:
        canvas.setFont("Text", 9)
        for number, line in enumerate(lines):
            canvas.drawString(MARGIN, TOP - number * LINE, line)
        canvas.showPage()
    canvas.save()
    return path


def make_scan(path: Path, pages: int) -> Path:
    """A PDF of pictures only, as a scanner makes it."""
    picture = BytesIO()
    Image.new("L", (200, 280), 200).save(picture, "PNG")
    canvas = Canvas(str(path), pagesize=A4)
    for _ in range(pages):
        picture.seek(0)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return path


def make_docx(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A Word file: a paragraph where the text has one, each page begun with a break that the writer set."""
    document = docx.Document()
    for number, lines in enumerate(pages):
        for i, paragraph in enumerate(_paragraphs(lines)):
            made = document.add_paragraph()
            if number and i == 0:
                made.add_run().add_break(WD_BREAK.PAGE)
            made.add_run(paragraph)
    document.save(str(path))
    return path


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines put together by hand: one that is short, or is followed by an empty one, ends its paragraph."""
    found = [""]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        found[-1] = f"{found[-1]} {line}".strip()
        if not line or not following or (len(line) < 62 and not following[:1].islower()):
            found.append("")
    return [text for text in found if text]
