"""How each piece of an answer looks: what is read first is bold, verdicts and warnings stand on a tinted ground."""

from __future__ import annotations

from collections.abc import Callable

from bot.answer import Answer, Outcome, Verdict
from bot.render.fitting import headline
from bot.render.pieces import Piece, Role, warned
from bot.render.teams.elements import Element, block, lines, run, tinted

Look = Callable[[Piece, bool], list[Element]]
"""From a piece, and whether it is the first, to what a card shows."""

_STYLES = {
    Verdict.ALLOWED: "good",
    Verdict.ALLOWED_WITH_CONDITIONS: "good",
    Verdict.NEEDS_PERMIT: "warning",
    Verdict.NEEDS_LEGAL_REVIEW: "warning",
    Verdict.NOT_SUPPORTED: "attention",
}
"""The colour says nothing that the word does not."""

LABEL = 60
"""Characters before the colon of a status row that still are its label."""


def look_of(answer: Answer) -> Look:
    """Return the look of an answer's pieces: a status card has its own.

    In bold stands what the reader needs first: the answer, or what is asked back.
    """
    if answer.topic is not None:
        return _of_status
    prompt = answer.clarify.prompt if answer.clarify else None
    bold = answer.outcome in (Outcome.ANSWER, Outcome.NO_ANSWER)
    return lambda piece, first: _of_answer(piece, first, prompt, bold=bold)


def _of_answer(piece: Piece, first: bool, prompt: str | None = None, *, bold: bool = False) -> list[Element]:
    text = "\n".join(piece.texts)
    match piece.role:
        case Role.LEAD:
            looks: dict[str, object] = {} if first else {"separator": True, "spacing": "Medium"}
            return _headed(text, looks) if bold or text == prompt else lines(text, first=looks)
        case Role.VERDICT:
            return [tinted(_STYLES[piece.verdict] if piece.verdict else "emphasis", lines(text, weight="Bolder"))]
        case Role.LIST:
            return [element for item in piece.texts for element in lines(f"• {item}", first={"spacing": "Small"})]
        case Role.NOTE:
            return lines(text, size="Small", isSubtle=True)
        case Role.WARNING:
            return [tinted("warning", lines(warned(text)))]
        case Role.BODY | Role.QUOTING:
            return _headed(text, {}) if text == prompt else lines(text)


def _of_status(piece: Piece, first: bool) -> list[Element]:
    match piece.role:
        case Role.LEAD:
            return lines("\n".join(piece.texts), size="Large", weight="Bolder")
        case Role.LIST:
            return [element for item in piece.texts for element in _row(item)]
        case Role.BODY:
            return lines("\n".join(piece.texts), size="Small", isSubtle=True)
    return _of_answer(piece, first)


def _headed(text: str, looks: dict[str, object]) -> list[Element]:
    """The first sentence in bold: who reads no further has what matters."""
    sentence, rest = headline(text)
    found = lines(sentence, first=looks, weight="Bolder")
    below = [line.strip() for line in rest.split("\n") if line.strip()]
    if found and below and not rest.startswith("\n"):
        found[-1]["inlines"].append(run(f" {below.pop(0)}"))
    return [*found, *(block(run(line), spacing="Small") for line in below)]


def _row(text: str) -> list[Element]:
    """A row of a status card: its label above what it says."""
    label, colon, told = text.partition(": ")
    if not colon or len(label) > LABEL:
        return lines(text, first={"spacing": "Medium"})
    return [block(run(label, weight="Bolder"), spacing="Medium"), *lines(told, first={"spacing": "None"})]
