"""What a person is told before their first question is kept: what is stored, for how long, by which decision."""

from __future__ import annotations

from bot.kb.municipality import Municipality
from bot.locales import phrase
from bot.question import Language
from bot.runtime import errands
from bot.runtime.messages import Notice
from bot.runtime.requests import Address
from bot.runtime.work import Work
from bot.store import Incoming, Retention, first_use


def first_use_notice(work: Work, person: str | None, where: Address, language: Language) -> tuple[Incoming, ...]:
    """Return the item that tells a person once what is stored of them; it follows from each of their questions.

    Args:
        work: the question.
        person: who asks, as the channel names people; nobody is told nothing.
        where: where the answer goes; the notice is private there.
        language: of the answer.
    """
    if person is None:
        return ()
    item = work.item
    text = told(work.base.knowledge.municipality, work.tenant.retention, language)
    return (
        errands.notice(
            item.tenant,
            item.channel,
            where,
            Notice(language, text, private=True),
            cause=item.reference,
            line=item.reference,
            once=first_use(item.channel, person),
        ),
    )


def told(municipality: Municipality, retention: Retention, language: Language) -> str:
    """Return the text: fixed phrases, and what the municipality adds in municipality.yaml."""

    def say(key: str) -> str:
        return phrase(language, f"privacy.{key}").format(
            name=municipality.name,
            days=retention.text_days,
            memory=retention.memory_days,
            decision=retention.decision,
            coordinator=municipality.coordinator.of(language),
        )

    own = municipality.privacy.of(language) if municipality.privacy else ""
    lines = (say("intro"), say("not_kept" if retention.text_days is None else "kept"), say("records"), own, say("ask"))
    return " ".join(line for line in lines if line)
