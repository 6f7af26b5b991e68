"""Everything that is stored of one person, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.store import tables as t
from bot.store.scope import Scope

_SEALED = {"memory": "memory", "address": "enquiry", "handler_address": "enquiry", "sent_address": "sent"}
"""Columns that are encrypted, and as what."""


def export(scope: Scope, channel: str, person: str) -> dict[str, list[dict[str, Any]]]:
    """Return what a tenant stores of a person: texts masked as they are stored, addresses decrypted, no keyed hashes.

    Args:
        channel: where the person is known as `person`.
        person: what the channel calls them.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    who = scope.person(channel, person)
    log, vote, enquiry, step, thread, sent = (
        t.question_log.c,
        t.feedback.c,
        t.enquiry.c,
        t.enquiry_event.c,
        t.conversation.c,
        t.sent.c,
    )
    parts: dict[str, tuple[sa.ColumnElement[Any], tuple[sa.ColumnElement[Any], ...]]] = {
        "questions": (
            log.asker,
            (log.day, log.channel, log.language, log.text, log.outcome, log.verdict, log.entry, log.confidence),
        ),
        "feedback": (vote.person, (vote.day, vote.channel, vote.entry, vote.vote, vote.reason)),
        "conversations": (thread.asker, (thread.memory, thread.expires_at)),
        "messages": (sent.asker, (sent.sent_at, sent.kind, sent.entry, sent.address.label("sent_address"))),
        "enquiries": (
            enquiry.asker,
            (
                enquiry.id,
                enquiry.raised_at,
                enquiry.channel,
                enquiry.state,
                enquiry.question,
                enquiry.context,
                enquiry.answer,
                enquiry.address,
            ),
        ),
        "enquiries_handled": (enquiry.handler, (enquiry.id, enquiry.state, enquiry.handler_address)),
        "enquiry_steps": (step.actor, (step.enquiry, step.at, step.before, step.after)),
    }
    found = {}
    with scope.database.read() as connection:
        for name, (column, columns) in parts.items():
            table = column.table
            wanted = sa.select(*columns).where(table.c.tenant == scope.tenant, column == who)
            found[name] = [_plain(scope, row) for row in connection.execute(wanted).mappings()]
    return found


def _plain(scope: Scope, row: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {}
    for name, value in row.items():
        if name in _SEALED:
            value = scope.unseal(value, _SEALED[name])
        plain[str(name)] = value.isoformat() if isinstance(value, date) else value
    return plain
