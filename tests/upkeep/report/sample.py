"""A store with twelve weeks of questions, votes and enquiries, the same each time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import writing

from bot.store import Count, Logged, Opinion, Party, TenantStore, Vote

TODAY = date(2026, 11, 23)
ENTRIES = ("partner-towns-now", "aid-general", "motion-answer-proposal", "partner-town-nuuk", "term-partner-town")
ASKED = (
    "Vad kostar en vänortsresa per elev?",
    "Finns det en <b>mall</b> för avtal & brev?",
    "Who books the bus to $5 or $7?",
)
COORDINATOR = Party("slack", "U9")


def fill(tenant: TenantStore) -> None:
    """Write the sample into a store."""
    for week in range(12):
        day = TODAY - timedelta(weeks=week)
        for number, entry in enumerate(ENTRIES):
            times = 14 - 3 * number + (week * 7 + number * 5) % 9
            writing.count(tenant, Count(day, "answer", entry, "slack", "sv", times))
        for outcome, number in (
            ("no_answer", 4 + week % 5),
            ("clarify", 2 + week % 3),
            ("failed", week % 4 == 0),
            ("chat", 6),
        ):
            writing.count(tenant, Count(day, outcome, None, "teams", "sv", int(number)))
    for number, text in enumerate(ASKED):
        for times in range(5 - number):
            reference = f"{number}/{times}"
            writing.log(tenant, Logged(text, "no_answer", "slack", "sv", TODAY, asker="U1", reference=reference))
    for number, vote in enumerate([Vote.UP] * 21 + [Vote.DOWN] * 4):
        tenant.feedback.give(Opinion("slack", f"U{number}", f"other/{number}", vote, TODAY))
    for number, hours in enumerate((0.5, 3, 20, 30, 50, 100, 200, None, None)):
        raised = datetime.combine(TODAY - timedelta(days=10), time(9), UTC)
        asker = Party("slack", f"U{number}")
        change = tenant.enquiries.raise_(
            asker, f"Fråga {number}", key=str(number), conversation="C", language="sv", now=raised
        )
        if hours is not None and change.enquiry is not None:
            now = raised + timedelta(hours=hours)
            tenant.enquiries.answer(change.enquiry.id, COORDINATOR, "Så här.", key=f"{number}/a", now=now)
