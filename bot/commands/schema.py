"""`vanort schema`: the JSON Schema of the knowledge files, for editors."""

from __future__ import annotations

import json

import click

from bot.kb.load import models, schema


@click.command(name="schema")
@click.argument("name", type=click.Choice(["entry", "translation", "municipality"]), default="entry")
def command(name: str) -> None:
    """Print the JSON Schema of an entry's front matter, of a translation's, or of municipality.yaml."""
    found = schema() if name == "entry" else models()[name].model_json_schema()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
