"""`vanort aid`: a verdict from facts given as options, or the table of every combination of facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.aid.facts import AidFacts, Form, Giver, Need, Overlay, Purpose, StateAid, cases
from bot.aid.judge import Judgement, judge
from bot.aid.lexicon import normalise
from bot.aid.receivers import Atlas
from bot.aid.wording import Wording
from bot.commands.options import day, folder_option, lang_option, open_or_exit, today_option
from bot.kb.knowledge import Knowledge
from bot.question import Language
from bot.render.text import plain


@click.command(name="aid")
@click.option("--form", type=click.Choice([str(v) for v in Form]), help="What is given.")
@click.option("--country", help="Name or ISO code of the country, or a town in it.")
@click.option(
    "--state-aid",
    type=click.Choice([str(v) for v in StateAid]),
    help="Instead of --country: does it receive state aid?",
)
@click.option("--purpose", type=click.Choice([str(v) for v in Purpose]), help="What money is for.")
@click.option(
    "--equipment", type=click.Choice([str(v) for v in Need]), help="Whether the municipality still needs the equipment."
)
@click.option("--giver", type=click.Choice([str(v) for v in Giver]), default=str(Giver.MUNICIPALITY), show_default=True)
@click.option(
    "--overlay", type=click.Choice([str(v) for v in Overlay]), multiple=True, help="A circumstance; may be repeated."
)
@click.option("--table", is_flag=True, help="Print every combination of single facts with its verdict instead.")
@click.option("--json", "as_object", is_flag=True, help="Print JSON.")
@folder_option
@today_option
@lang_option
def command(
    form: str | None,
    country: str | None,
    state_aid: str | None,
    purpose: str | None,
    equipment: str | None,
    giver: str,
    overlay: tuple[str, ...],
    table: bool,
    as_object: bool,
    knowledge: Path | None,
    today: Any,
    lang: str | None,
) -> None:
    """Judge a case of aid abroad from its facts; what is not given is unknown."""
    if table:
        for row in rows():
            click.echo(json.dumps(row) if as_object else _line(row))
        return
    if form is None:
        raise click.UsageError(f"Say what is given with --form, one of: {', '.join(Form)}; or use --table.")
    if country is not None and state_aid is not None:
        raise click.UsageError("Give --country or --state-aid, not both.")
    base = open_or_exit(knowledge, lang)
    facts = AidFacts(
        form=Form(form),
        money_purpose=Purpose(purpose or Purpose.UNKNOWN),
        state_aid=StateAid(state_aid or StateAid.UNKNOWN),
        equipment_status=Need(equipment or Need.UNKNOWN),
        giver=Giver(giver),
        overlays=frozenset(Overlay(name) for name in overlay),
    )
    if country is not None:
        facts = _in_country(facts, country, base.knowledge, day(today))
    judgement = judge(facts)
    wording = Wording(base.knowledge, Language(lang) if lang else Language.SV, day(today))
    found = wording.answer(judgement)
    if not as_object:
        click.echo(plain(found))
        return
    click.echo(
        json.dumps(
            {
                **_row(judgement),
                "verdict": str(found.verdict) if found.verdict else "clarify",
                "ask": judgement.ask,
                "text": plain(found),
            }
        )
    )


def rows() -> Iterator[dict[str, Any]]:
    """Yield every combination of form, purpose, state aid, need, giver, and each overlay alone or none."""
    for facts in cases():
        yield _row(judge(facts))


def _row(judgement: Judgement) -> dict[str, Any]:
    facts = judgement.facts.to_json()
    return {
        **{key: facts[key] for key in ("form", "money_purpose", "country", "state_aid", "equipment_status", "giver")},
        "overlays": facts["overlays"],
        "verdict": str(judgement.verdict) if judgement.verdict else "clarify",
        "rules": list(dict.fromkeys(ruling.rule for ruling in judgement.rulings)),
        "refs": list(dict.fromkeys(ref for ruling in judgement.rulings for ref in ruling.refs)),
    }


def _line(row: dict[str, Any]) -> str:
    facts = [str(row[k]) for k in ("form", "money_purpose", "state_aid", "equipment_status", "giver") if row[k]]
    return f"{row['verdict']:24} {' '.join([*facts, *row['overlays']])}"


def _in_country(facts: AidFacts, name: str, knowledge: Knowledge, today: Any) -> AidFacts:
    atlas = Atlas(knowledge)
    code = name if len(name) == 2 and name.isupper() else None
    receivers = atlas.find(normalise(name))
    if code is None and not receivers:
        raise click.UsageError(
            f"The country {name} is not in lists/countries.yaml or lists/places.yaml. Write its name, its ISO code in "
            "capitals (UA), or use --state-aid."
        )
    found = code or receivers[0].country
    overlays = facts.overlays
    if atlas.sanctioned(found) or any(r.sanctioned for r in receivers):
        overlays |= {Overlay.SANCTIONED}
    return replace(facts, country=found, state_aid=atlas.state_aid(found, today), overlays=overlays)
