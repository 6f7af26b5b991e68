"""No personal number, address or card reaches the database; ordinary figures do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kb.personal import luhn
from bot.store.masking import Mark, mask

MARKS = "|".join(re.escape(mark) for mark in Mark)
# What may stand around a number without being part of it; digits and joining signs are left out.
around = st.text(alphabet=st.sampled_from("abcåäö ?!;:«»\n"), max_size=12)
days = st.dates(date(1800, 1, 1), date(2099, 12, 31))
four = st.integers(0, 9999).map("{:04}".format)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Personal and coordination numbers in the ways in which people write them."""
    born = draw(st.dates(date(1890, 1, 1), date(2029, 12, 31)))
    day = born.day + draw(st.sampled_from([0, 60]))
    year = f"{born.year}" if draw(st.booleans()) else f"{born.year % 100:02}"
    inside = draw(st.sampled_from(["", "", "-", ".", " "]))
    before_last = draw(st.sampled_from(["-", "+", "\u2013", "\u2212"] + ([] if inside else ["", " ", " - "])))
    return f"{year}{inside}{born.month:02}{inside}{day:02}{before_last}{draw(four)}"


@st.composite
def phone_numbers(draw: st.DrawFn) -> str:
    """Swedish numbers with area or mobile code, and international ones."""
    code = draw(st.sampled_from(["08", "070", "072", "0122", "031"]))
    rest = draw(st.text(alphabet="0123456789", min_size=6, max_size=7))
    groups = re.findall("..?.?", rest) if draw(st.booleans()) else [rest]
    dash = draw(st.sampled_from(["-", " ", " - ", "\u2013", ""]))
    national = f"{code}{dash}{' '.join(groups)}"
    return draw(
        st.sampled_from(
            [national, f"+46 {national[1:]}", f"+46 (0){national[1:]}", f"0046{national[1:]}", f"({code}) {rest}"]
        )
    )


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    """Numbers with a right check digit, in one piece or in groups of four."""
    digits = draw(st.text(alphabet="0123456789", min_size=12, max_size=18).filter(lambda d: d.strip("0")))
    check = next(c for c in range(10) if luhn([int(d) for d in digits] + [c]))
    number = f"{digits}{check}"
    gap = draw(st.sampled_from(["", " ", "-"]))
    return gap.join(re.findall(".{1,4}", number))


local_part = st.from_regex(r"[a-zåäö0-9]([a-zåäö0-9.+_-]{0,10}[a-zåäö0-9])?", fullmatch=True)
domain = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-zåäö]{2,5}){1,2}", fullmatch=True)
addresses = st.builds("{}@{}".format, local_part, domain)


def check_masked(before: str, secret: str, after: str, marks: tuple[Mark, ...]) -> None:
    masked = mask(f"{before} {secret} {after}")
    assert any(mark in masked for mark in marks)
    rest = re.sub(MARKS, "", masked)
    assert not re.search(r"\d", rest), f"digits are left in {masked!r}"
    assert mask(masked) == masked


@given(around, identity_numbers(), around)
def test_identity_numbers_are_masked(before: str, secret: str, after: str) -> None:
    check_masked(before, secret, after, (Mark.IDENTITY_NUMBER,))


@given(around, phone_numbers(), around)
def test_phone_numbers_are_masked(before: str, secret: str, after: str) -> None:
    # 070102-3456 may be a birthday, and one in ten numbers of 13 digits has a card's check digit.
    check_masked(before, secret, after, (Mark.PHONE, Mark.IDENTITY_NUMBER, Mark.CARD))


@given(around, card_numbers(), around)
def test_card_numbers_are_masked(before: str, secret: str, after: str) -> None:
    check_masked(before, secret, after, (Mark.CARD,))


@given(around, addresses, around)
def test_addresses_are_masked(before: str, secret: str, after: str) -> None:
    masked = mask(f"{before} {secret} {after}")
    assert Mark.EMAIL in masked
    assert "@" not in masked
    assert mask(masked) == masked


@given(days, st.sampled_from(["-", "\u2013", " - ", " \u2013 ", " ", "/"]), days)
def test_two_days_stay_whatever_their_digits(first: date, joined: str, last: date) -> None:
    text = f"avtalet gäller {first}{joined}{last}, se dagordningen"
    assert mask(text) == text


@given(around, identity_numbers(), days)
def test_a_number_beside_a_day_is_masked(before: str, secret: str, day: date) -> None:
    assert mask(f"{day} {before} {secret}, {day}") == f"{day} {before} {Mark.IDENTITY_NUMBER}, {day}"


@given(st.text())
def test_any_text_can_be_masked_and_twice_is_as_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"], exclude_characters="@")))
def test_a_text_without_digits_and_at_signs_stays(text: str) -> None:
    if "at" not in text.lower():
        assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Huddinge kommun, 212000-0068",  # an organisation number has a third digit of 2 or more
        "beslutet 2023-10-04 kl. 15.00",
        "2023-10-04 1500",
        "lagen (2009:47) 5 kap. 4 §",
        "SFS 2022:1102",
        "KS-2023/1234.109",
        "1 000 000 kr, 2 500 000 000 kr",
        "möte 08.00-16.00 den 01/02 2024",
        "141 43 Huddinge",
        "mellan 2022 och 2024-2025",
        "0,5 procent av 1234567",
        "23-10-04",
        "2023-01-01-2023-12-31",
        "20230101–2023-12-31",
        "2022.01.01–2024.12.31",
    ],
)
def test_ordinary_figures_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Jag heter Bo, 19640823-3234, ring 08-535 300 00!", "Jag heter Bo, [personnummer], ring [phone]!"),
        ("samordningsnummer 701063-2391", "samordningsnummer [personnummer]"),
        ("född 121212+1212", "född [personnummer]"),
        ("<mailto:bo.ek@huddinge.se|bo.ek@huddinge.se>", "<mailto:[e-mail]|[e-mail]>"),
        ("bo.ek(at)huddinge.se, Bo@Ek.SE.", "[e-mail], [e-mail]."),
        ("2023-10-04 08-535 300 00", "2023-10-04 [phone]"),
        ("2023-10-04 – 4111 1111 1111 1111", "2023-10-04 – [card]"),
        ("ring 123 45 67.", "ring [phone]."),
        ("ring 08/535 300 00 eller +380 44 123 45 67", "ring [phone] eller [phone]"),
        ("070-123 45 67 4111 1111 1111 1111", "[card]"),
        ("kort 4111 1111 1111 1111 123", "kort [card]"),  # and the security code with it
        ("4111111111111111,4111111111111111", "[card],[card]"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),  # the check digit is wrong
    ],
)
def test_what_stands_around_stays(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("piece", ["1", "1 ", "a.", "a@", "a@a.", "+1", "08 ", "19800101", "(0"])
def test_long_texts_take_no_long_time(piece: str) -> None:
    import time

    started = time.process_time()
    mask((piece * 4000)[:4000])
    assert time.process_time() - started < 0.5
