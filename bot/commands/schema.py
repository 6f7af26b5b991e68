"""`vanort schema`: the JSON Schema of the knowledge files, for editors."""

from __future__ import annotations

import json

import click

from bot.kb.load import models, schema

NAMES = ("entry", *models())


@click.command(name="schema")
@click.argument("name", type=click.Choice(NAMES), default="entry")
def command(name: str) -> None:
    """Print the JSON Schema of an entry's front matter, or of NAME: a translation, the municipality or a list."""
    found = schema() if name == "entry" else models()[name].model_json_schema()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
