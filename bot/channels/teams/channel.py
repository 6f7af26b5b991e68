"""The channel to the workers: what an item asks for, and posting, replacing and deleting cards."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from bot.channels.teams import NAME, reading
from bot.channels.teams.connector import Connector, Gone, Place
from bot.channels.teams.references import References
from bot.render.teams import card, enquiry_card, enquiry_summary, notice_card, notice_summary, summary
from bot.runtime.delivery import Posted, Sent
from bot.runtime.messages import Apology, Card, Notice, Outgoing, Reply
from bot.runtime.requests import Address, Request
from bot.store import Item


class TeamsChannel:
    """Posts to Teams; see `bot.runtime.delivery.Channel`.

    An address holds `service_url`, `conversation` and `bot`; with `card` it is a card that is to be replaced.

    Args:
        connector: calls Teams.
        references: of conversations that the settings name.
        zone: of the times on enquiries' cards.
    """

    name = NAME

    def __init__(self, connector: Connector, references: References, zone: tzinfo) -> None:
        self._connector, self._references, self._zone = connector, references, zone

    def read(self, item: Item) -> Request:
        """Return what an item asks for."""
        return reading.request(item)

    def admits(self, item: Item) -> bool:
        """Return True: a tenant that is none of ours does not get in, guests of a tenant are among its people."""
        return True

    def place(self, text: str) -> Address:
        """Return the address of a conversation that the settings name by its id. Raises: DeliveryError."""
        return self._references.find(text)

    def post(self, where: Address, message: Outgoing, reference: str) -> Sent:
        """Post a card; the answer to a press replaces the card on which the button was."""
        shown, told = self._rendered(message, pressed=bool(where.get("card")))
        if where.get("card") and isinstance(message, Reply):
            with contextlib.suppress(Gone):
                self._connector.replace(_place(where), where["card"], shown, told)
                return Sent((Posted(where["card"], where),))
        name = self._connector.post(_place(where), shown, told)
        return Sent(() if name is None else (Posted(name, {**where, "card": name}),))

    def find(self, where: Address, message: Outgoing, reference: str, since: datetime) -> Sent | None:
        """Tell that it may be repeated, where it replaces a card; Teams lets no bot read what it posted."""
        return None if where.get("card") else Sent(())

    def update(self, address: Address, message: Outgoing) -> Posted | None:
        """Replace a posted card."""
        try:
            self._connector.replace(_place(address), address["card"], *self._rendered(message))
        except Gone:
            return None
        return Posted(address["card"], address)

    def delete(self, address: Address) -> None:
        """Delete a posted card."""
        with contextlib.suppress(Gone):
            self._connector.delete(_place(address), address["card"])

    def ready(self) -> bool:
        """Return True: there is no connection to keep."""
        return True

    def close(self) -> None:
        """Close the connections."""
        self._connector.close()

    def _rendered(self, message: Outgoing, *, pressed: bool = False) -> tuple[Mapping[str, Any], str]:
        """A card, and the text for notifications and screen readers."""
        match message:
            case Reply():
                shown = card(
                    message.answer,
                    reference=message.reference,
                    ask_coordinator=message.ask_coordinator,
                    question=message.again.full,
                    chosen=message.question if pressed else "",
                )
                return shown, summary(message.answer)
            case Apology():
                return notice_card(message.language, message.text), notice_summary(message.language, message.text)
            case Notice():
                told = (message.language, message.text, message.quote, message.sections)
                return notice_card(*told), notice_summary(*told)
            case Card():
                asker, handler = (person and person.name for person in (message.asker, message.handler))
                people: dict[str, Any] = {"asker": asker, "handler": handler, "zone": self._zone}
                enquiry = (message.enquiry, message.language)
                return enquiry_card(*enquiry, **people), enquiry_summary(*enquiry, **people)


def _place(where: Address) -> Place:
    return Place(where["service_url"], where["conversation"], where["bot"])
