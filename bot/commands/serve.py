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
    from bot.runtime.knowledge import KnowledgeFaults

MOST_PROBLEMS = 20


@click.command(name="serve")
@click.option("--host", help="The address to listen on, instead of VANORT_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on, instead of PORT.")
def command(host: str | None, port: int | None) -> None:
    """Serve the channels that the settings turn on; SIGTERM finishes what is in hand and ends."""
    import uvicorn

    from bot.runtime import logs
    from bot.runtime.knowledge import KnowledgeFaults, NoKnowledge, Provider, open_knowledge
    from bot.server import Server
    from bot.settings import ServerSettings, SettingsError, read_part
    from bot.store import Retention, StoreError, StoreUnavailable
    from bot.tenants import one, read_tenants

    # uvicorn raises the signal again once it has stopped; then it is the end and no failure.
    signal.signal(signal.SIGTERM, _end)
    try:
        settings = read_part(ServerSettings)
        retention = Retention(settings.retention_days, settings.disposal_decision)
        tenants = (
            read_tenants(settings.tenants) if settings.tenants else one(find_folder(settings.knowledge), retention)
        )
    except SettingsError as error:
        raise WrongUse(str(error)) from error
    knowledge: dict[str, Provider] = {}
    broken: dict[str, Provider] = {}
    for tenant in tenants:
        try:
            knowledge[tenant.name] = open_knowledge(tenant.knowledge, tenant.languages, cache_folder())
        except KnowledgeFaults as error:
            _list(tenant.name, error)
            broken[tenant.name] = NoKnowledge(error)
    if not knowledge:
        sys.exit(1)
    logs.set_up()
    server = Server(settings, tenants, knowledge | broken)
    if not server.channels:
        raise WrongUse(
            "No channel is turned on. Set VANORT_LOOPBACK_SECRET and VANORT_LOOPBACK_URL for the test channel."
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
        timeout_graceful_shutdown=5,
    )


def _end(*_: object) -> NoReturn:
    sys.exit(0)


def _list(tenant: str, faults: KnowledgeFaults) -> None:
    click.echo(f"{tenant}: {faults}", err=True)
    for problem in faults.problems[:MOST_PROBLEMS]:
        click.echo(problem_line(problem, Language.EN), err=True)
