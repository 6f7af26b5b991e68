"""The sources under an answer or a status card in Teams: small, each opened by a press where it has an address."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Source
from bot.locales import phrase
from bot.question import Language
from bot.render.fitting import counted, shorten
from bot.render.sources import day_text, joined
from bot.render.teams.elements import Element, block, linked, run, weight

SOURCES = 3_000
SOURCE = 500
"""All sources together, and one part of one, in bytes."""

_SMALL: dict[str, object] = {"size": "Small", "isSubtle": True}


def sources_block(sources: Sequence[Source], language: Language, below: Sequence[str] = ()) -> list[Element]:
    """Return a line of text runs, each title a run that opens its address; as many as there is room for.

    Args:
        sources: the sources; none give no line.
        language: of the words around them.
        below: further lines, each an element of its own.
    """
    if not sources:
        return []
    found = joined(sources)
    runs: list[Element] = []
    named = 0
    for source in found:
        new = _one(source)
        if sum(map(weight, [*runs, *new])) > SOURCES:
            break
        runs += [*([run("; ", **_SMALL)] if runs else []), *new]
        named += 1
    if named < len(found):
        runs.append(run(f"; {counted(len(found) - named, phrase(language, 'card.more'))}", **_SMALL))
    heading = run(f"{phrase(language, 'answer.source')}: ", **_SMALL)
    return [block(heading, *runs, spacing="Medium"), *(block(run(line, **_SMALL), spacing="Small") for line in below)]


def _one(source: Source) -> list[Element]:
    title = linked(source.url, _flat(source.title), **_SMALL)
    rest = (_flat(source.ref) if source.ref else None, day_text(source))
    told = "".join(f", {part}" for part in rest if part)
    return [title, run(told, **_SMALL)] if told else [title]


def _flat(text: str) -> str:
    return shorten(" ".join(text.split()), SOURCE, size=weight)
