"""The ASGI app: events in, health, metrics; and the workers that answer, started and stopped with it."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels import loopback
from bot.runtime.bell import Bell
from bot.runtime.delivery import Channel
from bot.runtime.desk import Desk, Limits
from bot.runtime.faults import LOOK_SECONDS, FaultWatch
from bot.runtime.health import readiness
from bot.runtime.housekeeping import PURGE_SECONDS, purge
from bot.runtime.intake import THREADS, Intake
from bot.runtime.knowledge import Provider
from bot.runtime.metrics import Metrics, Present
from bot.runtime.repeating import Repeating
from bot.runtime.store_source import StoreSource
from bot.runtime.surroundings import Opened, Opener, Surroundings
from bot.runtime.work import Resources
from bot.runtime.worker import Workers
from bot.settings import ServerSettings, SettingsError
from bot.store import Store, open_store
from bot.tenants import Tenants


def _open_slack(settings: ServerSettings, around: Surroundings) -> Opened | None:
    if not settings.slack_on:
        return None
    from bot.channels.slack.opening import open_channel  # lazily: who serves another channel does not need it

    return open_channel(settings, around)


def _open_teams(settings: ServerSettings, around: Surroundings) -> Opened | None:
    if not settings.teams_on:
        return None
    from bot.channels.teams.opening import open_channel  # lazily, as Slack

    return open_channel(settings, around)


OPENERS: Sequence[Opener] = (loopback.open_channel, _open_slack, _open_teams)
"""The channels that there are; each says itself whether the settings turn it on."""

_OTHER_CONNECTIONS = 1  # health, metrics and housekeeping
_log = structlog.get_logger("vanort")


def open_server_store(settings: ServerSettings, tenants: Tenants) -> Store:
    """Open the store for a server's threads; see `open_store` for what it raises."""
    return open_store(
        settings.store_url,
        key=settings.key,
        retention=settings.retention,
        tenants=tenants.retentions,
        pool_size=settings.workers + THREADS + _OTHER_CONNECTIONS,
    )


class Server:
    """One process: what it consists of, and its ASGI app.

    Args:
        settings: of the process.
        tenants: whom it serves.
        knowledge: of each tenant, by its name; closed with the app.
        openers: of the channels that there are.
        clock: tells the time, with its zone.

    Raises:
        SettingsError: questions to the coordinator are to be shown on a channel that is not turned on.
    """

    def __init__(
        self,
        settings: ServerSettings,
        tenants: Tenants,
        knowledge: Mapping[str, Provider],
        *,
        openers: Sequence[Opener] = OPENERS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings, self._knowledge = settings, knowledge
        self.source = StoreSource(lambda: open_server_store(settings, tenants))
        self.metrics = Metrics()
        zone = ZoneInfo(settings.time_zone)
        self.metrics.registry.register(Present(self.source, knowledge, settings.secrets_expire, clock, zone))
        bell = Bell()
        self._intake = Intake(self.source, bell, self.metrics, clock, lease_seconds=settings.lease_seconds)
        around = Surroundings(self._intake, tenants, knowledge, self.source, clock, zone)
        self._opened = [opened for opened in (open_(settings, around) for open_ in openers) if opened is not None]
        self.channels: dict[str, Channel] = {opened.channel.name: opened.channel for opened in self._opened}
        _check_places(tenants, self.channels)
        routes = [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics),
            *(route for opened in self._opened for route in opened.routes),
        ]
        resources = Resources(
            self.source, tenants, knowledge, self.channels, self.metrics, zone, clock, settings.lease_seconds
        )
        desk = Desk(resources, Limits(settings.lease_seconds, settings.attempts), bell.ring)
        self.workers = Workers(
            self.source,
            desk,
            bell,
            self.channels,
            number=settings.workers,
            lease_seconds=settings.lease_seconds,
            clock=clock,
        )
        watch = FaultWatch(self.source, tenants, knowledge, bell.ring, clock, zone)
        self._repeating = (
            Repeating(lambda: purge(self.source.get(), clock()), PURGE_SECONDS, name="purging", failed="purge_failed"),
            Repeating(watch.look, LOOK_SECONDS, name="fault-watch", failed="faults_not_told"),
        )
        handlers = {Exception: _broken, ClientDisconnect: _gone}
        self.app = Starlette(routes=routes, lifespan=self._lifespan, exception_handlers=handlers)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.workers.start()
        for repeating in self._repeating:
            repeating.start()
        _log.info("started", channels=sorted(self.channels), tenants=len(self._knowledge))
        try:
            async with contextlib.AsyncExitStack() as running:
                for opened in self._opened:
                    await running.enter_async_context(opened.running())
                yield
        finally:
            drained = await asyncio.to_thread(self.workers.stop, self._settings.stop_seconds)
            _log.info("stopped", drained=drained)
            for repeating in self._repeating:
                repeating.stop()
            self._intake.close()
            for channel in self.channels.values():
                channel.close()
            for provider in self._knowledge.values():
                provider.close()
            self.source.close()

    async def _healthz(self, _: Request) -> Response:
        alive = self.workers.alive
        return JSONResponse({"alive": alive}, 200 if alive else 503)

    async def _readyz(self, _: Request) -> Response:
        found = await asyncio.to_thread(readiness, self.source, self._knowledge, self.channels)
        return JSONResponse({"ready": found.ready, **found.parts}, 200 if found.ready else 503)

    async def _metrics(self, request: Request) -> Response:
        token = self._settings.metrics_token
        if token is not None:
            given = request.headers.get("Authorization", "").encode("utf-8", "replace")
            if not hmac.compare_digest(given, f"Bearer {token.get_secret_value()}".encode()):
                return JSONResponse({"error": "token"}, 401, {"WWW-Authenticate": "Bearer"})
        text = await asyncio.to_thread(self.metrics.text)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _check_places(tenants: Tenants, channels: Mapping[str, Channel]) -> None:
    faults = [
        f"Questions to the coordinator of {tenant.name} are to be shown in {channel}, which is not turned on. Turn it "
        "on, or name a place of another channel (VANORT_COORDINATOR_PLACES, or places in the tenants file)."
        for tenant in tenants
        for channel in tenant.places
        if channel not in channels
    ]
    if faults:
        raise SettingsError(faults)


async def _broken(_: Request, __: Exception) -> Response:
    return JSONResponse({"error": "internal"}, 500)


async def _gone(_: Request, __: Exception) -> Response:
    """Who goes away in the middle of a body is no fault of the program's; nobody reads this."""
    return JSONResponse({"error": "incomplete"}, 400)
