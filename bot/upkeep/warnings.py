"""What is worth a look in a knowledge folder that has no faults: every warning, with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.aid.facts import cases
from bot.aid.rules import decide
from bot.kb.entries import LegalRule
from bot.kb.knowledge import Item, Knowledge
from bot.kb.problem import Problem, Severity
from bot.locales import phrases
from bot.question import Language
from bot.upkeep.contradictions import contradictions, outlived
from bot.upkeep.due import due_entries, due_rows, old_laws
from bot.upkeep.figures import unsaid, untranslated
from bot.upkeep.likeness import near_duplicates
from bot.upkeep.lines import Lines
from bot.upkeep.reading import reading
from bot.upkeep.restated import restated
from bot.upkeep.standing import unclear_towns, unlisted_towns

ENOUGH_WORDS = 15
"""LIX says little of a shorter text: a few names make it hard."""

WEIGHT = (
    *("VK308", "VK316", "VK311", "VK309", "VK314", "VK312", "VK318", "VK319", "VK320"),  # an answer may be wrong
    *("VK301", "VK303", "VK304"),  # an answer may have become wrong
    *("VK324", "VK323", "VK321", "VK322"),  # an answer may tell what it should not, or be hard to read
    *("VK117", "VK317", "VK315", "VK113", "VK305"),  # an answer may be missed
    *("VK313", "VK307", "VK306", "VK302"),  # an answer may be better
)
"""The warnings' ids, those that matter most first."""


def warnings(knowledge: Knowledge, lines: Lines, today: date) -> Iterator[Problem]:
    """Yield every warning on the live entries.

    Args:
        knowledge: loaded from the folder.
        lines: of the same folder.
        today: the day that review dates are compared with.
    """
    yield from _contradicting(knowledge, lines, today)
    yield from unclear_towns(knowledge, lines)
    yield from unlisted_towns(knowledge, lines)
    yield from _figures(knowledge, lines)
    yield from _missing_rules(knowledge, lines, today)
    yield from _due(knowledge, lines, today)
    yield from _unreached(knowledge, lines)
    yield from _hard(knowledge, lines)
    yield from _near(knowledge, lines)


def drafts(items: Mapping[str, Item], lines: Lines) -> Iterator[Problem]:
    """Yield a notice for every draft, at the line that keeps it from answering."""
    for key, item in items.items():
        yield lines.problem("VK310", item.files[Language.SV], ("draft",), Severity.NOTICE, id=key)


def _due(knowledge: Knowledge, lines: Lines, today: date) -> Iterator[Problem]:
    for due in due_entries(knowledge, today):
        id_ = "VK301" if due.past(today) else "VK302"
        yield lines.warning(id_, due.item.files[Language.SV], ("review_by",), date=due.by, id=due.item.entry.id)
    for rows in due_rows(knowledge, today):
        yield lines.warning("VK303", rows.file, (rows.key, rows.first, "review_by"), count=rows.count, date=rows.by)
    for item in old_laws(knowledge, today):
        yield lines.warning("VK304", item.files[Language.SV], ("as_of",), date=item.entry.as_of, id=item.entry.id)


def _unreached(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    for item in knowledge.items.values():
        if not any(words.golden.reach for words in item.words.values()):
            yield lines.warning("VK305", item.files[Language.SV], ("golden",))


def _hard(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    limit = knowledge.municipality.max_lix
    for item in knowledge.items.values():
        for language, file in item.files.items():
            found = reading("\n".join(item.bodies[language]))
            if found is not None and found.words >= ENOUGH_WORDS and found.lix > limit:
                yield lines.in_body("VK306", file, lix=found.lix, limit=limit, words=found.longest)
            first = item.bodies[language][0].partition(" ")[0].strip(",.!:;–-")
            if first.casefold() in phrases(language, "language.yes_no"):
                yield lines.in_body("VK313", file, word=first)


def _figures(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    for item in knowledge.items.values():
        for found in untranslated(item):
            told = ", ".join(found.figures)
            yield lines.in_body("VK314", item.files[found.language], found=told, other=item.files[found.other])
        for key, value in unsaid(item):
            yield lines.warning("VK311", item.files[Language.SV], key, field=key[-1], value=value)


def _missing_rules(knowledge: Knowledge, lines: Lines, today: date) -> Iterator[Problem]:
    """Sections that the rules of aid rest on; without one of them, no verdict that needs it is given."""
    if "sentences" not in knowledge.lists:
        return
    for key in sorted({ref for facts in cases() for ref in decide(facts).refs}):
        item = knowledge.items.get(key)
        if item is None or not isinstance(item.entry, LegalRule) or item.entry.repealed or not item.in_force(today):
            file = "aid/sentences.yaml" if item is None else item.files[Language.SV]
            yield lines.warning("VK312", file, (), id=key)


def _near(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    for one, other in near_duplicates(knowledge):
        file = knowledge.items[one.entry].files[one.language]
        there = knowledge.items[other.entry].files[other.language]
        yield lines.warning("VK307", file, one.key, text=one.text, like=other.text, other=there)


def _contradicting(knowledge: Knowledge, lines: Lines, today: date) -> Iterator[Problem]:
    for found in contradictions(knowledge.items):
        file, there = (knowledge.items[key].files[Language.SV] for key in (found.entry, found.other))
        values = {"field": found.key[0], "value": found.value, "other": there, "theirs": found.other_value}
        yield lines.warning("VK308", file, found.key, **values)
    for one, same in restated(knowledge):
        file, there = (knowledge.items[said.entry].files[said.language] for said in (one, same))
        yield lines.in_body("VK316", file, text=one.text, theirs=same.text, other=there)
    for key, successor in outlived(knowledge.items, today):
        yield lines.warning("VK309", knowledge.items[key].files[Language.SV], ("status",), other=successor)
