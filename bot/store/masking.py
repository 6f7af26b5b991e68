"""Masks what identifies a person in a text: Swedish personal identity numbers, e-mail, telephone and card numbers.

It rather masks too much (a stray number) than too little; organisation numbers, dates, sums and section references stay.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Mark(StrEnum):
    """What stands in a masked text instead of what was there."""

    IDENTITY_NUMBER = "[personnummer]"
    EMAIL = "[e-mail]"
    PHONE = "[phone]"
    CARD = "[card]"


_DASH = "\\-+\u2010-\u2015\u2212"  # also the "+" of people over a hundred
_GAP = f"[\\s{_DASH}]"
_LAST = r"\d{4}(?!\d)"
_CENTURY = r"(?:1[89]|20)"
_MONTH = r"(?:0[1-9]|1[0-2])"
# Day 1-31, or plus 60 in a coordination number (samordningsnummer), Folkbokföringslagen (1991:481) 18 a §.
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_IDENTITY = re.compile(
    rf"(?<!\d){_CENTURY}?\d\d{_MONTH}{_DAY}\s?[{_DASH}]?\s?{_LAST}"
    # Written with separators inside the date, "1980-01-01-1234": there a space before the last four could be a time.
    rf"|(?<!\d){_CENTURY}?\d\d([-.\s]){_MONTH}\1{_DAY}[{_DASH}]{_LAST}"
)
# Possessive quantifiers keep the search linear in the length of the text.
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]++\s?(?:@|\(at\)|\[at\])\s?[\w-]++(?:\.[\w-]++)+", re.IGNORECASE)
_PHONE_GAP = f"(?:[\\s{_DASH}]{{1,3}})?"
_PHONE = re.compile(
    # International: + or 00, then 7 to 15 digits (ITU-T E.164), with "(0)" as many write it.
    rf"(?<![\d+])(?:\+|00)\s?[1-9]\d{{0,2}}{_PHONE_GAP}(?:\(0\){_PHONE_GAP})?(?:[().]?{_PHONE_GAP}\d){{5,13}}(?!\d)"
    # Swedish: an area or mobile code with its 0, then 5 to 8 digits; after a slash at least three together, else a date.
    rf"|(?<![\d,.])\(?0[1-9]\d{{0,2}}\)?(?:/(?=\d{{3}})|{_PHONE_GAP})(?:\d{_PHONE_GAP}){{4,7}}\d(?!\d)"
)
_DIGITS = re.compile(r"(?<!\d)\d(?:[\s-]?\d){12,}")
_GROUP = re.compile(r"\d+")


def mask(text: str) -> str:
    """Return the text with what identifies a person replaced by marks; masking twice changes nothing more."""
    text = _EMAIL.sub(Mark.EMAIL, text)
    text = _DIGITS.sub(_without_cards, text)
    text = _IDENTITY.sub(Mark.IDENTITY_NUMBER, text)
    return _PHONE.sub(Mark.PHONE, text)


def _without_cards(found: re.Match[str]) -> str:
    """Mask the groups of a run of digits that together are a card number: 13 to 19 digits that pass Luhn's test."""
    run = found.group()
    groups = list(_GROUP.finditer(run))
    kept, done, first = [], 0, 0
    while first < len(groups):
        last = next((n for n in range(len(groups), first, -1) if _is_card(groups[first:n])), None)
        if last is None:
            first += 1
            continue
        kept += [run[done : groups[first].start()], Mark.CARD]
        done, first = groups[last - 1].end(), last
    return "".join([*kept, run[done:]])


def _is_card(groups: list[re.Match[str]]) -> bool:
    digits = [int(c) for group in groups for c in group.group()]
    return 13 <= len(digits) <= 19 and any(digits) and luhn(digits)


def luhn(digits: list[int]) -> bool:
    """Return whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = [d if n % 2 == 0 else d * 2 - 9 * (d > 4) for n, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
