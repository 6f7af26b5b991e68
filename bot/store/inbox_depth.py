"""How full the inbox is, by channel, for metrics."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store.inbox_statements import IS_FAILED, IS_OPEN
from bot.store.items import Depth
from bot.store.tables import FAILED, inbox


def read_depth(connection: sa.Connection, now: datetime) -> dict[str, Depth]:
    """Do what `Inbox.depth` does within a transaction."""
    is_open, is_held = inbox.c.state == IS_OPEN, inbox.c.lease_until > now
    wanted = (
        sa.select(
            inbox.c.channel,
            sa.func.count().filter(is_open, sa.func.coalesce(~is_held, sa.true())).label("waiting"),
            sa.func.count().filter(is_open, is_held).label("held"),
            sa.func.count().filter(inbox.c.state == FAILED).label("failed"),
            sa.func.min(inbox.c.received_at).filter(is_open).label("oldest"),
        )
        .where(sa.or_(inbox.c.state == IS_OPEN, inbox.c.state == IS_FAILED))
        .group_by(inbox.c.channel)
    )
    return {
        r.channel: Depth(r.waiting, r.held, r.failed, max(0.0, (now - r.oldest).total_seconds()) if r.oldest else 0.0)
        for r in connection.execute(wanted)
    }
