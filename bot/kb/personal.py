"""How personal identity numbers are written and proved: what the store masks and what the check refuses is the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

DASHES = "\\-+\u2010-\u2015\u2212"
"""What joins the parts of a number, for a set of characters; the "+" is that of people over a hundred."""

_CENTURY = r"(?:1[89]|20)"
_MONTH = r"(?:0[1-9]|1[0-2])"
# As in a range: "2023-01-01–2023-12-31".
_WHOLE_DAY = rf"{_CENTURY}\d\d(?:-{_MONTH}-|\.{_MONTH}\.)(?:0[1-9]|[12]\d|3[01])(?!\d)"
_LAST = rf"(?!{_WHOLE_DAY})\d{{4}}(?!\d)"
# Day 1-31, or plus 60 in a coordination number (samordningsnummer), Folkbokföringslagen (1991:481) 18 a §.
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
IDENTITY = re.compile(
    rf"(?<!\d){_CENTURY}?\d\d{_MONTH}{_DAY}\s?[{DASHES}]?\s?{_LAST}"
    # Written with separators inside the date. After "1980-01-01" a space and four digits could be a time, so not there.
    rf"|(?<!\d){_CENTURY}?\d\d([-.\s]){_MONTH}\1{_DAY}[{DASHES}]{_LAST}"
    rf"|(?<!\d){_CENTURY}?\d\d\s{_MONTH}\s{_DAY}\s{_LAST}"
)
"""What looks like a personal or a coordination number; two days joined by a dash do not."""

DAY = re.compile(rf"(?<!\d){_WHOLE_DAY}")
"""A day of a year, written with its century and with separators."""

_DIGITS = 10
"""The control digit is that of the number without its century."""


def names_person(text: str) -> bool:
    """Tell whether a text holds a personal identity number, with the control digit that such a number has."""
    numbers = ([int(c) for c in match[0] if c.isdigit()] for match in IDENTITY.finditer(text))
    return any(luhn(digits[-_DIGITS:]) for digits in numbers)


def luhn(digits: Sequence[int]) -> bool:
    """Return whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = [d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
