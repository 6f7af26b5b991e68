"""What platforms answer, read in one way."""

from __future__ import annotations

import pytest

from bot.runtime.delivery import retry_after


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("30", 30.0), ("0", 0.0), ("", None), ("1.5", None), ("-1", None), ("٣", None)],
)
def test_a_platform_is_asked_again_when_it_says(told: str, seconds: float | None) -> None:
    assert retry_after(told) == seconds
