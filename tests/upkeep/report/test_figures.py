"""What is counted, and into which class."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.kb.base import KnowledgeBase
from bot.store import Count, State, Votes, Wait
from bot.upkeep.report.figures import Figures, count, first_monday

TODAY = date(2026, 11, 25)  # a Wednesday
RAISED = datetime(2026, 11, 20, 9, tzinfo=UTC)


def counted(base: KnowledgeBase, *counts: Count, waits: tuple[Wait, ...] = ()) -> Figures:
    return count(counts, [], waits, [Votes("a", 3, 1), Votes(None, 1, 0)], base.knowledge, TODAY, 2)


def test_a_period_begins_on_a_monday_and_ends_today() -> None:
    assert first_monday(TODAY, 1) == date(2026, 11, 23)
    assert first_monday(date(2026, 11, 23), 2) == date(2026, 11, 16)


def test_questions_fall_into_their_weeks_and_small_talk_into_none(other: KnowledgeBase) -> None:
    figures = counted(
        other,
        Count(date(2026, 11, 22), "answer", "kuressaare", "slack", "sv", 3),
        Count(date(2026, 11, 23), "no_answer", None, "teams", "sv", 1),
        Count(date(2026, 11, 23), "chat", None, "teams", "sv", 9),
        Count(date(2026, 11, 15), "answer", "kuressaare", "slack", "sv", 100),
    )
    assert [(week.monday.day, week.asked, week.share) for week in figures.weeks] == [(16, 3, 1.0), (23, 1, 0.0)]
    assert (figures.asked, figures.share, figures.top) == (4, 0.75, (("kuressaare", 3),))
    assert (figures.up, figures.down) == (4, 1)


def test_without_questions_there_is_no_share(other: KnowledgeBase) -> None:
    figures = counted(other)
    assert (figures.asked, figures.share, [week.share for week in figures.weeks]) == (0, None, [None, None])


def test_enquiries_fall_into_classes_by_their_first_answer(other: KnowledgeBase) -> None:
    took = [timedelta(minutes=60), timedelta(minutes=61), timedelta(days=2), timedelta(days=7), timedelta(days=8)]
    answered = tuple(Wait(State.CLOSED, RAISED, RAISED + time) for time in took)
    others = (Wait(State.OPEN, RAISED, None), Wait(State.TAKEN, RAISED, None), Wait(State.CLOSED, RAISED, None))
    assert counted(other, waits=answered + others).waits == (1, 1, 1, 1, 1, 2, 1)


def test_every_entry_has_an_age(other: KnowledgeBase) -> None:
    figures = counted(other)
    assert sum(within + past for within, past in figures.ages) == figures.entries == len(other.knowledge.items)
    assert sum(past for _, past in figures.ages) == figures.due
