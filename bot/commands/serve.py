"""`vanort serve`: the ASGI app with its workers."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bot.commands.options import cache_folder, find_folder, problem_line
from bot.commands.storage import WrongUse
from bot.question import Language

if TYPE_CHECKING:
    from bot.kb.problem import Problem
    from bot.runtime.knowledge import Provider
    from bot.settings import ServerSettings
    from bot.tenants import Tenants

MOST_PROBLEMS = 20
STOP_REQUESTS_SECONDS = 5  # to let requests end before the workers are stopped


@click.command(name="serve")
@click.option("--host", help="The address to listen on, instead of VANORT_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on, instead of PORT.")
def command(host: str | None, port: int | None) -> None:
    """Serve the channels that the settings turn on; SIGTERM finishes what is in hand and ends."""
    import uvicorn

    from bot.runtime import logs
    from bot.server import Server
    from bot.settings import SettingsError
    from bot.store import StoreError, StoreUnavailable

    # uvicorn raises the signal again once it has stopped; then it is the end and no failure.
    signal.signal(signal.SIGTERM, _end)
    settings, tenants = _settings()
    try:
        settings.refuse_host(host or settings.host)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    logs.set_up()
    try:
        server = Server(settings, tenants, _knowledge(settings, tenants))
    except SettingsError as error:
        raise WrongUse(str(error)) from error
    if not server.channels:
        raise WrongUse(
            "No channel is turned on. Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN for Slack, VANORT_TEAMS_APP_ID, "
            "VANORT_TEAMS_APP_SECRET and VANORT_TEAMS_TENANT_ID for Teams, or "
            "VANORT_LOOPBACK_SECRET and VANORT_LOOPBACK_URL for the test channel."
        )
    try:
        server.source.get()
    except StoreUnavailable:
        pass  # it starts all the same, refuses events until the database answers, and then goes on by itself
    except StoreError as error:
        raise WrongUse(str(error)) from error
    uvicorn.run(
        server.app,
        host=host or settings.host,
        port=settings.port if port is None else port,
        log_config=None,
        access_log=False,  # it would tell who asks
        server_header=False,
        timeout_graceful_shutdown=STOP_REQUESTS_SECONDS,
    )


def _settings() -> tuple[ServerSettings, Tenants]:
    from bot.settings import ServerSettings, SettingsError, read_part
    from bot.tenants import one, read_tenants

    try:
        settings = read_part(ServerSettings)
        if settings.tenants is not None:
            return settings, read_tenants(settings.tenants, in_repository=settings.knowledge_git_url is not None)
    except SettingsError as error:
        raise WrongUse(str(error)) from error
    folder, places = find_folder(settings.knowledge), settings.coordinator_places
    return settings, one(folder, settings.retention, coordinators=settings.coordinators, places=places)


def _knowledge(settings: ServerSettings, tenants: Tenants) -> dict[str, Provider]:
    """Open the knowledge of every tenant; one of several without any does not keep the others waiting."""
    from bot.live import NoKnowledge
    from bot.runtime.knowledge import Missing, open_knowledge

    found: dict[str, Provider] = {}
    for tenant in tenants:
        try:
            found[tenant.name] = open_knowledge(tenant, settings, cache_folder())
        except NoKnowledge as error:
            _list(tenant.name, error.problems)
            found[tenant.name] = Missing(error.problems)
    if all(isinstance(provider, Missing) for provider in found.values()):
        sys.exit(1)
    return found


def _list(tenant: str, problems: tuple[Problem, ...]) -> None:
    click.echo(f"{tenant}: there is no knowledge to answer from. Mend this and start again:", err=True)
    for problem in problems[:MOST_PROBLEMS]:
        click.echo(problem_line(problem, Language.EN), err=True)
    if len(problems) > MOST_PROBLEMS:
        click.echo(f"and {len(problems) - MOST_PROBLEMS} more: vanort check lists them all", err=True)


def _end(*_: object) -> NoReturn:
    sys.exit(0)
