"""What an entry says of its own standing: a decision that rests on proposals, a town that both is and is no longer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.kb.entries import Decision, PartnerTown, Stage, Status
from bot.kb.knowledge import Item, Knowledge
from bot.kb.lists import Papers
from bot.kb.phrases import Book, each_wording, joined
from bot.kb.problem import Problem, Severity
from bot.kb.words import holds_name, split
from bot.question import Language
from bot.upkeep.lines import Lines

_PROPOSALS = "proposals"
_DECIDED = (Stage.DECIDED, Stage.CONFIRMED, Stage.FINAL)


def decided_by_proposals(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Yield a fault for every decision told as decided whose sources are all proposals, by lists/papers.yaml."""
    papers = knowledge.lists.get("papers")
    if not isinstance(papers, Papers):
        return
    book = Book(each_wording({_PROPOSALS: papers.proposals}))
    for item in knowledge.items.values():
        entry = item.entry
        if not isinstance(entry, Decision) or not (entry.status is Status.DECIDED or entry.stage in _DECIDED):
            continue
        titles = [source.title for source in entry.sources]
        if all(book.spans(_PROPOSALS, joined(split(title))) for title in titles):
            file = item.files[Language.SV]
            yield lines.problem("VK214", file, ("sources", 0, "title"), Severity.FAULT, title=titles[0])


def unclear_towns(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Yield a warning for every partner town that is both current and ended, or was one and does not say of its end."""
    for item in knowledge.items.values():
        entry, file = item.entry, item.files[Language.SV]
        if not isinstance(entry, PartnerTown) or entry.relation == "none":
            continue
        ends = entry.end is not None or entry.end_known
        if entry.status is Status.CURRENT and ends:
            yield lines.warning("VK318", file, ("end" if entry.end is not None else "end_known",))
        elif entry.status is Status.HISTORICAL and entry.end is None and entry.end_known:
            yield lines.warning("VK319", file, ("end_known",))
        elif entry.status is Status.HISTORICAL and not ends and "end_known" not in entry.model_fields_set:
            yield lines.warning("VK319", file, ("status",))


def unlisted_towns(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Yield a warning for every current partner town that no entry under `complete` names: it would be denied."""
    complete = [key for key in knowledge.municipality.complete if key in knowledge.items]
    if not complete:
        return
    told = [split(text) for key in complete for text in _texts(knowledge.items[key])]
    for item in knowledge.items.values():
        entry = item.entry
        if not isinstance(entry, PartnerTown) or entry.relation != "partner_town" or entry.status is not Status.CURRENT:
            continue
        names = [split(name) for words in item.words.values() for name in (*words.aliases, words.title)]
        if not any(holds_name(words, name) for words in told for name in names if name):
            file = item.files[Language.SV]
            yield lines.warning("VK320", file, ("id",), id=entry.id, complete=", ".join(complete))


def _texts(item: Item) -> Iterator[str]:
    for words in item.words.values():
        yield words.title
    for body in item.bodies.values():
        yield from body
