"""What the core gives to show, as Slack messages."""

from __future__ import annotations

from datetime import tzinfo

from bot.channels.slack import NAME
from bot.render.slack import Person, SlackMessage, enquiry_card, notice, render, shared
from bot.runtime.messages import Apology, Card, Notice, Outgoing, Reply, Shown
from bot.runtime.requests import Address


def show(message: Outgoing, where: Address, *, zone: tzinfo, link: str | None = None) -> SlackMessage:
    """Return what Slack is given.

    Args:
        message: what to show.
        where: where it goes: what one person alone sees can be shown in the channel, and nobody votes on it.
        zone: the time zone of the times shown.
        link: of a card: the thread in which the enquiry was raised.
    """
    match message:
        case Reply():
            private = "response_url" in where
            sharable = private and message.again.full and not where.get("direct")
            shown = render(
                message.answer,
                reference=message.reference,
                ask_coordinator=message.ask_coordinator,
                question=message.again.full,
                feedback=not private,
                share=message.again.to_json() if sharable else None,
            )
            who = where.get("shared_by")
            return shared(shown, message.answer.language, Person(user=who), message.question) if who else shown
        case Apology():
            return notice(message.language, message.text)
        case Notice():
            return notice(message.language, message.text, message.quote, message.sections)
        case Card():
            people = {"asker": _person(message.asker), "handler": _person(message.handler)}
            return enquiry_card(message.enquiry, message.language, **people, link=link, zone=zone)


def _person(shown: Shown | None) -> Person | None:
    if shown is None or (shown.channel != NAME and not shown.name):
        return None
    return Person(shown.name or "", shown.id if shown.channel == NAME else None)
