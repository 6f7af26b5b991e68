"""What is counted: answers a week by outcome, use of entries, gaps, age of the knowledge, how long enquiries took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.answer import Outcome
from bot.kb.knowledge import Knowledge
from bot.store.counts import Count
from bot.store.enquiry import State, Wait
from bot.store.feedback import Votes

FAILED = "failed"
OUTCOMES = (Outcome.ANSWER, Outcome.CLARIFY, Outcome.NO_ANSWER, FAILED)
"""Outcomes that are told, in this order; small talk is no question."""

AGES = (182, 365, 730, 1826)
"""Limits of the classes of age, in days; the last class has none."""

WAITS = (timedelta(hours=1), timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""Limits of the classes of waiting; then come longer, not answered yet, and closed without an answer."""

MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its Monday, and how many questions had which outcome."""

    monday: date
    outcomes: Mapping[str, int]

    @property
    def asked(self) -> int:
        """All questions of the week."""
        return sum(self.outcomes.values())

    @property
    def share(self) -> float | None:
        """The answered part of them, 0 to 1; None for a week without questions."""
        return self.outcomes.get(Outcome.ANSWER, 0) / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page tells.

    Args:
        weeks: each week of the period, the last one up to `today`.
        top: entries by how often they answered, the most used first.
        gaps: questions without a good answer and how often they were asked.
        ages: of each class of `AGES`, entries within their review date and past it.
        waits: of each class of `WAITS`, and of the three after them, the enquiries.
        up: answers that somebody said helped, and `down` that did not.
        entries: how many there are; `due` of them are past their review date.
    """

    today: date
    weeks: tuple[Week, ...]
    top: tuple[tuple[str, int], ...]
    gaps: tuple[tuple[str, int], ...]
    ages: tuple[tuple[int, int], ...]
    waits: tuple[int, ...]
    up: int
    down: int
    entries: int
    due: int

    @property
    def asked(self) -> int:
        """All questions of the period."""
        return sum(week.asked for week in self.weeks)

    @property
    def share(self) -> float | None:
        """The answered part of them, 0 to 1; None without questions."""
        answered = sum(week.outcomes.get(Outcome.ANSWER, 0) for week in self.weeks)
        return answered / self.asked if self.asked else None

    @property
    def waiting(self) -> int:
        """Enquiries that are not answered yet."""
        return self.waits[-2]


def first_monday(today: date, weeks: int) -> date:
    """Return the Monday on which a period of some weeks begins, the one of today included."""
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def count(
    counts: Iterable[Count],
    gaps: Sequence[tuple[str, int]],
    waits: Iterable[Wait],
    votes: Iterable[Votes],
    knowledge: Knowledge,
    today: date,
    weeks: int,
) -> Figures:
    """Count what the page tells.

    Args:
        counts: of each day of the period.
        gaps: questions and how often they were asked, the most asked first.
        waits: of the enquiries raised in the period.
        votes: of the period.
        knowledge: as it is now.
        today: the period's last day.
        weeks: how many it has.
    """
    monday = first_monday(today, weeks)
    by_week: dict[date, Counter[str]] = {monday + timedelta(weeks=n): Counter() for n in range(weeks)}
    used: Counter[str] = Counter()
    for one in counts:
        start = one.day - timedelta(days=one.day.weekday())
        if one.outcome in OUTCOMES and start in by_week:
            by_week[start][one.outcome] += one.number
            if one.entry is not None:
                used[one.entry] += one.number
    told = list(votes)
    items = knowledge.items.values()
    return Figures(
        today,
        tuple(Week(start, dict(outcomes)) for start, outcomes in by_week.items()),
        tuple(used.most_common(MOST_LISTED)),
        tuple(gaps[:MOST_LISTED]),
        _ages(knowledge, today),
        _waits(waits),
        sum(vote.up for vote in told),
        sum(vote.down for vote in told),
        len(knowledge.items),
        sum(item.stale(today) for item in items),
    )


def _ages(knowledge: Knowledge, today: date) -> tuple[tuple[int, int], ...]:
    found = [[0, 0] for _ in range(len(AGES) + 1)]
    for item in knowledge.items.values():
        age = (today - item.entry.as_of).days
        found[sum(age > limit for limit in AGES)][item.stale(today)] += 1
    return tuple((within, past) for within, past in found)


def _waits(waits: Iterable[Wait]) -> tuple[int, ...]:
    found = [0] * (len(WAITS) + 3)
    for wait in waits:
        if wait.answered_at is not None:
            found[sum(_took(wait.raised_at, wait.answered_at) > limit for limit in WAITS)] += 1
        else:
            found[-1 if wait.state is State.CLOSED else -2] += 1
    return tuple(found)


def _took(raised: datetime, answered: datetime) -> timedelta:
    return answered - raised
