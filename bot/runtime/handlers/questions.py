"""A question is answered; an edited one is answered anew in place; a deleted one's answer is deleted."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.answer import Outcome
from bot.answering import answer
from bot.conversation import Memory, in_full, remember, worded
from bot.locales import phrase
from bot.runtime.again import Again, mark
from bot.runtime.delivery import Sent
from bot.runtime.first_use import first_use_notice
from bot.runtime.knowledge import refusal_text
from bot.runtime.messages import ANSWER, Notice, Reply
from bot.runtime.requests import Asked, Deleted, Kind, Terms
from bot.runtime.work import Finish, Work
from bot.store import Found, Last, Logged, Remembered, Saved

SURE = 0.9
"""What was not put to the bot is answered with at least this confidence."""


def ask(work: Work) -> Finish:
    """Answer a question; with its newest text where it was edited meanwhile, not at all where it was deleted."""
    asked = work.read(Asked)
    # What was handed over at once can have been followed by nothing yet; an edit that comes now is handled after it.
    following = () if work.item.marked else work.resources.source.get().inbox.following(work.item)
    for later in following:
        if later.kind not in (Kind.EDIT, Kind.DELETE):
            continue
        request = work.channel.read(later)
        if isinstance(request, Deleted) and request.reference == asked.reference:
            return Finish("deleted")
        if isinstance(request, Asked) and request.reference == asked.reference:
            asked = replace(asked, question=request.question)
    thread = work.part.conversations.load(work.item.channel, asked.conversation, work.now)
    return _first(work, asked, thread)


def edit(work: Work) -> Finish:
    """Answer a question's new text in place of the old answer; if there is none, as a question.

    The thread's last question is answered as the thread stood before it; an earlier one as one that stands alone.
    """
    asked = work.read(Asked)
    shown = work.part.sent.about(asked.reference, kind=ANSWER)
    thread = work.part.conversations.load(work.item.channel, asked.conversation, work.now)
    if not shown:
        return _first(work, asked, thread)
    last = _last_of(asked, thread)
    reply, finish = _answered(work, asked, replace(thread, memory=last.without if last else Memory()))
    if not _is_due(asked, reply):
        return _withdrawn(work, asked, thread, "unsure")
    sent = _replace(work, shown, reply)
    messages = work.messages(sent, asked.reference, ANSWER, entry=reply.answer.entry, asker=asked.question.asker)
    return replace(finish, sent=messages, memory=finish.memory if last else None)


def delete(work: Work) -> Finish:
    """Delete the answer to a deleted question, its text in the log, and what the thread remembers of it."""
    deleted = work.read(Deleted)
    thread = work.part.conversations.load(work.item.channel, deleted.conversation, work.now)
    return _withdrawn(work, deleted, thread, "deleted")


def _withdrawn(work: Work, question: Asked | Deleted, thread: Remembered, outcome: str) -> Finish:
    """Take back a question's answer, its text in the log, and what the thread remembers of it."""
    part, reference = work.part, question.reference
    for found in part.sent.about(reference, kind=ANSWER):
        work.delete(found.address)
    part.questions.remove(work.item.channel, reference)
    part.sent.forget(reference)
    return Finish(outcome, memory=_without(question, thread))


def _without(question: Asked | Deleted, thread: Remembered) -> Saved | None:
    """Return the thread as it stood before a question, where that is the last that it remembers."""
    last = _last_of(question, thread)
    return Saved(question.conversation, last.without, thread.version) if last else None


def _last_of(question: Asked | Deleted, thread: Remembered) -> Last | None:
    """Return the thread's last question, where it has this one's reference."""
    return thread.last if thread.last and thread.last.reference == question.reference else None


def _is_due(asked: Asked, reply: Reply) -> bool:
    """Tell whether a reply is to be shown: to what was not put to the bot, only a sure one."""
    found = reply.answer
    return asked.terms is Terms.ALWAYS or (found.outcome is Outcome.ANSWER and found.confidence >= SURE)


def _first(work: Work, asked: Asked, thread: Remembered) -> Finish:
    """Answer what was not answered yet, where its asker is answered and on the terms that hold for it."""
    if not work.channel.admits(work.item):
        return Finish("ignored") if asked.terms is Terms.IF_SURE else _refused(work, asked)
    if asked.again is not None:
        return _shared(work, asked, asked.again)
    if asked.chooses is not None and (thread.last is None or thread.last.reference != asked.chooses):
        reply, finish = _answered(work, asked, replace(thread, memory=Memory()))
        finish = replace(finish, memory=None)  # what was asked since stays open
        if finish.logged and asked.chooses == asked.reference:  # it does not take the place of its question
            finish = replace(finish, logged=replace(finish.logged, reference=None))
    else:
        reply, finish = _answered(work, asked, thread)
    if not _is_due(asked, reply):
        return Finish("unsure", memory=_without(asked, thread))  # neither shown nor logged
    sent = work.post(asked.where, reply)
    asker, found = asked.question.asker, reply.answer
    messages = work.messages(sent, asked.reference, ANSWER, entry=found.entry, asker=asker)
    notice = first_use_notice(work, asker, asked.where, found.language)
    return replace(finish, sent=messages, then=notice)


def _shared(work: Work, asked: Asked, again: Again) -> Finish:
    """Show others the very answer that the asker saw; where it would be another by now, tell the asker alone.

    It is no new question: nothing is logged or remembered of it.
    """
    found = answer(again.question, work.base, work.today)
    if mark(found) != again.mark:
        text = phrase(found.language, "answer.changed")
        work.post(asked.where, Notice(found.language, text, private=True))
        return Finish("changed")
    sent = work.post(asked.where, Reply(found, asked.reference, again.full, bool(work.tenant.places), again))
    return Finish(
        "shared",
        sent=work.messages(sent, asked.reference, ANSWER, entry=found.entry, asker=asked.question.asker),
    )


def _refused(work: Work, asked: Asked) -> Finish:
    """Tell who is none of the municipality's people that only those are answered."""
    language = work.language_of(asked)
    work.post(asked.where, Notice(language, refusal_text(work.base, language), private=True))
    return Finish("refused")


def _answered(work: Work, asked: Asked, thread: Remembered) -> tuple[Reply, Finish]:
    """Return the reply, and what is recorded beside the messages."""
    question = worded(replace(asked.question, memory=thread.memory))
    base = work.base
    started = time.perf_counter()
    found = answer(question, base, work.today)
    told = {
        "verdict": found.verdict and str(found.verdict),
        "entry": found.entry,
        "confidence": round(found.confidence, 3),
        "answering_ms": round((time.perf_counter() - started) * 1000, 1),
    }
    earlier = _last_of(asked, thread)
    start = earlier.without if earlier else None
    last = Last(asked.reference, question.text, thread.memory, question.choice, start)
    saved = Saved(asked.conversation, remember(question, found), thread.version, last, question.asker)
    # Small talk leaves what was asked before it as it was, unless it offers entries or ends a case.
    aside = (found.outcome is Outcome.CHAT or found.repeats) and saved.memory == thread.memory
    aside = aside and thread.last is not None and earlier is None
    # A choice under its question's reference takes that one's place in the log.
    whole = in_full(question, found) if earlier and question.choice else ""
    written = replace(question, text=whole or question.text)
    logged = Logged.of(written, found, channel=work.item.channel, day=work.today, reference=asked.reference)
    finish = Finish(
        found.outcome,
        found,
        logged=None if found.repeats else logged,
        memory=None if aside else saved,
        told=told,
    )
    again = Again.of(question, found)
    text = in_full(question, found) if found.refers else question.text
    return Reply(found, asked.reference, text, bool(work.tenant.places), again), finish


def _replace(work: Work, shown: list[Found], reply: Reply) -> Sent:
    """Show a reply in the first message's place, and delete the others."""
    first, *others = shown
    posted = work.update(first.address, reply)
    for surplus in others:
        work.delete(surplus.address)
    return Sent(() if posted is None else (posted,))
