"""A person's own questions to the coordinator, shown to them alone."""

from __future__ import annotations

from bot.locales import phrase
from bot.render.enquiry import titled
from bot.render.fitting import shorten
from bot.runtime.messages import Notice
from bot.runtime.requests import Listed
from bot.runtime.work import Finish, Work
from bot.store import NOT_CLOSED, Party

MOST = 10
"""The newest so many are listed."""

QUESTION_SHOWN = 200


def show(work: Work) -> Finish:
    """List the questions that a person has put to the coordinator and that are not closed, the newest first."""
    listed = work.read(Listed)
    language = listed.language
    if not listed.alone:
        work.post(listed.where, Notice(language, phrase(language, "enquiry.own_elsewhere"), private=True))
        return Finish("elsewhere")
    asker = Party(work.item.channel, listed.person.id)
    found = work.part.enquiries.in_state(NOT_CLOSED, asker=asker, newest_first=True, limit=MOST)
    lines = [f"{titled(one, language)}. {shorten(' '.join(one.question.split()), QUESTION_SHOWN)}" for one in found]
    coordinator = work.base.knowledge.municipality.coordinator.of(language)
    text = (
        phrase(language, "card.own") if found else phrase(language, "enquiry.own_none").format(coordinator=coordinator)
    )
    work.post(listed.where, Notice(language, text, quote="\n".join(lines), private=True))
    return Finish("listed", told={"number": len(found)})
