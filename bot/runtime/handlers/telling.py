"""The core's own errands: an enquiry's card in a place, brought up to date; a notice, told once."""

from __future__ import annotations

from bot.question import Language
from bot.runtime.delivery import Sent
from bot.runtime.errands import destination
from bot.runtime.messages import CARD, Card, Notice, Shown
from bot.runtime.work import Finish, Work


def about(enquiry: int) -> str:
    """Return what messages about an enquiry are recorded as being about."""
    return f"enquiry:{enquiry}"


def card(work: Work) -> Finish:
    """Show an enquiry as it stands now: in the cards that are there, else in a new one."""
    payload, part = work.item.payload, work.part
    number: int = payload["enquiry"]
    enquiry = part.enquiries.find(number)
    if enquiry is None:
        return Finish("gone")
    shown = Card(enquiry, work.usual_language, Shown.from_json(payload["asker"]), Shown.from_json(payload["handler"]))
    there = [one for one in part.sent.about(about(number), kind=CARD) if one.channel == work.item.channel]
    posted = tuple(one for one in [work.update(found.address, shown) for found in there] if one is not None)
    if posted:
        return Finish("updated", sent=work.messages(Sent(posted), about(number), CARD))
    if not payload["place"]:
        return Finish("gone")
    sent = work.post(destination(work.channel, payload), shown)
    return Finish("posted", sent=work.messages(sent, about(number), CARD))


def notice(work: Work) -> Finish:
    """Tell something."""
    payload = work.item.payload
    told = Notice(
        Language(payload["language"]),
        payload["text"],
        payload["quote"],
        payload["private"],
        payload.get("sections", ()),
    )
    work.post(destination(work.channel, payload), told)
    return Finish("told")
