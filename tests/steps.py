"""The steps of an enquiry as its table holds them: the program reads only how long each took."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store import State, TenantStore
from bot.store.tables import enquiry_event


def steps(tenant: TenantStore, number: int) -> list[tuple[State | None, State, datetime]]:
    """Return the steps of a tenant's enquiry, in order: the state before, the state after, when."""
    scope, c = tenant.enquiries._scope, enquiry_event.c
    wanted = sa.select(c.before, c.after, c.at).where(c.tenant == scope.tenant, c.enquiry == number).order_by(c.id)
    with scope.database.read() as connection:
        rows = connection.execute(wanted).all()
    return [(State(row.before) if row.before else None, State(row.after), row.at) for row in rows]
