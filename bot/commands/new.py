"""`vanort new`: ask for what an entry needs, and write files that pass the check."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bot.commands.options import day, folder_option, lang_option, language_of, open_or_exit, problem_line, today_option
from bot.commands.own import own_folder
from bot.locales import phrase
from bot.question import Language
from bot.upkeep.entry_files import entry_files, write
from bot.upkeep.forms import FOLDERS, Field, Told, fields
from bot.upkeep.trial import tried

SHORT = {"town": "partner_town"}
"""Other names of types."""


@click.command(name="new")
@click.argument("type_", metavar="TYPE", type=click.Choice([*FOLDERS, *SHORT]), required=False)
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Tell a field; again for one more value.")
@click.option("--no-input", is_flag=True, help="Ask nothing: what --set leaves out takes its default or is an error.")
@folder_option
@today_option
@lang_option
def command(
    type_: str | None, given: tuple[str, ...], no_input: bool, knowledge: Path | None, today: Any, lang: str | None
) -> None:
    """Write a new entry.

    TYPE is partner_town (or town), cooperation, decision, legal_rule, statistic, term, process, contact or fact;
    without it, the command asks which. Asks for each field in turn and says at once when a value cannot stand. An entry
    whose test questions are not answered yet is written as a draft, which never answers, and the command says what to
    do.
    """
    base = open_or_exit(knowledge, lang)
    municipality = base.knowledge.municipality
    language = language_of(lang, municipality)
    folder = own_folder(knowledge, language)
    type_ = SHORT.get(type_ or "", type_) or _ask_type(language, ask=not no_input)
    form = fields(type_, base.knowledge, language, day(today))
    told = _fill(form, _given(given, form, language), ask=not no_input, language=language)
    files = entry_files(type_, told, municipality.languages)
    found = tried(folder, files, told["id"], day(today))
    if found.faults:
        for problem in found.faults:
            click.echo(problem_line(problem, language), err=True)
        for name, text in files.items() if not no_input else ():
            click.echo(f"\n{name}\n{text}", err=True)
        click.echo(phrase(language, "upkeep.new_nothing"), err=True)
        sys.exit(1)
    if found.unreached:
        files = entry_files(type_, told, municipality.languages, draft=True)
    write(folder, files)
    for name in files:
        click.echo(phrase(language, "upkeep.new_written").format(file=folder / name))
    for problem in found.warnings:
        click.echo(problem_line(problem, language))
    for question, reached in found.unreached.items():
        click.echo(phrase(language, "upkeep.new_unreached").format(question=question, found=reached))
    click.echo(phrase(language, "upkeep.new_draft" if found.unreached else "upkeep.new_next").format(folder=folder))


def _ask_type(language: Language, *, ask: bool) -> str:
    if not ask:
        raise click.UsageError(phrase(language, "upkeep.new_which").format(types=", ".join(FOLDERS)))
    for number, name in enumerate(FOLDERS, start=1):
        click.echo(f"  {number}. {name:13} {phrase(language, f'upkeep.new_type.{name}')}")
    while True:
        raw = click.prompt(phrase(language, "upkeep.new_ask_type")).strip()
        chosen = SHORT.get(raw, raw)
        if raw.isdecimal() and 1 <= int(raw) <= len(FOLDERS):
            chosen = list(FOLDERS)[int(raw) - 1]
        if chosen in FOLDERS:
            return chosen
        click.echo(phrase(language, "upkeep.new_which").format(types=", ".join(FOLDERS)))


def _given(given: tuple[str, ...], form: list[Field], language: Language) -> dict[str, list[str]]:
    known = {field.name: field for field in form}
    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            names = ", ".join(known)
            raise click.UsageError(phrase(language, "upkeep.new_unknown").format(text=text, names=names))
        found.setdefault(name, []).append(value)
        if len(found[name]) > 1 and not known[name].many:
            raise click.UsageError(phrase(language, "upkeep.new_once").format(field=name))
    return found


def _fill(form: list[Field], given: Mapping[str, list[str]], *, ask: bool, language: Language) -> Told:
    told: Told = {}
    missing: list[str] = []
    for field in form:
        default = field.default(told) if field.default is not None and not missing else None
        if field.name in given:
            values = [_read(field, raw, language) for raw in given[field.name] if raw.strip()]
        elif ask:
            values = _ask(field, default, language)
        else:
            values = [_read(field, str(default), language)] if default is not None else []
        if values:
            told[field.name] = values if field.many else values[0]
        elif field.required and (field.default is None or not missing):
            missing.append(field.name)
    if missing:
        raise click.UsageError(phrase(language, "upkeep.new_missing").format(names=", ".join(missing)))
    return told


def _read(field: Field, raw: str, language: Language) -> Any:
    try:
        return field.read(raw.strip())
    except ValueError as fault:
        raise click.UsageError(_wrong(field, raw, str(fault), language)) from None


def _wrong(field: Field, raw: str, reason: str, language: Language) -> str:
    if field.choices:
        reason = phrase(language, "upkeep.new_choices").format(choices=", ".join(field.choices))
    return phrase(language, "upkeep.new_wrong").format(field=field.name, value=raw, reason=reason)


def _ask(field: Field, default: Any, language: Language) -> list[Any]:
    """Ask until the value can stand; an empty reply ends a field that takes many and skips one that may be left out."""
    label = phrase(language, f"upkeep.new_field.{field.name}")
    values: list[Any] = []
    while True:
        shown = label if not values else phrase(language, "upkeep.new_more")
        raw = click.prompt(shown, default=str(default) if default is not None else "", show_default=default is not None)
        raw = raw.strip()
        if raw in ("", "-"):
            if field.required and not values:
                click.echo(phrase(language, "upkeep.new_needed"))
                continue
            return values
        try:
            values.append(field.read(raw))
        except ValueError as fault:
            click.echo(_wrong(field, raw, str(fault), language))
            continue
        if not field.many:
            return values
