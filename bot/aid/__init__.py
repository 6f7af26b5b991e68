""" "May we give X to Y": facts out of a question, the law's rules, a verdict, and what to ask back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.aid import thread
from bot.aid.case import Reading
from bot.aid.facts import AidFacts
from bot.aid.judge import judge
from bot.aid.learned import weigh
from bot.aid.parting import LEAST_CASES, Part, read_parts, split_in_two
from bot.aid.parts import context, inherit
from bot.aid.reading import Reader
from bot.aid.second import corrected, hardly_permits, is_several
from bot.aid.sets import permits, said_of
from bot.aid.wording import Wording
from bot.answer import Answer
from bot.kb.base import KnowledgeBase
from bot.question import Choice, Language

__all__ = [
    "AidFacts",
    "again",
    "asks_leave",
    "consider",
    "explain",
    "first_reading",
    "follow_up",
    "is_about_case",
    "is_statement",
    "may_change",
    "reply",
]


def consider(
    asks: Sequence[str],
    text: str,
    language: Language,
    base: KnowledgeBase,
    today: date,
) -> list[tuple[str, Answer]]:
    """Judge the cases of aid that a message puts.

    Args:
        asks: the questions of the message, in order.
        text: the whole message, whose circumstances hold for each of its questions.
        language: the language to answer in.
        base: the knowledge.
        today: the day of asking.

    Returns:
        Each question that puts a concrete case, with its answer or ask-back; empty where the message puts none.
    """
    reader = _reader(base)
    if reader is None:
        return []
    whole, parts, own = read_parts(asks, text, reader, language, today)
    shares = weigh(whole)
    if len(own) < LEAST_CASES and is_several(shares):
        own = split_in_two(text, whole, reader, language, today) or own
        parts = [part.text for part in own]
    found = []
    if len(own) >= LEAST_CASES:
        of_all = reader.lexicon.has("every", whole.message.low)  # "båda är utbytta"
        rest = whole.facts if of_all else reader.read(context(text, parts), language, today).facts
        found = _judged_apart(own, whole, rest[0])
    if not found or (permits(said_of(facts for _, cases in found for facts in cases)) and hardly_permits(shares)):
        whole = corrected(whole, shares)
        if not (whole.case or (own and replace(whole, permission=True, factual=False).case)):
            return []
        found = [(own[0].text if own else text, whole.facts)]
    wording = Wording(base.knowledge, language, today)
    return [(ask, wording.answer(judge(facts))) for ask, cases in found for facts in cases]


def _judged_apart(own: Sequence[Part], whole: Reading, beside: AidFacts) -> list[tuple[str, tuple[AidFacts, ...]]]:
    """Return the facts of each part of a message, read a second time by itself."""
    found = []
    for part, reading, weighed in own:
        # A part may leave out what the whole tells: where the second reading would ask, the first one stands.
        shares = weigh(reading) if weighed is None else weighed
        again = inherit(corrected(reading, shares), whole.facts[0], beside)
        found.append((part, inherit(reading, whole.facts[0], beside) if said_of(again) is None else again))
    return found


def first_reading(
    asks: Sequence[str], text: str, language: Language, base: KnowledgeBase, today: date
) -> tuple[Reading, bool] | None:
    """Return what the rules read in a message before it is read a second time, and whether they part it.

    Args:
        asks: the questions of the message, in order.
        text: the whole message.
        language: its language.
        base: the knowledge.
        today: the day of asking.
    """
    reader = _reader(base)
    if reader is None:
        return None
    whole, _, own = read_parts(asks, text, reader, language, today)
    return whole, len(own) >= LEAST_CASES


def reply(
    text: str,
    language: Language,
    base: KnowledgeBase,
    today: date,
    pending: AidFacts,
    asked: str,
    choice: Choice | None,
    asked_of: str,
) -> Answer | None:
    """Judge a case again after an ask-back was answered, by button or in words; None where the text answers it not."""
    reader = _reader(base)
    if reader is None:
        return None
    wording = Wording(base.knowledge, language, today)
    if choice is not None and choice.fact == asked:
        return wording.answer(judge(_chosen(pending, asked, choice.value)))
    told, reading = thread.told(text, language, today, pending, asked, reader, asked_of)
    if asked != "form" and "form" in reading.telling and reading.permission and reading.case:
        return None
    if told is None and thread.doubts(text, reader):
        told = _chosen(pending, asked, "unknown")
    return wording.answer(judge(told)) if told is not None else None


def follow_up(
    text: str,
    language: Language,
    base: KnowledgeBase,
    today: date,
    last: AidFacts,
    *,
    asked_of: str,
    elliptical: bool = True,
    aside: bool = False,
) -> Answer | None:
    """Judge the last case with what a message changes ("och till Norge då?"); None where that is nothing.

    Args:
        asked_of: the question that put the case.
        elliptical: the message cannot be understood without the one before.
        aside: something else was answered since.
    """
    reader = _reader(base)
    if reader is None:
        return None
    changed = thread.follow(text, language, today, last, reader, asked_of=asked_of, elliptical=elliptical, aside=aside)
    return Wording(base.knowledge, language, today).answer(judge(changed)) if changed is not None else None


def is_about_case(text: str, language: Language, base: KnowledgeBase, today: date) -> bool:
    """Tell whether a message only tells something of a case that its thread speaks of ("den är begagnad")."""
    reader = _reader(base)
    return reader is not None and thread.is_about(text, language, today, reader)


def asks_leave(text: str, language: Language, base: KnowledgeBase, today: date) -> bool:
    """Tell whether a message asks for leave, or speaks of giving."""
    reader = _reader(base)
    if reader is None:
        return False
    reading = reader.read(text, language, today)
    return not reading.factual and ("leave" in reading.telling or reading.giving)


def is_statement(text: str, language: Language, base: KnowledgeBase, today: date) -> bool:
    """Tell whether a message tells something, and asks nothing."""
    reader = _reader(base)
    return reader is not None and thread.is_statement(text, language, today, reader)


def may_change(text: str, language: Language, base: KnowledgeBase, today: date, asked: str | None) -> bool:
    """Tell whether a message that is not understood may change the case that its thread speaks of.

    Args:
        asked: the fact that was asked back, if any.
    """
    reader = _reader(base)
    return reader is not None and thread.may_change(text, language, today, asked, reader)


def again(facts: AidFacts, language: Language, base: KnowledgeBase, today: date) -> Answer:
    """Judge a case once more as it stands."""
    return Wording(base.knowledge, language, today).answer(judge(facts))


def explain(facts: AidFacts, language: Language, base: KnowledgeBase, today: date) -> Answer:
    """Say which rules of law the answer about a case rests on."""
    return Wording(base.knowledge, language, today).explain(judge(facts))


def _reader(base: KnowledgeBase) -> Reader | None:
    """The reader of a base, built once; None where the folder has no words or sentences for aid."""
    if "words" not in base.knowledge.lists or "sentences" not in base.knowledge.lists:
        return None
    found = base.extras.get("aid")
    if not isinstance(found, Reader):
        found = base.extras["aid"] = Reader(base)
    return found


def _chosen(pending: AidFacts, asked: str, value: str) -> AidFacts:
    try:
        return pending.with_value(asked, value)
    except ValueError:
        return pending
