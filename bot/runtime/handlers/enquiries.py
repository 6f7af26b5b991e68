"""Questions put to the coordinator: raised where they were asked, taken and answered where coordinators are.

A step changes the store once; what follows from it (cards, the answer) are items of their own, recorded in the same
transaction as the step's end, so that each is delivered once, on whichever channel it goes to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bot.answering import answer
from bot.conversation import in_full
from bot.locales import phrase
from bot.question import Language, Question, clean
from bot.render.text import plain
from bot.runtime import errands
from bot.runtime.handlers.telling import about
from bot.runtime.messages import CARD, Notice, Shown
from bot.runtime.requests import Kind, Raised, Stepped
from bot.runtime.work import Finish, Work, nothing
from bot.store import Change, Enquiry, Incoming, Last, Party, Result, State, TenantStore


def put(work: Work) -> Finish:
    """Put a question to the coordinator, tell the asker, and show it where coordinators are."""
    raised, part, item = work.read(Raised), work.part, work.item
    text = clean(raised.text)
    language = work.language_of(raised)
    if not work.tenant.places or not text:
        _tell(work, raised, language, "nowhere" if text else "empty")
        return Finish("refused")
    thread = part.conversations.load(item.channel, raised.conversation, work.now)
    asker = {"id": raised.asker.id, "name": raised.asker.name, "where": dict(raised.where)}
    change = part.enquiries.raise_(
        Party(item.channel, raised.asker.id, asker),
        text,
        key=item.reference,
        conversation=raised.conversation,
        language=language,
        context=_context(work, thread.last),
        now=work.now,
    )
    assert change.enquiry is not None  # noqa: S101 - raising never ends in an unknown one
    _tell(work, raised, language, "raised", number=change.enquiry.id)
    return Finish("raised", then=_cards(work, change.enquiry))


def step(work: Work) -> Finish:
    """Take a step with an enquiry for a coordinator, or say politely why not."""
    stepped, kind = work.read(Stepped), Kind(work.item.kind)
    if not work.tenant.is_coordinator(work.item.channel, stepped.by.id):
        return _refuse(work, stepped, "not_coordinator")
    text = clean(stepped.text)
    if kind is Kind.ANSWER and not text:
        return _refuse(work, stepped, "empty")
    change = _change(work.part, kind, stepped, text, work)
    if change.enquiry is None:
        return _refuse(work, stepped, "unknown")
    if change.result is Result.REFUSED:
        taken = kind in (Kind.TAKE, Kind.ANSWER) and change.enquiry.state is not State.CLOSED
        return _refuse(work, stepped, "taken" if taken else "state", change.enquiry)
    then = [*_cards(work, change.enquiry), *_to_asker(work, kind, change.enquiry, text)]
    settle = partial(work.part.enquiries.settle, stepped.enquiry) if kind is Kind.CLOSE else nothing
    return Finish(str(change.enquiry.state), then=tuple(then), after=settle)


def _change(part: TenantStore, kind: Kind, stepped: Stepped, text: str, work: Work) -> Change:
    by = Shown(work.item.channel, stepped.by.id, stepped.by.name)
    party = Party(work.item.channel, stepped.by.id, by.to_json())
    steps: Mapping[Kind, Callable[..., Change]] = {
        Kind.TAKE: part.enquiries.take,
        Kind.HAND_BACK: part.enquiries.hand_back,
        Kind.ANSWER: partial(part.enquiries.answer, text=text),
        Kind.CLOSE: part.enquiries.close,
    }
    return steps[kind](stepped.enquiry, party, key=work.item.reference, now=work.now)


def _to_asker(work: Work, kind: Kind, enquiry: Enquiry, text: str) -> list[Incoming]:
    """The asker gets each answer, and hears of an enquiry that is closed without any."""
    closed_unanswered = kind is Kind.CLOSE and enquiry.answer is None
    if enquiry.address is None or not (kind is Kind.ANSWER or closed_unanswered):
        return []
    language = Language(enquiry.language)
    told = _phrase(work, language, "closed" if closed_unanswered else "answered", number=enquiry.id)
    to = enquiry.address["where"]
    return [
        errands.notice(
            work.item.tenant,
            enquiry.channel,
            to,
            Notice(language, told, quote=text),
            cause=work.item.reference,
            line=about(enquiry.id),
        )
    ]


def _cards(work: Work, enquiry: Enquiry) -> tuple[Incoming, ...]:
    """An errand for each channel on which the enquiry is shown or should be."""
    places: dict[str, str | None] = {**work.tenant.places}
    for found in work.part.sent.about(about(enquiry.id), kind=CARD):
        places.setdefault(found.channel, None)
    address = enquiry.address
    asker = None if address is None else Shown(enquiry.channel, address["id"], address["name"])
    people = {"asker": asker, "handler": Shown.from_json(enquiry.handler)}
    return tuple(
        errands.card(work.item.tenant, channel, place, enquiry.id, people, work.item.reference)
        for channel, place in places.items()
        if channel in work.resources.channels
    )


def _refuse(work: Work, stepped: Stepped, why: str, enquiry: Enquiry | None = None) -> Finish:
    """Tell who wanted the step why it was not taken; a card that showed it as possible is brought up to date."""
    language = work.usual_language
    handler = Shown.from_json(enquiry.handler) if enquiry else None
    name = handler.name if handler and handler.name else phrase(language, "enquiry.refused.somebody")
    state = phrase(language, f"card.enquiry.state.{enquiry.state}") if enquiry else ""
    if stepped.where is not None:
        text = _phrase(work, language, f"refused.{why}", number=stepped.enquiry, name=name, state=state)
        work.post(stepped.where, Notice(language, text, private=True))
    return Finish("refused", then=_cards(work, enquiry) if enquiry else (), told={"why": why})


def _tell(work: Work, raised: Raised, language: Language, key: str, **values: object) -> None:
    work.post(raised.where, Notice(language, _phrase(work, language, key, **values)))


def _phrase(work: Work, language: Language, key: str, **values: object) -> str:
    coordinator = work.base.knowledge.municipality.coordinator.of(language)
    return phrase(language, f"enquiry.{key}").format(coordinator=coordinator, **values)


def _context(work: Work, last: Last | None) -> str:
    """The thread's last question and what was answered: worked out again, since answers are not stored."""
    if last is None:
        return ""
    question = Question(clean(last.text), memory=last.before, choice=last.choice)
    found = answer(question, work.base, work.today)
    return f"{in_full(question, found) or last.text}\n\n{plain(found)}"
