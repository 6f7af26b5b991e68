"""What is shown of an answer, in order, before a channel or plain text makes it its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answer import Answer, Kind, Outcome, Verdict
from bot.locales import phrase
from bot.render.fitting import shorten, units

WARNING_SIGN = "⚠"
_SIGNS = {
    Verdict.ALLOWED: "✓",
    Verdict.ALLOWED_WITH_CONDITIONS: "✓",
    Verdict.NEEDS_PERMIT: WARNING_SIGN,
    Verdict.NEEDS_LEGAL_REVIEW: WARNING_SIGN,
    Verdict.NOT_SUPPORTED: "✗",
}
"""A sign says nothing that the word after it does not."""


class Role(StrEnum):
    """How a piece looks."""

    LEAD = "lead"  # the answer, or one of several
    VERDICT = "verdict"  # a plain word with a symbol
    BODY = "body"
    QUOTING = "quoting"  # holds words of the asker
    LIST = "list"  # each text an item
    NOTE = "note"  # beside the answer
    WARNING = "warning"


_ROLES = {
    Kind.LEAD: Role.LEAD,
    Kind.BODY: Role.BODY,
    Kind.REFERRAL: Role.BODY,  # whom to ask is no small print
    Kind.UNANSWERED: Role.QUOTING,
    Kind.CONDITION: Role.LIST,
    Kind.EXAMPLE: Role.LIST,
    Kind.DIFFERENCE: Role.NOTE,
    Kind.GUIDANCE: Role.NOTE,
    Kind.WARNING: Role.WARNING,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to show."""

    role: Role
    texts: tuple[str, ...]
    verdict: Verdict | None = None


def pieces(answer: Answer) -> list[Piece]:
    """Return an answer's paragraphs with each verdict after its answer, lists together, and a stale warning."""
    found: list[Piece] = []
    for piece in _told(answer):
        if piece.role is Role.LIST and found and found[-1].role is Role.LIST:
            found[-1] = Piece(Role.LIST, (*found[-1].texts, *piece.texts))
        else:
            found.append(piece)
    return found


def warned(text: str) -> str:
    """Return a warning with its symbol, which it may have already."""
    return text if text.startswith(WARNING_SIGN) else f"{WARNING_SIGN} {text}"


def wants_feedback(answer: Answer) -> bool:
    """Tell whether there is something to have an opinion on: not while it asks back, and not in small talk."""
    return answer.outcome in (Outcome.ANSWER, Outcome.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen under an answer.

    Args:
        fact: what a choice tells; "entry" where the nearest entries are offered.
        options: values and labels.
        heading: what stands above them; None where the answer itself asks.
    """

    fact: str
    options: tuple[tuple[str, str], ...]
    heading: str | None = None


def offered(answer: Answer) -> list[Offer]:
    """Return the choices of an ask-back, and the entries near a question that was not answered."""
    found = []
    if answer.clarify is not None:
        options = tuple((option.value, option.label) for option in answer.clarify.options)
        found.append(Offer(answer.clarify.fact, options))
    if answer.suggestions:
        near = tuple((near.entry, near.title) for near in answer.suggestions)
        found.append(Offer("entry", near, phrase(answer.language, "answer.nearest")))
    return found


def numbered(options: Iterable[tuple[str, str]], most: int, width: int) -> tuple[list[tuple[str, str]], list[str]]:
    """Fit choices to buttons.

    Args:
        options: values and labels.
        most: how many buttons there may be.
        width: how long a label may be.

    Returns:
        Value and label of each button; and, where a label is shortened or a choice has no button, every choice in
        full as a numbered line. The numbers are those of `plain`, so that a number can be written too.
    """
    all_ = list(enumerate(options, start=1))
    distinct = list({value: (n, value, label) for n, (value, label) in reversed(all_)}.values())[::-1]
    if len(distinct) <= most and all(label.strip() and units(label) <= width for _, _, label in distinct):
        return [(value, label) for _, value, label in distinct], []
    buttons = [(value, shorten(f"{n}. {label}", width)) for n, value, label in distinct[:most]]
    return buttons, [f"{n}. {label}" for n, (_, label) in all_]


def _told(answer: Answer) -> Iterator[Piece]:
    """Each paragraph that says anything, and what is added to them."""
    verdicts = iter(_verdicts(answer))
    for paragraph in answer.paragraphs:
        if paragraph.text.strip():
            yield Piece(_ROLES[paragraph.kind], (paragraph.text,))
        if paragraph.kind is Kind.LEAD:
            yield from _verdict(next(verdicts, None), answer)
    for verdict in verdicts:  # an answer without a lead
        yield from _verdict(verdict, answer)
    warned = any(p.kind is Kind.WARNING for p in answer.paragraphs)
    if answer.stale and not warned and answer.topic is None:
        yield Piece(Role.WARNING, (phrase(answer.language, "card.stale"),))


def _verdict(verdict: Verdict | None, answer: Answer) -> Iterator[Piece]:
    if verdict is not None:
        yield Piece(Role.VERDICT, (f"{_SIGNS[verdict]} {phrase(answer.language, f'verdict.{verdict}')}",), verdict)


def _verdicts(answer: Answer) -> Sequence[Verdict | None]:
    """The verdict of each case, in the order of the answers, where there are several; else the one of the whole."""
    leads = sum(p.kind is Kind.LEAD for p in answer.paragraphs)
    if 1 < len(answer.cases) <= leads:
        return [case.verdict for case in answer.cases]
    return [answer.verdict]
