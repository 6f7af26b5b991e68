"""`vanort check`: every fault of the knowledge folder, with file, line and remedy."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bot.commands.options import day, find_folder, folder_option, lang_option, problem_line, today_option
from bot.question import Language
from bot.upkeep.check import check


@click.command(name="check")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
@folder_option
@today_option
@lang_option
def command(as_object: bool, knowledge: Path | None, today: object, lang: str | None) -> None:
    """Check the knowledge folder and ask its golden questions; exit code 1 where there are faults."""
    folder = find_folder(knowledge)
    language = Language(lang) if lang else Language.SV
    result = check(folder, day(today))
    faults = [p for p in result.problems if p.severity == "fault"]
    if as_object:
        found = [
            {
                "id": p.id,
                "severity": str(p.severity),
                "file": p.file,
                "line": p.line,
                "what": p.what(language),
                "remedy": p.remedy(language),
            }
            for p in result.problems
        ]
        click.echo(
            json.dumps({"folder": str(folder), "entries": result.entries, "golden": result.golden, "problems": found})
        )
    else:
        for problem in result.problems:
            click.echo(problem_line(problem, language))
        click.echo(
            f"{result.entries} entries, {result.golden} golden questions: "
            f"{len(faults)} faults, {len(result.problems) - len(faults)} warnings"
        )
    sys.exit(1 if faults else 0)
