"""Deletes what is past its time, in each process, so that deletion does not hang on anybody's calendar."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.store import Store

PURGE_SECONDS = 3600.0

_log = structlog.get_logger("vanort")


def purge(store: Store, now: datetime) -> None:
    """Purge the store; where several processes do, the later ones find nothing left. Raises: StoreUnavailable."""
    for tenant, removed in store.purge(now).items():
        if removed:
            _log.info("purged", tenant=tenant, **removed)
