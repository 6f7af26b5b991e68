"""Masks what identifies a person in a text: Swedish personal identity numbers, e-mail, telephone and card numbers.

It masks rather too much (a stray number) than too little; organisation numbers, dates, sums and paragraphs stay.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.kb.personal import DASHES, DAY, IDENTITY, luhn


class Mark(StrEnum):
    """What stands in a masked text instead of what was there."""

    IDENTITY_NUMBER = "[personnummer]"
    EMAIL = "[e-mail]"
    PHONE = "[phone]"
    CARD = "[card]"


# Possessive quantifiers keep the search linear in the length of the text.
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]++\s?(?:@|\(at\)|\[at\])\s?[\w-]++(?:\.[\w-]++)+", re.IGNORECASE)
_PHONE_GAP = f"(?:[\\s{DASHES}]{{1,3}})?"
_PHONE = re.compile(
    # A day goes first and stays, so that none of its parts begins a number ("2023-01-01 – 2023-12-31").
    rf"(?P<day>{DAY.pattern})"
    # International: + or 00, then 7 to 15 digits (ITU-T E.164), with "(0)" as many write it.
    rf"|(?<![\d+])(?:\+|00)\s?[1-9]\d{{0,2}}{_PHONE_GAP}(?:\(0\){_PHONE_GAP})?(?:[().]?{_PHONE_GAP}\d){{5,13}}(?!\d)"
    # Swedish: an area or mobile code with its 0, then 5 to 8 digits; a slash before three at least: else a date.
    rf"|(?<![\d,.])\(?0[1-9]\d{{0,2}}\)?(?:/(?=\d{{3}})|{_PHONE_GAP})(?:\d{_PHONE_GAP}){{4,7}}\d(?!\d)"
    # Without area code, by its groups (3-2-2, 3-3-2): sums are written in threes, dates do not begin with three.
    rf"|(?<![\d,.{DASHES}])\d{{3}}[\s{DASHES}]\d{{2,3}}[\s{DASHES}]\d\d(?!\d|[,.{DASHES}]\d)"
)
_DIGITS = re.compile(r"(?<!\d)\d(?:[\s-]?\d){12,}")
_MAX_CARD = 19  # digits, and so groups of digits
_GROUP = re.compile(r"\d+")


def mask(text: str) -> str:
    """Return the text with what identifies a person replaced by marks; masking twice changes nothing more."""
    text = _EMAIL.sub(Mark.EMAIL, text)
    text = _DIGITS.sub(_without_cards, text)
    text = IDENTITY.sub(Mark.IDENTITY_NUMBER, text)
    return _PHONE.sub(lambda found: found["day"] or Mark.PHONE, text)


def _without_cards(found: re.Match[str]) -> str:
    """Mask a run of digits in which some groups together are a card number: 13 to 19 digits that pass Luhn's test.

    The whole run goes: where a telephone number stands before the card, the digits do not tell where one ends.
    Days are no part of a card.
    """
    groups = list(_GROUP.finditer(DAY.sub("", found.group())))
    cards = (
        _is_card(groups[first:last])
        for first in range(len(groups))
        for last in range(first + 1, min(len(groups), first + _MAX_CARD) + 1)
    )
    return Mark.CARD if any(cards) else found.group()


def _is_card(groups: list[re.Match[str]]) -> bool:
    digits = [int(c) for group in groups for c in group.group()[: _MAX_CARD + 1]]
    return 13 <= len(digits) <= _MAX_CARD and any(digits) and luhn(digits)
