"""An answer as a Slack message: the answer first, then verdict, conditions, sources, and what can be pressed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.answer import Answer
from bot.locales import phrase
from bot.question import Language
from bot.render.beginning import fitted
from bot.render.fitting import shorten, units
from bot.render.pieces import Piece, Role, pieces, wants_feedback, warned
from bot.render.slack import offers
from bot.render.slack.elements import (
    FALLBACK_TEXT,
    MESSAGE_BLOCKS,
    MESSAGE_TEXT,
    SECTION,
    Block,
    Person,
    SlackMessage,
    context,
    contexts,
    escape,
    literals,
    quoted,
    section,
    sections,
    size,
    text_size,
)
from bot.render.slack.sources import sources_block
from bot.render.sources import holds
from bot.render.spoken import spoken

WARNINGS = 1_000
"""Warnings of an answer that is too long; they are kept where the rest is shortened."""

_LABEL = re.compile(r"^(• |)([^*\n:]{1,60}:)(?= )", re.MULTILINE)
"""Of a row of a status card: what stands before its first colon."""

SHARED = 300
"""Of a question that is shown beside its answer."""

MARGIN = 100
"""Room for the marks of what is split."""


def render(
    answer: Answer,
    *,
    reference: str,
    question: str,
    ask_coordinator: bool,
    feedback: bool = True,
    share: Mapping[str, object] | None = None,
) -> SlackMessage:
    """Return an answer as a message that keeps all of Slack's limits, whatever its length.

    Args:
        answer: the answer.
        reference: what the channel calls the question; every button carries it.
        question: what was asked, for the form to the coordinator.
        ask_coordinator: offer to ask the coordinator; small talk only where it sends to them.
        feedback: offer to say whether it helped, where there is anything to say it of.
        share: of an answer that only the asker sees: what it takes to show it in its channel; None offers none.
    """
    tail = [
        *offers.choices(answer, reference),
        *sources_block(answer.sources, answer.language, holds(answer)),
        *offers.buttons(answer, reference, question, ask_coordinator=ask_coordinator, share=share),
        *(offers.feedback(answer.language, reference) if feedback and wants_feedback(answer) else []),
    ]
    mark = phrase(answer.language, "card.shortened")
    text = spoken(answer, FALLBACK_TEXT, f" {mark}", size)
    body = _body(pieces(answer), tail, mark)
    title = escape(answer.paragraphs[0].text) if answer.topic is not None and answer.paragraphs else None
    return SlackMessage(escape(text) or mark, [*(body if title is None else _scannable(body, title)), *tail])


def _scannable(body: list[Block], title: str) -> list[Block]:
    """A status card with its title, where it stands whole, and the labels of its rows in bold: it reads at a glance."""
    made = []
    for number, block in enumerate(body):
        # What stands as plain text holds marks of its own, and can have no bold.
        text = block["text"]["text"] if block["type"] == "section" and block["text"]["type"] == "mrkdwn" else ""
        bold = f"*{text}*" if number == 0 and title and text == title else _LABEL.sub(r"\1*\2*", text)
        made.append(section(bold) if bold != text and units(bold) <= SECTION else block)
    return made


def shared(message: SlackMessage, language: Language, by: Person, question: str) -> SlackMessage:
    """Return an answer that somebody shows in the channel, with who asked and what at its end."""
    told = phrase(language, "slack.shared").format(name=by.shown())
    text = f"{message.text}\n\n{told} {escape(shorten(question, SHARED, size=size))}"
    return SlackMessage(text, [*message.blocks[: MESSAGE_BLOCKS - 1], quoted(told, question, SHARED)])


def _body(shown: Sequence[Piece], tail: list[Block], mark: str) -> list[Block]:
    """The blocks of an answer; of one that is too long the beginning, a notice, and the warnings."""
    most_blocks = MESSAGE_BLOCKS - len(tail)
    most_text = MESSAGE_TEXT - text_size(tail)

    def fits(blocks: Sequence[Block]) -> bool:
        return len(blocks) <= most_blocks and text_size(blocks) <= most_text

    def part(piece: Piece, beside: Sequence[Block]) -> Piece | None:
        slots = most_blocks - len(beside) - 1
        room = min(most_text - text_size(beside) - MARGIN, slots * SECTION // 2)  # a part may be half a section
        if room <= 2 * MARGIN:
            return None
        role = Role.QUOTING if piece.role is Role.QUOTING else Role.BODY
        return Piece(role, (shorten(_joined(piece), room, f" {mark}", size),))

    def last(warnings: str) -> list[Block]:
        kept = contexts(shorten(warned(warnings), WARNINGS, f" {mark}", size)) if warnings else []
        return [context(escape(mark)), *kept]

    return fitted(shown, _blocks, fits, part, last)


def _blocks(piece: Piece, first: bool) -> list[Block]:
    text = _joined(piece)
    match piece.role:
        case Role.LEAD:
            return [*([] if first else [{"type": "divider"}]), *sections(text)]
        case Role.VERDICT:
            return [section(f"*{escape(text)}*")]
        case Role.NOTE:
            return contexts(text)
        case Role.WARNING:
            return contexts(warned(text))
        case Role.QUOTING:
            return literals(text)
        case Role.BODY | Role.LIST:
            return sections(text)


def _joined(piece: Piece) -> str:
    return "\n".join(f"• {text}" if piece.role is Role.LIST else text for text in piece.texts)
