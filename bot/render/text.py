"""An answer as plain text, as a screen reader would read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import Answer
from bot.locales import phrase
from bot.render.pieces import Piece, Role, offered, pieces
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
    blocks: list[str] = []
    for offer in offered(answer):
        options = "\n".join(f"{n}. {label}" for n, (_, label) in enumerate(offer.options, start=1))
        choose = f"{options}\n{phrase(answer.language, 'answer.choices')}."
        blocks.append(f"{offer.heading}:\n{options}" if offer.heading else choose)
    blocks.append("\n".join(source_lines(answer, most)))
    return "\n\n".join(filter(None, blocks))


def sectioned(text: str, sections: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return a text with lists under it, each a heading and its lines."""
    lists = ["\n".join([f"{heading}:", *(f"- {line}" for line in lines)]) for heading, lines in sections]
    return "\n\n".join([text, *lists])
