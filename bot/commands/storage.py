"""How commands reach the store: settings from the environment, faults as one message and an exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.locales import phrase
from bot.question import Language
from bot.settings import Settings, SettingsError, read_settings
from bot.store.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from bot.store import Store, TenantStore


class WrongUse(click.ClickException):
    """Settings, schema or key are to be put right first."""

    exit_code = 2


class Failed(click.ClickException):
    """The database does not answer."""

    exit_code = 3


@contextmanager
def settings(language: Language | None = None) -> Iterator[Settings]:
    """Give the settings; faults in them, and what the store refuses meanwhile, end the command with a message.

    Args:
        language: of who knows the knowledge and perhaps not the server: they are told where such commands run.
    """
    try:
        yield read_settings()
    except StoreUnavailable as error:
        raise Failed(_told(str(error), language)) from error
    except SettingsError as error:
        names = ", ".join(error.missing)
        missing = phrase(language, "upkeep.store_missing").format(names=names) if language and names else str(error)
        raise WrongUse(_told(missing, language)) from error
    except StoreError as error:
        raise WrongUse(_told(str(error), language)) from error


def _told(reason: str, language: Language | None) -> str:
    return reason if language is None else f"{reason}\n{phrase(language, 'upkeep.store_where')}"


def tenant_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --tenant."""
    return click.option(
        "--tenant", default="default", show_default=True, help="The municipality, where there are several."
    )(command)


@contextmanager
def opened(tenant: str | None = None, language: Language | None = None) -> Iterator[tuple[Settings, Store]]:
    """Give the settings and the store that they describe, which is closed afterwards.

    Args:
        tenant: the municipality that is meant; one that is not served ends the command with a message.
        language: of a command that only reads what people did: where no database stands, it says so and makes none.
    """
    from bot.store import DEFAULT_TENANT
    from bot.store.configured import open_configured
    from bot.tenants import read_tenants

    with settings(language) as found:
        if language is not None and (file := _not_made(found)) is not None:
            raise WrongUse(_told(phrase(language, "upkeep.store_none").format(file=file), language))
        tenants = read_tenants(found.tenants).retentions if found.tenants is not None else None
        known = [DEFAULT_TENANT] if tenants is None else sorted(tenants)
        if tenant is not None and tenant not in known:
            raise WrongUse(f"There is no municipality {tenant}. Name one of: {', '.join(known)}.")
        store = open_configured(found, tenants=tenants)
        try:
            yield found, store
        finally:
            store.close()


def tenant_folder(given: Path | None, tenant: str) -> Path | None:
    """Return the knowledge folder to read: as given, else the municipality's in the tenants file, if there is one."""
    from bot.tenants import read_tenants

    try:
        file = None if given is not None else read_settings().tenants
    except SettingsError:
        file = None  # whoever needs the settings will say what is wrong with them
    if file is None:
        return given
    with settings():
        return {one.name: one.knowledge for one in read_tenants(file)}.get(tenant)


@contextmanager
def tenant_of(name: str, language: Language) -> Iterator[TenantStore]:
    """Give a municipality's part of the store; where there is none, a message in a language ends the command."""
    with opened(name, language) as (_, store):
        yield store.tenant(name)


def _not_made(found: Settings) -> str | None:
    """The SQLite file that the settings name, where it was never made; a database server is asked itself."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(found.store_url)
    except ArgumentError:
        return None  # opening it says what is wrong
    file = url.database if url.get_backend_name() == "sqlite" else None
    return file if file and not Path(file).is_file() else None


@contextmanager
def tenant_if_any(name: str, language: Language) -> Iterator[TenantStore | None]:
    """Give a municipality's part of the store; None where none is set up: what is listed is listed without figures."""
    try:
        found = read_settings()
    except SettingsError:
        yield None
        return
    if found.database_url is None and _not_made(found) is not None:
        yield None
        return
    with tenant_of(name, language) as tenant:
        yield tenant
