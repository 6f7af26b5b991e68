"""`vanort eval`: measure answers against expectations in a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, open_or_exit, today_option
from bot.upkeep.evaluate import evaluate, read_cases


@click.command(name="eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
@folder_option
@today_option
def command(file: Path, as_object: bool, knowledge: Path | None, today: Any) -> None:
    """Ask every question in FILE (JSON lines) and count right, wrong, silent and dangerous answers; show every miss."""
    try:
        cases = read_cases(file)
    except (OSError, ValueError) as fault:
        raise click.UsageError(f"{file}: {fault}") from None
    result = evaluate(cases, open_or_exit(knowledge), day(today))
    if as_object:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False))
    else:
        for miss in result.misses:
            click.echo(
                f"{miss.grade.upper():9} {miss.id}: {miss.question}\n          {miss.why}\n          → {miss.got}"
            )
        click.echo(result.summary())
    sys.exit(1 if result.misses else 0)
