"""`vanort privacy`: delete in time, show a person their rows, forget a person, show what was removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import click

from bot.commands.storage import opened, tenant_option


@click.group(name="privacy")
def command() -> None:
    """Carry out the duties towards those who ask: purge, export, forget; records tells what was removed."""


def _person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--person", required=True, help="What the channel calls the person, such as U012ABCDE."),
        click.option("--channel", required=True, help="Where the person asks, such as slack."),
        tenant_option,
    ):
        command = option(command)
    return command


@command.command("purge")
@click.option("--tenant", help="One municipality, where there are several; without it, every one.")
def purge(tenant: str | None) -> None:
    """Delete what is past its time, of every municipality or of one; run it once a day."""
    with opened(tenant) as (found, store):
        removed = store.purge(datetime.now(UTC), tenant=tenant)
    for name, counts in removed.items():
        click.echo(f"{name}: {_told(counts)}")
    if not removed:
        click.echo("nothing is stored")
    if found.retention_days is None and found.tenants is None:
        click.echo(
            "VANORT_RETENTION_DAYS is not set: no question texts are stored, and none that were stored earlier are "
            "deleted.",
            err=True,
        )


@command.command("export")
@_person_options
def export(tenant: str, channel: str, person: str) -> None:
    """Print all that is stored of a person, as JSON."""
    with opened(tenant) as (_, store):
        found = store.tenant(tenant).privacy.export(channel, person)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@command.command("forget")
@_person_options
@click.option("--decision", required=True, help="The case or decision that this is done under, for the record.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(tenant: str, channel: str, person: str, decision: str, yes: bool) -> None:
    """Remove what is stored of a person; votes stay without voter, enquiries without asker and texts."""
    with opened(tenant) as (_, store):
        if not yes:
            click.confirm("Remove what is stored of this person, for good?", abort=True)
        counts = store.tenant(tenant).privacy.forget(channel, person, decision=decision, now=datetime.now(UTC))
    click.echo(_told(counts))


@command.command("records")
@tenant_option
def records(tenant: str) -> None:
    """List what was removed so far: when, why, how many rows, by which decision; no text and nobody."""
    with opened(tenant) as (_, store):
        found = store.tenant(tenant).privacy.records()
    for one in found:
        decision = f" ({one.decision})" if one.decision else ""
        click.echo(f"{one.at:%Y-%m-%d %H:%M} {one.action}: {_told(one.counts)}{decision}")
    if not found:
        click.echo("nothing was removed")


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "nothing to remove"
