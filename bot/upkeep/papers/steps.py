"""The steps of a case that a paper tells: where it proposes or decides, and how far that has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.kb.entries import Stage
from bot.upkeep.papers.find import Reader
from bot.upkeep.papers.paper import Block, Paper

QUOTED = 3
"""Sentences of a passage that are quoted at most; its other words stay in the paper."""

FIRST_BLOCKS = 12
"""The blocks that open a paper: there it says what it is."""

_POINT = re.compile(r"(?:\d{1,2}[.)]\s+)?[Aa]tt\s")

Quoted = tuple[str, Block]
"""A sentence, and the block that it stands in."""


def passages(paper: Paper, reader: Reader) -> Iterator[tuple[Block | None, list[Quoted]]]:
    """Yield each heading of a proposal or a decision with the first sentences under it.

    A paper without such a heading gives its first sentence that proposes or decides, without a heading.
    """
    words = reader.words
    found = False
    for heading, under in paper.passages(lambda heading, block: _tells(heading, block, reader)):
        wanted = reader.says(heading.text, words.proposals) or reader.says(heading.text, words.decisions)
        sentences = [(sentence, block) for block in under for sentence in block.sentences()]
        if wanted and sentences and not reader.says(heading.text, words.not_decisions):
            found = True
            yield heading, sentences[:QUOTED]
    for block in paper.blocks if not found else ():
        for sentence in block.sentences():
            if not block.heading and reader.says(sentence, [*words.proposals, *words.resolves]):
                yield None, [(sentence, block)]
                return


def _tells(heading: Block, block: Block, reader: Reader) -> bool:
    """Tell whether what looks like a heading is a statement under the one before: it decides, or goes on "att …".

    A statement that proposes stands under a proposal only.
    """
    words = reader.words
    proposed = reader.says(heading.text, words.proposals)
    opens = proposed or reader.says(heading.text, words.decisions)
    if not opens or (reader.says(block.text, words.proposals) and not proposed):
        return False
    return reader.says(block.text, words.resolves) or bool(_POINT.match(block.text))


def stage_of(heading: Block | None, quoted: Sequence[Quoted], paper: Paper, reader: Reader) -> Stage:
    """Return the stage of a passage, never further than the paper says.

    A proposal wherever the heading says so, or a sentence without a heading; decided only under the heading of a
    decision in minutes, where the sentences decide and the first one does not speak of a proposal; else unknown.
    """
    words = reader.words
    if reader.says(heading.text if heading is not None else quoted[0][0], words.proposals):
        return Stage.PROPOSAL
    decides = any(reader.says(sentence, words.resolves) for sentence, _ in quoted)
    speaks_of_a_proposal = reader.says(quoted[0][0], words.proposals)
    if heading is None or not decides or speaks_of_a_proposal:
        return Stage.UNKNOWN
    return Stage.DECIDED if any(reader.says(text, words.minutes) for text in _opening(paper)) else Stage.UNKNOWN


def _opening(paper: Paper) -> Iterator[str]:
    """The name of the file, and the headings that open the paper."""
    yield paper.name.rpartition(".")[0].replace("_", " ").replace("-", " ")
    yield from (block.text for block in paper.blocks[:FIRST_BLOCKS] if block.heading)
