"""An answer as plain text, as a screen reader would read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import Answer
from bot.locales import phrase
from bot.render.pieces import Piece, Role, pieces
from bot.render.sources import source_lines


def plain(answer: Answer) -> str:
    """Return the whole answer as plain text: each answer and its verdict, conditions, warnings, choices, sources."""
    return "\n\n".join(filter(None, (told(pieces(answer)), ending(answer))))


def told(shown: Iterable[Piece]) -> str:
    """Return pieces of an answer as text, the items of a list on lines of their own."""
    return "\n\n".join(
        "\n".join(f"- {text}" if piece.role is Role.LIST else text for text in piece.texts) for piece in shown
    )


def ending(answer: Answer, most: int | None = None) -> str:
    """Return what stands after an answer's paragraphs: choices, nearest entries, sources.

    Args:
        answer: the answer.
        most: so many sources are named, the others counted; None for all.
    """
    language = answer.language
    blocks: list[str] = []
    if answer.clarify is not None:
        options = "\n".join(f"{n}. {o.label}" for n, o in enumerate(answer.clarify.options, start=1))
        blocks.append(f"{options}\n{phrase(language, 'answer.choices')}.")
    if answer.suggestions:
        near = "\n".join(f"{n}. {s.title}" for n, s in enumerate(answer.suggestions, start=1))
        blocks.append(f"{phrase(language, 'answer.nearest')}:\n{near}")
    blocks.append("\n".join(source_lines(answer, most)))
    return "\n\n".join(filter(None, blocks))


def sectioned(text: str, sections: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return a text with lists under it, each a heading and its lines."""
    lists = ["\n".join([f"{heading}:", *(f"- {line}" for line in lines)]) for heading, lines in sections]
    return "\n\n".join([text, *lists])
