"""`vanort report`: the figures of some weeks as one page."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, lang_option, language_of, open_or_exit, today_option, zone
from bot.commands.storage import tenant_folder, tenant_of, tenant_option
from bot.locales import phrase

WEEKS = 12


@click.command(name="report")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--weeks", type=click.IntRange(1, 104), default=WEEKS, show_default=True, help="How many weeks to tell of."
)
@tenant_option
@folder_option
@today_option
@lang_option
def command(out: Path, weeks: int, tenant: str, knowledge: Path | None, today: Any, lang: str | None) -> None:
    """Write the page OUT (an .html file): questions a week, answered share, top entries, gaps, age of the knowledge,
    how long enquiries took.

    It is one file that needs no other and no script, with every plot as a table beside it. No figure is of a person.
    """
    from bot.upkeep.asked import no_good_answer
    from bot.upkeep.gaps import find_gaps
    from bot.upkeep.report.figures import count, first_monday
    from bot.upkeep.report.page import page

    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    now = day(today)
    first = first_monday(now, weeks)
    with tenant_of(tenant, language) as part:
        gaps = find_gaps(*no_good_answer(part, first), base, now)
        figures = count(
            part.counts.between(first, now),
            [(gap.phrases[0].text, gap.asked) for gap in gaps],
            part.enquiries.waits(datetime.combine(first, time(), zone())),
            part.feedback.votes(first),
            base.knowledge,
            now,
            weeks,
        )
    out.write_text(page(figures, base.knowledge, language), "utf-8")
    click.echo(phrase(language, "report.written").format(file=out))
