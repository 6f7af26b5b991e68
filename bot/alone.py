"""Answer a message that stands alone: its cases of aid get verdicts, its other questions the entries that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import aid
from bot.answer import Answer, Kind, Outcome, Paragraph
from bot.compose import not_known
from bot.constraints import nowhere
from bot.finding import answer_each, answer_one
from bot.focus import Ask, asks
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language

MOST_PARTS = 4
"""More questions than this in one message are not all answered; the rest is named."""

BESIDE_A_CASE = 0.8
"""A question beside a case of aid is answered only with more confidence than this: it often belongs to the case."""


def answer_alone(text: str, language: Language, base: KnowledgeBase, today: date, *, cases: bool = True) -> Answer:
    """Answer a message that stands alone.

    Args:
        text: cleaned text.
        language: to answer in.
        base: the knowledge.
        today: the day of asking.
        cases: whether it may put a case of aid; else it is answered from entries only.
    """
    if nowhere(text, base):
        return not_known(language, base)
    parts = asks(text, language)
    asked = parts[:MOST_PARTS]
    judged = aid.consider([ask.text for ask in asked], text, language, base, today) if cases else []
    if not judged:
        found = answer_each(asked, language, base, today)
    else:
        of_aid = {ask for ask, _ in judged}
        found = [(Ask(ask), case) for ask, case in judged]
        rest = [ask for ask in asked if ask.text not in of_aid] if len(asked) > 1 else []
        others = [(ask, answer_one(ask, language, base, today)) for ask in rest]
        found += [(ask, part) for ask, part in others if part.confidence > BESIDE_A_CASE and part.entry]
    left = [ask.text for ask in parts[MOST_PARTS:]]
    return _join(found, left, language, base)


def _join(found: Sequence[tuple[Ask, Answer]], left: Sequence[str], language: Language, base: KnowledgeBase) -> Answer:
    """Put the answers to several questions together; what was not answered is named."""
    answered = [(ask, a) for ask, a in found if a.outcome is not Outcome.NO_ANSWER or a.entry]
    unique: dict[tuple[str | None, str], Answer] = {}
    for _, a in answered:
        unique.setdefault((a.entry, "" if a.entry and not a.verdict else a.paragraphs[0].text), a)
    answers = list(unique.values())
    if not answers:
        return found[0][1]
    coordinator = base.knowledge.municipality.coordinator.of(language)
    missing = [ask.text for ask, a in found if a.outcome is Outcome.NO_ANSWER and not a.entry and ask.plain]
    tail = [
        Paragraph(Kind.UNANSWERED, phrase(language, "answer.unanswered").format(text=text, coordinator=coordinator))
        for text in missing
    ] + [Paragraph(Kind.UNANSWERED, phrase(language, "answer.unanswered_again").format(text=text)) for text in left]
    first = answers[0]
    if len(answers) == 1:
        return replace(first, paragraphs=(*first.paragraphs, *tail)) if tail else first
    verdicts = [a.verdict for a in answers if a.verdict is not None]
    clarify = next((a.clarify for a in answers if a.clarify is not None), None)
    outcome = Outcome.ANSWER if any(a.outcome is Outcome.ANSWER for a in answers) else first.outcome
    if clarify is not None:  # while one case is open, no verdict is told for the whole
        outcome, verdicts = Outcome.CLARIFY, []
    dates = [a.as_of for a in answers if a.as_of is not None]
    return replace(
        first,
        outcome=outcome,
        paragraphs=(*(p for a in answers for p in a.paragraphs), *tail),
        verdict=min(verdicts, key=lambda v: v.strictness) if verdicts else None,
        cases=tuple(c for a in answers for c in a.cases),
        entries=tuple(dict.fromkeys(e for a in answers for e in a.entries)),
        confidence=min(a.confidence for a in answers),
        sources=tuple(dict.fromkeys(s for a in answers for s in a.sources)),
        as_of=min(dates) if dates else None,
        stale=any(a.stale for a in answers),
        clarify=clarify,
    )
