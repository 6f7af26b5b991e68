"""`vanort digest`: what happened this week, for the coordinator or for managers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from bot.commands.options import (
    day,
    find_folder,
    folder_option,
    lang_option,
    language_of,
    open_or_exit,
    today_option,
    zone,
)
from bot.commands.storage import opened, settings, tenant_folder, tenant_option
from bot.locales import phrase
from bot.question import Language
from bot.render.text import sectioned

if TYPE_CHECKING:
    from bot.store import Store
    from bot.upkeep.digest import Audience, Digest


@click.command(name="digest")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["coordinator", "managers"]),
    default="coordinator",
    show_default=True,
    help="managers get figures only.",
)
@click.option(
    "--place",
    "given",
    multiple=True,
    metavar="CHANNEL=PLACE",
    help="Where to send it, such as slack=C012ABCDE; without it, where the coordinator is told of other things.",
)
@click.option("--print", "only_print", is_flag=True, help="Print it, and send nothing.")
@tenant_option
@folder_option
@today_option
@lang_option
def command(
    audience: str,
    given: tuple[str, ...],
    only_print: bool,
    tenant: str,
    knowledge: Path | None,
    today: Any,
    lang: str | None,
) -> None:
    """Send the week's digest: questions and ratings, gaps, open enquiries, reviews, changes of the knowledge.

    A scheduler runs it once a week. It is put into the inbox of the server, which posts it; in one week it is sent to a
    place once, however often the command runs.
    """
    from bot.upkeep.digest import Audience, digest
    from bot.upkeep.week import gather

    knowledge = tenant_folder(knowledge, tenant)
    base = open_or_exit(knowledge, lang)
    language = language_of(lang, base.knowledge.municipality)
    whom = Audience(audience)
    with opened(tenant, language) as (_, store):
        places = {} if only_print else _places(given, tenant, whom, language)
        told = gather(store.tenant(tenant), base, find_folder(knowledge), day(today))
        found = digest(told, whom, base.knowledge, language, zone())
        if only_print:
            click.echo(sectioned(found.title, found.plain))
        else:
            _send(found, whom, places, tenant, store, day(today))


def _places(given: tuple[str, ...], tenant: str, audience: Audience, language: Language) -> Mapping[str, str]:
    """The places to send to, by channel: as given, else those of the coordinator; of channels that there are."""
    from bot.tenants import ChannelName

    places = _given(given, language) or _coordinators(tenant, audience, language)
    for channel in places:
        if channel not in get_args(ChannelName):
            names = ", ".join(get_args(ChannelName))
            raise click.UsageError(phrase(language, "digest.no_channel").format(channel=channel, names=names))
    return places


def _given(given: tuple[str, ...], language: Language) -> Mapping[str, str]:
    found = {}
    for text in given:
        channel, equals, place = text.partition("=")
        if not equals or not channel or not place:
            raise click.UsageError(phrase(language, "digest.wrong_place").format(text=text))
        found[channel] = place
    return found


def _coordinators(tenant: str, audience: Audience, language: Language) -> Mapping[str, str]:
    from bot.settings import read_part
    from bot.settings.coordinator import CoordinatorSettings
    from bot.tenants import read_tenants
    from bot.upkeep.digest import Audience

    if audience is Audience.MANAGERS:
        raise click.UsageError(phrase(language, "digest.no_managers"))
    with settings(language):
        own = read_part(CoordinatorSettings)
        file = own.tenants
        places = own.coordinator_places if file is None else read_tenants(file).named(tenant).places
    if not places:
        raise click.UsageError(phrase(language, "digest.no_place"))
    return places


def _send(found: Digest, audience: Audience, places: Mapping[str, str], tenant: str, store: Store, today: Any) -> None:
    from bot.runtime.errands import notice
    from bot.runtime.messages import Notice

    year, week, _ = today.isocalendar()
    told = Notice(found.language, found.title, sections=found.plain)
    for channel, place in places.items():
        name = f"digest/{audience}/{year}-{week:02}/{channel}/{place}"
        item = notice(tenant, channel, place, told, cause=name, line="digest", once=name)
        done = store.inbox.accept(item, datetime.now(UTC))
        key = "digest.sent" if done else "digest.sent_before"
        click.echo(phrase(found.language, key).format(channel=channel, place=place, week=week))
