"""`vanort gaps`: what people asked and got no good answer to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, lang_option, language_of, open_or_exit, today_option
from bot.commands.storage import tenant_folder, tenant_of, tenant_option
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.asked import DAYS, no_good_answer, why_unhelpful
from bot.upkeep.gaps import Gap, find_gaps

MOST = 30
MOST_PHRASES = 4
"""Gaps and reasons of a list, and further wordings of a gap, that are shown unless --all asks for every one."""


@click.command(name="gaps")
@click.option("--days", type=click.IntRange(min=1), default=DAYS, show_default=True, help="How far back to look.")
@click.option("--all", "everything", is_flag=True, help="Show every gap, every wording and every reason.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
@tenant_option
@folder_option
@today_option
@lang_option
def command(
    days: int, everything: bool, as_object: bool, tenant: str, knowledge: Path | None, today: Any, lang: str | None
) -> None:
    """List questions without an answer, or whose answer did not help, most asked first.

    Texts are masked, and those that are much alike are one gap. A question that the files answer by now is left out.
    Under each gap stands the command that adds its wording to the nearest entry. Last stand the reasons that people
    gave for why an answer did not help.
    """
    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    now = day(today)
    with tenant_of(tenant, language) as part:
        if not part.keeps_texts:
            click.echo(phrase(language, "upkeep.gaps_no_texts"), err=True)
        unanswered, unhelpful = no_good_answer(part, now - timedelta(days))
        reasons = why_unhelpful(part, now - timedelta(days))
    found = find_gaps(unanswered, unhelpful, base, now)
    if as_object:
        told = [{"entry": r.entry, "text": r.text, "day": r.day.isoformat()} for r in reasons]
        click.echo(json.dumps({"days": days, "gaps": [_object(gap) for gap in found], "reasons": told}))
        return
    if not found:
        click.echo(phrase(language, "upkeep.gaps_none").format(days=days))
    for gap in found if everything else found[:MOST]:
        for line in _lines(gap, base, language, everything=everything):
            click.echo(line)
    if len(found) > MOST and not everything:
        click.echo(phrase(language, "upkeep.gaps_more").format(count=len(found) - MOST))
    if reasons:
        click.echo(phrase(language, "upkeep.gaps_reasons"))
    for reason in reasons if everything else reasons[:MOST]:
        click.echo(f"    {reason.day}{f' {reason.entry}' if reason.entry else ''}: ”{' '.join(reason.text.split())}”")
    if len(reasons) > MOST and not everything:
        click.echo(phrase(language, "upkeep.gaps_more").format(count=len(reasons) - MOST))


def _lines(gap: Gap, base: KnowledgeBase, language: Language, *, everything: bool) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return phrase(language, f"upkeep.gaps_{key}").format(**values)

    bad = say("unhelpful", count=gap.unhelpful) if gap.unhelpful else ""
    yield f"{gap.asked} × ”{gap.phrases[0].text}” ({say('latest', date=gap.latest)}{bad})"
    others = gap.phrases[1:] if everything else gap.phrases[1 : 1 + MOST_PHRASES]
    yield from (f"      {other.times} × ”{other.text}”  {other.id}" for other in others)
    if gap.told is not None:
        key = "unknown" if not gap.unhelpful else "told"
        yield f"    {say(key, id=gap.told, title=base.knowledge.items[gap.told].title(language))}"
    if gap.near is not None:
        title = base.knowledge.items[gap.near].title(language)
        yield f"    {say('nearest', title=title)}: vanort adopt {gap.id} {gap.near}"
    elif gap.told is None:
        yield f"    {say('far')}: vanort adopt {gap.id} ID"


def _object(gap: Gap) -> dict[str, Any]:
    return {
        "id": gap.id,
        "language": str(gap.language),
        "asked": gap.asked,
        "unhelpful": gap.unhelpful,
        "latest": gap.latest.isoformat(),
        "phrases": [{"id": p.id, "text": p.text, "times": p.times} for p in gap.phrases],
        "nearest": list(gap.nearest),
        "told": gap.told,
    }
