"""What the bot says, as a value."""

from __future__ import annotations

import pytest

from bot.answer import Verdict, strictest


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        ([Verdict.ALLOWED, Verdict.NEEDS_PERMIT, Verdict.ALLOWED_WITH_CONDITIONS], Verdict.NEEDS_PERMIT),
        ([Verdict.NEEDS_LEGAL_REVIEW, Verdict.NOT_SUPPORTED], Verdict.NOT_SUPPORTED),
        ([Verdict.ALLOWED], Verdict.ALLOWED),
    ],
)
def test_the_strictest_of_some_verdicts(verdicts: list[Verdict], wanted: Verdict) -> None:
    assert strictest(verdicts) is wanted
