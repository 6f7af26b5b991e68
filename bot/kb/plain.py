"""What does not belong in an entry's text: markup that no channel shows, unseen characters, people's own details."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.kb.documents import Document, Key
from bot.kb.personal import names_person
from bot.kb.problem import Problem, Severity

_MARKUP = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--"  # HTML
    r"|^\s*\|.*\||^\s*:?-{3,}:?\s*\|"  # a table
    r"|^\s{0,3}#{1,6}\s"  # a heading
    r"|(?<!\w)(?P<mark>\*{1,3}|_{1,3}|~{1,2}|`{1,3})(?=[^\s*_~`])[^*_~`]*(?<=\S)(?P=mark)(?!\w)"  # emphasis, code
    r"|\b(?:javascript|vbscript)\s*:\s*\S|\]\(\s*data:",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SECOND = "[\u0080-\u00bf\u0152-\u017e\u2013-\u203a]"
_GARBLED = re.compile(f"Ã{_SECOND}|â[\u0080€]{_SECOND}|Â[\u00a0-\u00bf]|\ufffd")
"""UTF-8 that was read as another encoding ("Ã¶" for ö), and what stands for a letter that was lost."""
_ADDRESS = re.compile(r"\b[^\W\d_]{2,}[._-][^\W\d_]{2,}\d*@[\w-]+\.[\w.-]*\w")
"""An address with a first and a last name; that of a role has one word."""
_PHONE = re.compile(r"(?<![\w:/.,-])(?:\+46|0046|0)[ -]?(?:\(0\) ?)?\d{1,3}(?:[ -]?\d{2,3}){2,4}(?![\w:/-])")
LEAST_DIGITS = 8
"""A shorter number is no telephone's."""

_KINDS = (("VK321", _MARKUP), ("VK322", _UNSEEN), ("VK323", _GARBLED))


def plain_problems(document: Document) -> Iterator[Problem]:
    """Yield what does not belong in the words that an entry's file shows: one problem of a kind on each line.

    A personal identity number is a fault. A contact may have a telephone number and an address.
    """
    contact = document.data.get("type") == "contact" or document.file.startswith("contacts/")
    told: set[tuple[str, int]] = set()
    for line, text in _shown(document):
        for problem in _of(text, line, document.file, contact=contact):
            if (problem.id, line) not in told:
                told.add((problem.id, line))
                yield problem


def _of(text: str, line: int, file: str, *, contact: bool) -> Iterator[Problem]:
    for id_, pattern in _KINDS:
        if found := pattern.search(text):
            seen = found[0].strip() if id_ != "VK322" else f"U+{ord(found[0]):04X}"
            yield Problem(id_, file, line, {"found": seen}, Severity.WARNING)
    if names_person(text):
        yield Problem("VK118", file, line)
    phones = (match[0] for match in _PHONE.finditer(text))
    if not contact and (_ADDRESS.search(text) or any(sum(map(str.isdigit, one)) >= LEAST_DIGITS for one in phones)):
        yield Problem("VK324", file, line, {}, Severity.WARNING)


def _shown(document: Document) -> Iterator[tuple[int, str]]:
    """The rows of the text, and the words of the front matter that are shown, each with its line."""
    for i, row in enumerate(document.body.split("\n")):
        yield document.body_line + i, row
    keys: list[Key] = [("title",), ("brief",)]
    for name in ("aliases", "questions"):
        keys += [(name, i) for i in range(len(_listed(document.data.get(name))))]
    for i in range(len(_listed(document.data.get("sources")))):
        keys += [("sources", i, name) for name in ("title", "ref", "quote")]
    for key in keys:
        if isinstance(text := _at(document.data, key), str):
            yield document.line(key), text


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _at(value: object, key: Key) -> object:
    for step in key:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return None
    return value
