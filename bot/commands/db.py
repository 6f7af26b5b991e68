"""`vanort db`: the database's tables and key."""

from __future__ import annotations

import click

from bot.commands.storage import settings


@click.group(name="db")
def command() -> None:
    """Look after the database that DATABASE_URL or VANORT_DATA names."""


@command.command("upgrade")
def upgrade() -> None:
    """Bring the tables to this version of the program; run it before the program starts, as often as you like."""
    from bot.store.schema import upgrade

    with settings() as found:
        before, after = upgrade(found.store_url)
    if before == after:
        click.echo(f"The database has schema {after} already.")
    else:
        click.echo(f"The database now has schema {after} ({'no tables' if before is None else before} before).")


@command.command("new-key")
@click.option("--yes", is_flag=True, help="Do not ask.")
def new_key(yes: bool) -> None:
    """Go on with another VANORT_SECRET_KEY, where the earlier one is lost or was told to someone.

    What only the earlier key could read is removed: unanswered items, memories of threads, references of sent messages,
    installations, addresses of enquiries. Other rows stay, tied to nobody. Stop the program first.
    """
    from bot.store.rekey import new_key

    with settings() as found:
        if not yes:
            click.confirm("Remove everything that only the earlier key could read?", abort=True)
        for name, number in new_key(found.store_url, key=found.key).items():
            click.echo(f"{name}: {number}")
