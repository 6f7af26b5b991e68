"""Teams as the settings turn it on: with a registration's credentials, or without any for the Agents Playground."""

from __future__ import annotations

from datetime import date

import structlog

from bot.channels.teams import NAME
from bot.channels.teams.access import LOOPBACK_HOSTS, Access
from bot.channels.teams.channel import TeamsChannel
from bot.channels.teams.connector import Connector
from bot.channels.teams.references import References
from bot.channels.teams.routes import routes
from bot.channels.teams.sdk import ClientCredentials, TokenValidator
from bot.runtime.surroundings import Opened, Surroundings
from bot.settings import ServerSettings

NEAR_DAYS = 30
"""A secret that expires within so many days is warned of at every start."""

_log = structlog.get_logger("vanort")


def open_channel(settings: ServerSettings, around: Surroundings) -> Opened:
    """Open the channel; `Opened.routes` has its route."""
    app_id = settings.teams_app_id and settings.teams_app_id.lower()  # as tokens have it
    secret, tenant_id = settings.teams_app_secret, settings.teams_tenant_id
    references = References(around.source, app_id)
    if app_id is None or secret is None:
        access = Access(around.tenants, validator=None, hosts=LOOPBACK_HOSTS)
        connector = Connector(None, timeout_seconds=settings.step_timeout)
    else:
        only = None if settings.tenants else tenant_id
        access = Access(around.tenants, validator=TokenValidator.for_service(app_id), tenant_id=only)
        credentials = ClientCredentials(client_id=app_id, client_secret=secret.get_secret_value(), tenant_id=tenant_id)
        connector = Connector(credentials, timeout_seconds=settings.step_timeout)
        _warn_of_the_end(settings.secrets_expire.get(NAME), around.clock().astimezone(around.zone).date())
    channel = TeamsChannel(connector, references, around.zone)
    return Opened(channel, routes(around.intake, access, references, around.clock))


def _warn_of_the_end(end: date | None, today: date) -> None:
    """A bot whose secret has expired falls silent without a word."""
    if end is None:
        _log.warning("secret_end_unknown", secret=NAME, remedy="set VANORT_SECRETS_EXPIRE=teams=YYYY-MM-DD")
    elif (end - today).days < NEAR_DAYS:
        _log.warning("secret_expires", secret=NAME, on=str(end), days=(end - today).days)
