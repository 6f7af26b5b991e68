"""What the store's log tells the coordinator: never who asked."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from bot.answer import Outcome
from bot.store import Logged, Reason, TenantStore, Vote

DAYS = 30
"""How far back the commands look unless told otherwise."""

MOST_READ = 10_000
"""Questions of the log that are read, the newest; a large municipality asks fewer in a month."""

USED_DAYS = 90
"""An entry's use is counted over so many days."""


def no_good_answer(tenant: TenantStore, since: date) -> tuple[list[Logged], list[Logged]]:
    """Return the questions from a day on that were not answered, and those whose answer did not help."""
    unanswered = tenant.questions.since(since, outcome=Outcome.NO_ANSWER, limit=MOST_READ)
    return unanswered, tenant.questions.voted(Vote.DOWN, since, limit=MOST_READ)


def why_unhelpful(tenant: TenantStore, since: date) -> list[Reason]:
    """Return why answers from a day on did not help, in people's own words, masked, the newest first.

    Empty where the municipality keeps no texts.
    """
    if not tenant.keeps_texts:
        return []
    return [reason for reason in tenant.feedback.reasons(since) if reason.vote is Vote.DOWN]


def use(tenant: TenantStore, today: date) -> Counter[str]:
    """Return how often each entry answered lately."""
    counted: Counter[str] = Counter()
    for count in tenant.counts.between(today - timedelta(USED_DAYS), today):
        if count.entry is not None:
            counted[count.entry] += count.number
    return counted
