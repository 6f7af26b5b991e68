"""Find entries by the ids that a person types."""

from __future__ import annotations

from rapidfuzz import process

from bot.kb.knowledge import Knowledge
from bot.locales import phrase
from bot.question import Language

MOST = 3
LEAST_LIKENESS = 50.0


def unknown_entry(id_: str, knowledge: Knowledge, language: Language) -> str | None:
    """Return None where the entry exists, else a message that names the ids most like it."""
    if id_ in knowledge.items:
        return None
    near = process.extract(id_, list(knowledge.items), limit=MOST, score_cutoff=LEAST_LIKENESS)
    if not near:
        return phrase(language, "upkeep.unknown_entry").format(id=id_)
    return phrase(language, "upkeep.unknown_entry_near").format(id=id_, near=", ".join(name for name, *_ in near))
