"""Put the answers to the questions of one message together: what holds for several stands once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Clarify, Kind, Outcome, Paragraph, strictest
from bot.focus import Ask
from bot.kb.base import KnowledgeBase
from bot.locales import phrase
from bot.question import Language


def join(found: Sequence[tuple[Ask, Answer]], left: Sequence[str], language: Language, base: KnowledgeBase) -> Answer:
    """Return the answers to several questions as one; what was not answered is named.

    Args:
        found: each question with its answer, in order; at least one.
        left: questions that were not looked at.
        language: the language of the answers.
        base: the knowledge, which tells whom to ask.
    """
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
    asking = next((a for a in answers if a.clarify is not None), None)
    outcome = Outcome.ANSWER if any(a.outcome is Outcome.ANSWER for a in answers) else first.outcome
    if asking is not None:  # while one case is open, no verdict is told for the whole
        outcome, verdicts = Outcome.CLARIFY, []
    dates = [a.as_of for a in answers if a.as_of is not None]
    clarify = asking.clarify if asking is not None else None
    return replace(
        first,
        outcome=outcome,
        paragraphs=_asked_last((*_told_once(answers, language), *tail), clarify),
        verdict=strictest(verdicts) if verdicts else None,
        cases=tuple(c for a in answers for c in a.cases),
        entries=tuple(dict.fromkeys(e for a in answers for e in a.entries)),
        confidence=min(a.confidence for a in answers),
        sources=tuple(dict.fromkeys(s for a in answers for s in a.sources)),
        as_of=min(dates) if dates else None,
        stale=any(a.stale for a in answers),
        facts=(asking or first).facts,
        clarify=clarify,
    )


def _told_once(answers: Sequence[Answer], language: Language) -> tuple[Paragraph, ...]:
    """What each answer says alone, then what several say.

    A condition belongs to its case: it stands at the end only where it is one of every case, and is said to be.
    """
    movable = [(a, _movable(a.paragraphs)) for a in answers]
    times = Counter(p for _, found in movable for p in dict.fromkeys(found))
    once = [p for p, n in times.items() if n > 1 and (p.kind is not Kind.CONDITION or n == len(answers))]
    alone = [p for a, found in movable for p in a.paragraphs if p not in found or p not in once]
    conditions = [p for p in once if p.kind is Kind.CONDITION]
    heading = [Paragraph(Kind.BODY, phrase(language, "answer.shared"))] if conditions else []
    return (*alone, *heading, *conditions, *(p for p in once if p.kind is not Kind.CONDITION))


def _movable(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs that can stand elsewhere: neither an answer itself, nor a list with the words that open it."""
    found: list[Paragraph] = []
    opened = False
    for paragraph, following in zip(paragraphs, (*paragraphs[1:], None), strict=True):
        is_item = paragraph.kind is Kind.CONDITION
        opens = not is_item and following is not None and following.kind is Kind.CONDITION
        opened = (is_item and opened) or (opens and paragraph.kind is not Kind.LEAD)
        if not opened and paragraph.kind is not Kind.LEAD:
            found.append(paragraph)
    return found


def _asked_last(paragraphs: Sequence[Paragraph], clarify: Clarify | None) -> tuple[Paragraph, ...]:
    """What is asked back stands right above its choices."""
    if clarify is None:
        return tuple(paragraphs)
    asked = [p for p in paragraphs if p.kind is Kind.BODY and p.text == clarify.prompt]
    return (*(p for p in paragraphs if p not in asked), *asked[:1])
