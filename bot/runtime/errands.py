"""The core's own items: cards and notices that follow from something, each delivered once by its channel's workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.runtime.delivery import Channel
from bot.runtime.messages import Notice, Shown
from bot.runtime.requests import Address, Kind
from bot.store import Incoming


def card(
    tenant: str, channel: str, place: str | None, enquiry: int, people: Mapping[str, Shown | None], cause: str
) -> Incoming:
    """Return the item that shows an enquiry's card on a channel, or brings it up to date.

    Args:
        tenant: whose enquiry.
        channel: where it is shown.
        place: where a card is posted if there is none yet, as the settings name it; None for nowhere.
        enquiry: its number.
        people: "asker" and "handler", as they may be shown.
        cause: the reference of the item that it follows from.
    """
    shown = {role: person and person.to_json() for role, person in people.items()}
    return Incoming(
        channel,
        key=f"card/{channel}/{cause}",
        conversation=f"enquiry/{enquiry}",  # the cards of an enquiry are brought up to date one after another
        kind=Kind.CARD,
        payload={"enquiry": enquiry, "place": place, **shown},
        tenant=tenant,
    )


def notice(
    tenant: str, channel: str, to: Address | str, told: Notice, *, cause: str, line: str, once: str | None = None
) -> Incoming:
    """Return the item that tells something.

    Args:
        tenant: of whom it is.
        channel: where it is told.
        to: an address of that channel, or a place as the settings name it.
        told: what.
        cause: what it follows from: with the channel, it makes this notice and no other.
        line: notices of one line are told one after another.
        once: see `Incoming`.
    """
    return Incoming(
        channel,
        key=f"notice/{channel}/{cause}",
        conversation=f"notice/{line}",
        kind=Kind.NOTICE,
        payload={
            "place" if isinstance(to, str) else "where": to,
            "language": str(told.language),
            "text": told.text,
            "quote": told.quote,
            "private": told.private,
            "sections": told.sections,
        },
        tenant=tenant,
        once=once,
    )


def destination(channel: Channel, payload: Mapping[str, Any]) -> Address:
    """Return the address that an errand goes to."""
    if payload.get("place"):
        return channel.place(payload["place"])
    where: Address = payload["where"]
    return where
