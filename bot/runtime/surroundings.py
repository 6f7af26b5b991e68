"""What a channel is given when it is opened, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, tzinfo

from starlette.routing import BaseRoute

from bot.runtime.delivery import Channel
from bot.runtime.intake import Intake
from bot.runtime.knowledge import Provider
from bot.runtime.store_source import StoreSource
from bot.settings import ServerSettings
from bot.tenants import Tenants


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The parts of the server that channels use.

    Args:
        intake: takes events down.
        tenants: whose workspace is whose.
        knowledge: of each tenant, by its name, for what a platform shows unasked.
        source: gives the store, to fill in forms that a platform wants at once; everything else goes by the inbox.
        clock: tells the time, with its zone.
        zone: of the times that people are shown.
    """

    intake: Intake
    tenants: Tenants
    knowledge: Mapping[str, Provider]
    source: StoreSource
    clock: Callable[[], datetime]
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Opened:
    """A channel that the settings turn on.

    Args:
        channel: what the workers use.
        routes: its HTTP routes.
        running: entered while the server runs: a connection that the channel keeps in the event loop, say.
    """

    channel: Channel
    routes: Sequence[BaseRoute] = ()
    running: Callable[[], AbstractAsyncContextManager[object]] = nullcontext


Opener = Callable[[ServerSettings, Surroundings], Opened | None]
"""A channel's function that opens it, or returns None where the settings do not turn it on."""
