"""A paper as a value: its headings and paragraphs, each with the page that it stands on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

_BULLET = re.compile(r"^[•●▪◦\uf0b7\u2212*–-]\s+")
_ENDED = re.compile(r"[.!?:;][”\"»)]*\d{0,2}$")  # a footnote's number may stand after the full stop
_SENTENCE = re.compile(r"(?<=[.!?])\d{0,2}[”\"»)]*\s+(?=[”\"“(«]?[A-ZÅÄÖÆØÜ])")
_ABBREVIATED = re.compile(r"(?:\b[a-zåäö]|\b(?:bl|dvs|etc|kap|m|nr|osv|resp|st|t))\.$")
_ITEM = re.compile(r"^\d{1,2}[.)]\s+\S")
_ITEM_NUMBER = re.compile(r"\d{1,2}[.)]")
_AND = re.compile(r"^(?:och|eller|samt|respektive|and|or)\b")

HEADING_SHARE = 0.8
"""A heading is shorter than this share of the paper's full lines."""

LABEL_SHARE = 0.4
"""A line shorter than this share is a heading by itself where the next one begins anew, whatever stands before it."""

HEADING_CHARS = 110


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph. `page` is None where the file knows no pages; `number` counts blocks from 1."""

    text: str
    page: int | None
    number: int
    heading: bool = False

    def sentences(self) -> list[str]:
        """Return the sentences; "5 kap. 4 §", "t.ex." and the number of a point end none."""
        found: list[str] = []
        for part in _SENTENCE.split(self.text):
            if found and (_ABBREVIATED.search(found[-1]) or _ITEM_NUMBER.fullmatch(found[-1])):
                found[-1] += f" {part}"
            elif part.strip():
                found.append(part.strip())
        return found


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was read.

    Args:
        name: of its file.
        blocks: headings and paragraphs, in order.
        pages: how many pages it has; 0 where the file knows none.
        unread: pages that have no text: pictures, most likely.
    """

    name: str
    blocks: tuple[Block, ...]
    pages: int = 0
    unread: tuple[int, ...] = ()

    def passages(self, tells: Callable[[Block, Block], bool]) -> Iterator[tuple[Block, tuple[Block, ...]]]:
        """Yield each heading with the paragraphs that stand under it.

        Args:
            tells: whether the second of two headings only looks like one, and belongs to what stands under the first.
        """
        heading: Block | None = None
        under: list[Block] = []
        for block in self.blocks:
            if block.heading and not (heading is not None and tells(heading, block)):
                if heading is not None:
                    yield heading, tuple(under)
                heading, under = block, []
            else:
                under.append(block)
        if heading is not None:
            yield heading, tuple(under)


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks counted from 1, a paragraph that goes on after a page break joined to its beginning."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        goes_on = last is not None and not (last.heading or block.heading or _ENDED.search(last.text))
        if last is not None and goes_on and last.page != block.page and block.text[:1].islower():
            found[-1] = replace(last, text=_joined([last.text, block.text]))
        else:
            found.append(replace(block, number=len(found) + 1))
    return tuple(found)


def full_width(lines: Iterable[str]) -> int:
    """Return how long a full line of the paper is: what nine lines of ten do not exceed."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def blocks_of(lines: Sequence[str], page: int | None, width: int) -> Iterator[Block]:
    """Put lines together to headings and paragraphs.

    Args:
        lines: stripped; an empty one sets paragraphs apart, and so does a short line that ends a sentence.
        page: that they stand on.
        width: of a full line, see `full_width`.
    """
    part: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if part and (not line or _BULLET.match(line) or _starts_anew(part, line, following, width)):
            yield _block(part, page, heading=_is_heading(part, width))
            part = []
        if line:
            part.append(_BULLET.sub("", line))
        if part and not following:
            yield _block(part, page, heading=_is_heading(part, width))
            part = []


def _starts_anew(part: Sequence[str], line: str, following: str, width: int) -> bool:
    """Tell whether a line begins another block than the lines before it."""
    if not _begins(line):
        return False
    if _ITEM.match(line) and (_ENDED.search(part[-1]) or _ITEM.match(part[0]) or _is_heading(part, width)):
        return True
    if len(line) < LABEL_SHARE * width and _begins(following) and _is_heading([line], width):
        return True
    short = len(part[-1]) < HEADING_SHARE * width
    return short and (bool(_ENDED.search(part[-1])) or _is_heading(part, width))


def _is_heading(part: Sequence[str], width: int) -> bool:
    text = " ".join(part)
    short = len(part[-1]) < HEADING_SHARE * width and len(text) <= HEADING_CHARS and len(part) <= 2
    return short and _begins(text) and not _ENDED.search(text) and any(c.isalpha() for c in text)


def _begins(text: str) -> bool:
    first = text.lstrip('”"“(«')[:1]
    return first.isupper() or first.isdigit() or first == "§"


def _block(part: Sequence[str], page: int | None, *, heading: bool) -> Block:
    return Block(_joined(part), page, 0, heading)


def _joined(lines: Sequence[str]) -> str:
    """Join lines; a word that a hyphen divided at a line's end is whole again, "fack- och" keeps its hyphen."""
    text = ""
    for line in lines:
        divided = text.endswith("-") and line[:1].islower() and len(text) > 1 and text[-2].isalpha()
        if divided and not _AND.match(line):
            text = text[:-1] + line
        else:
            text += (" " if text else "") + line
    return " ".join(text.split())
