"""Whether an entry answers what was read as a case of aid, before a verdict does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot import aid
from bot.answer import Answer, Source, Verdict
from bot.kb.base import KnowledgeBase
from bot.kb.claims import STATUTE
from bot.kb.entries import EntrySource, Status
from bot.matching import match
from bot.passages import match_passages
from bot.question import Language

NO_CASE = 0.9
"""A message that names things and places but no gift is answered by an entry that fits with so much confidence."""

NOT_A_CASE = 0.985
"""One that does not ask leave to give is answered by an entry that fits with more confidence than this."""


def told_instead(text: str, cases: Sequence[Answer], language: Language, base: KnowledgeBase, today: date) -> bool:
    """Tell whether an entry answers a message that was read as cases of aid, and better than a verdict does.

    Where the message neither asks leave nor tells of giving, it must fit well; else very well, and never where leave to
    give is asked for. It must not rest on the law that the verdict rests on; and that a thing is not known is no answer
    where the lawyer must look at it.
    """
    whole = match(text, language, base, today)
    part, passage = match_passages(text, "", language, base, today)
    found = part if part.confidence > whole.confidence else whole
    if found.entry is None or found.confidence < NO_CASE:
        return False
    entry = base.knowledge.items[found.entry].entry
    if _statutes(entry.sources) & _statutes(source for case in cases for source in case.sources):
        return False
    known = entry.status is not Status.UNKNOWN
    if not known and any(case.verdict is Verdict.NEEDS_LEGAL_REVIEW for case in cases):
        return False
    surely = aid.put(text, language, base, today)
    if surely is aid.Put.TOLD and found is part:
        surely = aid.put(passage, language, base, today)
    return surely is aid.Put.NAMED or (surely is aid.Put.TOLD and known and found.confidence > NOT_A_CASE)


def _statutes(sources: Iterable[Source | EntrySource]) -> set[str]:
    """Return the numbers of the statutes that sources cite."""
    return {number for source in sources for number in STATUTE.findall(f"{source.title} {source.ref or ''}")}
