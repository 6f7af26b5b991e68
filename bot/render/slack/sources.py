"""The sources under an answer or a status card in Slack: small, each a link where it has an address."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from bot.answer import Source
from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import shorten, some, units
from bot.render.slack.elements import Block, context, escape, linked, size
from bot.render.sources import day_text, joined

SOURCES = 2_000
SOURCE = 500
"""All sources together, and one part of one."""


def sources_block(sources: Sequence[Source], language: Language, below: Sequence[str] = ()) -> list[Block]:
    """Return a context block, with the sources in its first line, each title a link; as many as there is room for.

    Args:
        sources: the sources; none give no block.
        language: of the words around them.
        below: further lines of the block, as people wrote them.
    """
    if not sources:
        return []
    parts = [_one(source) for source in joined(sources)]
    most = sum(total <= SOURCES for total in accumulate(map(units, parts)))
    named = "; ".join(some(parts, most, escape(phrase(language, "card.more"))))
    return [context("\n".join([f"{escape(phrase(language, 'answer.source'))}: {named}", *map(escape, below)]))]


def _one(source: Source) -> str:
    title = linked(source.url, shorten(source.title, SOURCE, size=size))
    ref = escape(shorten(source.ref, SOURCE, size=size)) if source.ref else None
    return ", ".join(filter(None, (title, ref, day_text(source))))
