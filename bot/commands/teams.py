"""`vanort teams`: the app package for Teams."""

from __future__ import annotations

import re
from importlib.metadata import version as installed
from pathlib import Path

import click

from bot.commands.options import folder_option, open_or_exit

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WEB = re.compile(r"https?://[^/\s]+\S*")


@click.group(name="teams")
def command() -> None:
    """Make what Teams needs; docs/teams.md tells how to set the bot up."""


def _guid(_: click.Context, __: click.Parameter, value: str) -> str:
    if not GUID.fullmatch(value.strip().lower()):
        raise click.BadParameter(
            "it is not an application id such as 1d7c1f0a-0000-4000-8000-000000000000. Copy it from the registration "
            "in Entra ID."
        )
    return value.strip().lower()


def _web(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _WEB.fullmatch(value):
        raise click.BadParameter("it is not an address that begins with https:// or http://.")
    return value


@command.command(name="package")
@click.option(
    "--app-id", required=True, envvar="VANORT_TEAMS_APP_ID", callback=_guid, help="The bot's application (client) id."
)
@click.option("--website", required=True, callback=_web, help="A page about the bot, on the municipality's site.")
@click.option("--privacy", callback=_web, help="The page on personal data; without it, that of --website.")
@click.option("--terms", callback=_web, help="The page on terms of use; without it, that of --website.")
@click.option("--version", "number", help="Of the app, such as 1.2.0; without it, the program's version.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("vanort-teams.zip"), show_default=True)
@folder_option
def package_command(
    app_id: str,
    website: str,
    privacy: str | None,
    terms: str | None,
    number: str | None,
    out: Path,
    knowledge: Path | None,
) -> None:
    """Write the app package that an administrator uploads to Teams."""
    from bot.channels.teams.package import Links, package

    base = open_or_exit(knowledge)
    links = Links(website, privacy or website, terms or website)
    out.write_bytes(package(base.knowledge.municipality, app_id, number or installed("vanort"), links))
    click.echo(f"Wrote {out}. Upload it in the Teams admin center; docs/teams.md tells how.")
