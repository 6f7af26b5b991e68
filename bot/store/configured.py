"""The store that the settings describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.store.scope import Retention
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from bot.settings import Settings


def open_configured(settings: Settings, *, tenants: Mapping[str, Retention] | None = None) -> Store:
    """Open the store that the settings describe; see `open_store` for what it raises.

    Args:
        tenants: the retention of tenants that have their own, by name.
    """
    return open_store(settings.store_url, key=settings.key, retention=settings.retention, tenants=tenants)
