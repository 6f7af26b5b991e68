"""The log of questions: masked texts for as long as the municipality decided, counts for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa

from bot.answer import Answer, Outcome
from bot.question import Question, clean
from bot.store.counts import Count, add_count
from bot.store.feedback import Vote
from bot.store.masking import mask
from bot.store.scope import Scope
from bot.store.tables import feedback, question_log


@dataclass(frozen=True, slots=True)
class Logged:
    """An answered question.

    Args:
        text: the question; it is masked before it is stored. Texts of small talk are not stored.
        outcome: of the answer.
        channel: where it was asked.
        language: that was answered in.
        day: when, in the municipality's time zone.
        verdict: on a case of aid.
        entry: that answered.
        confidence: 0 to 1.
        asker: who asked, as the channel names people; stored as a keyed hash. None when read back.
        reference: what the channel calls the question, so that an edit replaces its text and a deletion removes it;
            stored as a keyed hash. None when read back.
    """

    text: str
    outcome: str
    channel: str
    language: str
    day: date
    verdict: str | None = None
    entry: str | None = None
    confidence: float = 0.0
    asker: str | None = None
    reference: str | None = None

    @classmethod
    def of(cls, question: Question, answer: Answer, *, channel: str, day: date, reference: str | None = None) -> Self:
        """Build what is logged from a question and its answer."""
        return cls(
            text=question.text,
            outcome=answer.outcome,
            channel=channel,
            language=answer.language,
            day=day,
            verdict=answer.verdict,
            entry=answer.entry,
            confidence=answer.confidence,
            asker=question.asker,
            reference=reference,
        )


class Questions:
    """One tenant's question log."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def remove(self, channel: str, reference: str) -> None:
        """Remove the text of a question that its asker deleted; its count stays."""
        with self._scope.database.write() as connection:
            _remove(connection, self._scope, channel, reference)

    def since(self, day: date, *, outcome: Outcome | None = None, limit: int = 1000) -> list[Logged]:
        """Return the questions from a day on, newest first, of one outcome or of any."""
        c = question_log.c
        wanted = sa.select(question_log).where(c.tenant == self._scope.tenant, c.day >= day)
        if outcome is not None:
            wanted = wanted.where(c.outcome == outcome)
        return self._read(wanted.order_by(c.id.desc()).limit(limit))

    def voted(self, vote: Vote, since: date, *, limit: int = 1000) -> list[Logged]:
        """Return the questions from a day on whose answer somebody voted so on, newest first, each once.

        What only the work needed goes sooner than texts do: an answer whose votes have lost their tie is not found.
        """
        c = question_log.c
        is_voted = sa.exists().where(
            feedback.c.tenant == c.tenant, feedback.c.answer == c.reference, feedback.c.vote == vote
        )
        wanted = sa.select(question_log).where(c.tenant == self._scope.tenant, c.day >= since, is_voted)
        return self._read(wanted.order_by(c.id.desc()).limit(limit))

    def _read(self, wanted: sa.Select[Any]) -> list[Logged]:
        with self._scope.database.read() as connection:
            rows = connection.execute(wanted).all()
        return [Logged(r.text, r.outcome, r.channel, r.language, r.day, r.verdict, r.entry, r.confidence) for r in rows]


def _remove(connection: sa.Connection, scope: Scope, channel: str, reference: str) -> None:
    c = question_log.c
    hashed = scope.hashed("question", channel, reference)
    connection.execute(sa.delete(question_log).where(c.tenant == scope.tenant, c.reference == hashed))


def log_question(connection: sa.Connection, scope: Scope, logged: Logged) -> bool:
    """Count an answered question within a transaction, and keep its masked text where a retention is set.

    Returns:
        Whether the text was kept: False for small talk and while the tenant has no retention.
    """
    add_count(connection, scope, Count(logged.day, logged.outcome, logged.entry, logged.channel, logged.language))
    if scope.retention.text_days is None or logged.outcome == Outcome.CHAT:
        if logged.reference is not None:  # an edit: what stood there before is not kept either
            _remove(connection, scope, logged.channel, logged.reference)
        return False
    insert = scope.database.insert(question_log).values(
        tenant=scope.tenant,
        reference=logged.reference and scope.hashed("question", logged.channel, logged.reference),
        text=mask(clean(logged.text)),
        outcome=logged.outcome,
        verdict=logged.verdict,
        entry=logged.entry,
        confidence=logged.confidence,
        language=logged.language,
        channel=logged.channel,
        day=logged.day,
        asker=scope.person(logged.channel, logged.asker),
    )
    anew = ("text", "outcome", "verdict", "entry", "confidence", "language", "day")
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["tenant", "reference"], set_={name: insert.excluded[name] for name in anew}
        )
    )
    return True
