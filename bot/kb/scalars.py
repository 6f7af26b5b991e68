"""The kinds of single values that entries and lists hold: texts, ids, days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"\S")]
"""A text with something in it; the pattern tells editors so, who do not strip."""
DETAIL_CHARS = 40
Detail = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=DETAIL_CHARS)]
"""A kind of detail that a question can ask for, such as a phone number: a key of lists/details.yaml."""


def _day(value: Any) -> date:
    """Take a day as YYYY-MM-DD only: pydantic would also take a number, as seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    else:
        try:
            day = date.fromisoformat(value if isinstance(value, str) and len(value) == len("YYYY-MM-DD") else "")
        except ValueError:
            raise PydanticCustomError("date_value", "Input should be a day, as YYYY-MM-DD") from None
    if day.year not in YEARS:
        raise PydanticCustomError("date_year", "Input should be a day of the years 1000 to 2999")
    return day


def _later(value: date) -> date:
    if value.year < FIRST_LATER:
        raise PydanticCustomError("date_year", "Input should be a day after 1900")
    return value


YEARS = range(1000, 3000)
"""A day of another year is a slip of the pen."""
FIRST_LATER = 1900
"""What is to be reviewed, or stops being so, does it later than this year."""
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[12]"}),
]
"""A day of the calendar, without a time."""
Later = Annotated[
    date,
    BeforeValidator(_day),
    AfterValidator(_later),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^(19|2)"}),
]
"""A day until which something holds, or by which it is looked at again."""
