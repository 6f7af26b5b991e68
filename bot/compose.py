"""Make answers out of entries, and the honest answer where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Answer, Clarify, Kind, Option, Outcome, Paragraph, Suggestion
from bot.kb.base import KnowledgeBase
from bot.kb.entries import LegalRule, Status
from bot.kb.municipality import Municipality
from bot.locales import phrase
from bot.question import Language

MOST_SUGGESTIONS = 3


def entry_answer(
    key: str, confidence: float, language: Language, base: KnowledgeBase, today: date, *, absent: str = ""
) -> Answer:
    """Answer with an entry: its text, its date and sources, a warning where its review date has passed.

    Args:
        absent: a name that was asked for and is not among those that the entry holds.
    """
    item = base.knowledge.items[key]
    municipality = base.knowledge.municipality
    lead, *body = item.body(language)
    paragraphs = [Paragraph(Kind.LEAD, lead)]
    if absent:
        paragraphs.append(Paragraph(Kind.BODY, phrase(language, "answer.absent").format(name=absent)))
    paragraphs += [Paragraph(Kind.BODY, text) for text in body]
    if item.language(language) is not language:
        paragraphs.append(Paragraph(Kind.WARNING, phrase(language, "answer.in_swedish")))
    stale = item.stale(today) or not item.in_force(today)
    if stale:
        due = item.entry.review_by if item.stale(today) else item.entry.valid_until
        paragraphs.append(outdated(due, language, municipality, expired=not item.stale(today)))
    if isinstance(item.entry, LegalRule):
        paragraphs.append(guidance(language, municipality))
    unknown = item.entry.status is Status.UNKNOWN
    role = municipality.coordinator.of(language)
    if (unknown or stale) and not any(role in paragraph.text for paragraph in paragraphs):
        paragraphs.append(_referral(language, base))
    return Answer(
        Outcome.NO_ANSWER if unknown else Outcome.ANSWER,
        language,
        tuple(paragraphs),
        entry=key,
        entries=(key,),
        confidence=round(confidence, 3),
        sources=item.sources(),
        as_of=item.entry.as_of,
        stale=stale,
        suggestions=suggestions(item.entry.related, language, base) if unknown else (),
    )


def guidance(language: Language, municipality: Municipality) -> Paragraph:
    """Return the paragraph that says that this is guidance, and which lawyer to ask."""
    text = phrase(language, "answer.guidance").format(lawyer=municipality.lawyer.of(language))
    return Paragraph(Kind.GUIDANCE, text)


def outdated(due: date | None, language: Language, municipality: Municipality, *, expired: bool = False) -> Paragraph:
    """Return the warning that what is told may hold no more.

    Args:
        due: the day until which it was to be reviewed, or was in force.
        language: the language of the warning.
        municipality: tells who coordinates.
        expired: it is in force no more; else it was not reviewed in time.
    """
    text = phrase(language, "answer.expired" if expired else "answer.stale")
    return Paragraph(Kind.WARNING, text.format(date=due, coordinator=municipality.coordinator.of(language)))


def with_beside(answer: Answer, key: str, language: Language, base: KnowledgeBase) -> Answer:
    """Tell the answer of a second entry beside an answer: the question may mean either."""
    item = base.knowledge.items[key]
    told = [p for p in answer.paragraphs if p.kind is Kind.LEAD]
    rest = [p for p in answer.paragraphs if p.kind is not Kind.LEAD]
    also = phrase(language, "answer.beside").format(text=item.body(language)[0])
    dates = [d for d in (answer.as_of, item.entry.as_of) if d is not None]
    return replace(
        answer,
        paragraphs=(
            *told,
            *(p for p in rest if p.kind is Kind.BODY),
            Paragraph(Kind.BODY, also),
            *(p for p in rest if p.kind is not Kind.BODY),
        ),
        entries=(*answer.entries, key),
        sources=tuple(dict.fromkeys((*answer.sources, *item.sources()))),
        as_of=min(dates) if dates else None,
    )


def not_known(language: Language, base: KnowledgeBase, near: Sequence[str] = (), *, reason: str = "unknown") -> Answer:
    """Say that the answer is not known, whom to ask, and what lies near.

    Args:
        reason: the phrase that says why: "unknown", "unclear", "override", "compose", or "past" for a choice that is
            not asked for any more.
    """
    key = f"no_answer.{reason}"
    paragraphs = (Paragraph(Kind.LEAD, phrase(language, key)), _referral(language, base))
    return Answer(Outcome.NO_ANSWER, language, paragraphs, suggestions=suggestions(near, language, base))


def which_entry(keys: Sequence[str], confidence: float, language: Language, base: KnowledgeBase) -> Answer:
    """Ask which of several entries is meant."""
    options = tuple(Option(key, base.knowledge.items[key].title(language)) for key in keys)
    options += (Option("none", phrase(language, "clarify.none")),)
    prompt = phrase(language, "clarify.prompt")
    return Answer(
        Outcome.CLARIFY,
        language,
        (Paragraph(Kind.LEAD, prompt),),
        confidence=round(confidence, 3),
        clarify=Clarify("entry", prompt, options),
    )


def suggestions(keys: Sequence[str], language: Language, base: KnowledgeBase) -> tuple[Suggestion, ...]:
    """Return entries to offer, by title."""
    known = [key for key in keys if key in base.knowledge.items]
    return tuple(Suggestion(key, base.knowledge.items[key].title(language)) for key in known[:MOST_SUGGESTIONS])


def _referral(language: Language, base: KnowledgeBase) -> Paragraph:
    role = base.knowledge.municipality.coordinator.of(language)
    return Paragraph(Kind.REFERRAL, phrase(language, "answer.referral").format(coordinator=role))
