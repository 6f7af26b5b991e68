"""`vanort import`: draft entries from a municipal paper."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands.options import folder_option, lang_option, language_of, open_or_exit, problem_line
from bot.commands.own import own_folder
from bot.kb.lists import Papers
from bot.kb.load import load
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.entry_files import write
from bot.upkeep.papers.drafts import About, Draft, Drafter, title_of
from bot.upkeep.papers.figures import Number
from bot.upkeep.papers.find import Finding, Reader, Section, Town
from bot.upkeep.papers.paper import Paper
from bot.upkeep.papers.read import PaperError, read_paper
from bot.upkeep.trial import faults_with


@click.command(name="import")
@click.argument("paper", type=click.Path(path_type=Path))
@click.option(
    "--title", help="The paper's title, as sources will show it; without it, the first heading on its subject."
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The paper's day, where it does not say it.")
@click.option("--all", "everything", is_flag=True, help="Draft also what an entry tells already.")
@click.option("--dry-run", is_flag=True, help="Tell what was found, and write nothing.")
@folder_option
@lang_option
def command(
    paper: Path, title: str | None, day: Any, everything: bool, dry_run: bool, knowledge: Path | None, lang: str | None
) -> None:
    """Draft entries from PAPER (.pdf, .docx, .txt): decisions and proposals, sections of acts, partner towns, figures.

    Every draft quotes the sentence and names its page. Drafts are checked but never answer until a person has compared
    them with the paper and removed the line draft: true. What an entry tells already is named and not drafted again.
    """
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    folder = own_folder(knowledge, language)
    words = base.knowledge.lists.get("papers")
    if not isinstance(words, Papers):
        raise click.UsageError(phrase(language, "upkeep.import_no_words").format(folder=folder))
    try:
        read = read_paper(paper)
    except PaperError as fault:
        raise click.ClickException(phrase(language, f"upkeep.import_{fault.phrase}").format(**fault.values)) from None
    reader = Reader(base.knowledge, words)
    found = reader.find(read)
    about = _about(read, reader, title, day.date() if day is not None else None, language)
    drafts = Drafter(read, found, reader, base.knowledge, about, load(folder).drafts).drafts()
    chosen = [draft for draft in drafts if everything or draft.known is None]
    files = {name: text for draft in chosen for name, text in draft.files().items()}
    faults = faults_with(folder, files)
    for line in _told(read, about, found, language):
        click.echo(line)
    for draft in drafts:
        if draft not in chosen:
            click.echo(phrase(language, "upkeep.import_known").format(title=draft.told["title"], id=draft.known))
    if faults:
        for problem in faults:
            click.echo(problem_line(problem, language), err=True)
        click.echo(phrase(language, "upkeep.new_nothing"), err=True)
        sys.exit(1)
    if not dry_run:
        write(folder, files)
    _summary(chosen, folder, language, written=not dry_run)


def _about(paper: Paper, reader: Reader, title: str | None, day: date | None, language: Language) -> About:
    found = day or reader.paper_day(paper)
    if found is None:
        raise click.UsageError(phrase(language, "upkeep.import_no_day").format(name=paper.name))
    return About(title or title_of(paper, reader), found)


def _told(paper: Paper, about: About, found: Sequence[Finding], language: Language) -> Iterator[str]:
    """What was read, and each thing found once, with the place where it stands first and how often."""

    def say(key: str, **values: object) -> str:
        return phrase(language, f"upkeep.import_{key}").format(**values)

    size = say("pages", count=paper.pages) if paper.pages else say("blocks", count=len(paper.blocks))
    yield say("read", name=paper.name, size=size, title=about.title, date=about.day)
    if paper.unread:
        yield say("unread", pages=", ".join(map(str, paper.unread)))
    times = Counter((finding.kind, finding.value) for finding in found)
    firsts = {(finding.kind, finding.value): finding.block for finding in reversed(found)}
    for key in sorted(times, key=lambda key: (key[0], firsts[key].number)):
        kind, value = key
        block = firsts[key]
        place = say("page", page=block.page) if block.page is not None else say("block", number=block.number)
        often = f" ×{times[key]}" if times[key] > 1 else ""
        yield f"  {say(f'kind_{kind}')}: {shown(value)} ({place}){often}"


def shown(value: object) -> str:
    """Return a finding's value as a line shows it."""
    if isinstance(value, Town):
        return f"{value.name} ({value.country})"
    if isinstance(value, Section):
        chapter = f"{value.chapter} kap. " if value.chapter else ""
        return f"{chapter}{value.section} ({value.statute})"
    if isinstance(value, Number):
        year = f", {value.year}" if value.year else ""
        return f"{value.shown()}{year}"
    return str(value)


def _summary(drafts: Sequence[Draft], folder: Path, language: Language, *, written: bool) -> None:
    for draft in drafts:
        for name in draft.files():
            key = "new_written" if written else "import_would"
            click.echo(phrase(language, f"upkeep.{key}").format(file=folder / name))
            click.echo(f"  {draft.told['title']}")
    click.echo(phrase(language, "upkeep.import_next" if drafts else "upkeep.import_none").format(count=len(drafts)))
